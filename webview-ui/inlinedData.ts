import type { PageData } from '../src/shared/viewProtocol';
import { isRecord } from './editor';

const arrays = { Float32Array, Float64Array, Int32Array };

/** The analysis that an HTML report holds in its element `grove-data`, or undefined where there is none. */
export function inlinedData(): PageData | undefined {
  const text = document.getElementById('grove-data')?.textContent;
  if (text === undefined || text === '') return undefined;
  return JSON.parse(text, (_key, value: unknown) => (isTypedArray(value) ? decode(value) : value)) as PageData;
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
