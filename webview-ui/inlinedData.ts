import type { PageData } from '../src/shared/viewProtocol';
import { isRecord } from './editor';

const arrays = { Float32Array, Float64Array, Int32Array };

/** The analysis that an HTML report holds in its element `grove-data`, or undefined where there is none. */
export function inlinedData(): PageData | undefined {
  const text = document.getElementById('grove-data')?.textContent;
  if (text === undefined || text === '') return undefined;
  const data = JSON.parse(text, (_key, value: unknown) => (isTypedArray(value) ? decode(value) : value)) as PageData;
  return { ...data, strings: readersStrings() };
}

/** The report's translations into the first language of its reader's that it speaks. English needs none. */
function readersStrings(): Readonly<Record<string, string>> {
  const text = document.getElementById('grove-translations')?.textContent ?? '{}';
  const translations = JSON.parse(text) as Record<string, Record<string, string>>;
  for (const language of navigator.languages) {
    const base = language.toLowerCase().split('-')[0]!;
    const strings = translations[base];
    if (strings === undefined && base !== 'en') continue;
    document.documentElement.lang = base;
    return strings ?? {};
  }
  return {};
}

interface WrittenArray {
  readonly $: keyof typeof arrays;
  readonly base64: string;
}

function isTypedArray(value: unknown): value is WrittenArray {
  return (
    isRecord(value) && typeof value['$'] === 'string' && value['$'] in arrays && typeof value['base64'] === 'string'
  );
}

function decode({ $, base64 }: WrittenArray): Float32Array | Float64Array | Int32Array {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new arrays[$](bytes.buffer);
}
