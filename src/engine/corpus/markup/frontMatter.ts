import { parse as parseToml, TomlError } from 'smol-toml';
import { isMap, isScalar, isSeq, parse, parseDocument } from 'yaml';
import { isOwnTag } from '../../../shared/tags';
import { isoDate } from '../dates';

/** The metadata at the head of a Markdown file, and the rest of the file. */
export interface FrontMatter {
  readonly title?: string | undefined;
  readonly label?: string | undefined;
  readonly date?: string | undefined;
  /** Its single values (of lists the first that Grove has not written), by name. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  readonly body: string;
}

const fenced = /^(---|\+\+\+)[^\S\n]*\n([\s\S]*?)(?:^|\n)(?:\1|\.\.\.)[^\S\n]*(?:\n|$)/;

/**
 * Splits YAML ('---') or TOML ('+++') front matter off. `label`, else `category`, is the document's true label. Front
 * matter that cannot be parsed is left out of the prose all the same.
 */
export function splitFrontMatter(text: string): FrontMatter {
  const match = fenced.exec(text);
  if (match === null) return { body: text };
  const [whole, fence, source = ''] = match;
  const body = text.slice(whole.length);
  // A thematic break at the very top looks like a fence: what follows it then is prose without 'key: value'.
  if (source.trim() !== '' && !/^\s*["']?[\w-]+["']?\s*[:=]/m.test(source)) return { body: text };
  const values = fence === '---' ? yamlValues(source) : tomlValues(source);
  return {
    title: scalar(values['title']),
    label: scalar(values['label'] ?? values['category'] ?? values['categories']),
    date: isoDate(values['date']),
    fields: fieldsOf(values),
    body,
  };
}

function yamlValues(source: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parse(source, { logLevel: 'silent' }); // half-written front matter is common in notes: what can be read counts
  } catch {
    return {}; // no YAML at all, such as aliases without end; the prose below it counts
  }
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Values by their keys, dates as ISO 8601. Where the source is wrong somewhere, what stands above that line. */
function tomlValues(source: string, isWhole = true): Record<string, unknown> {
  try {
    const entries = Object.entries(parseToml(source, { integersAsBigInt: 'asNeeded' }));
    return Object.fromEntries(
      entries.map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
    );
  } catch (error) {
    if (!isWhole || !(error instanceof TomlError)) return {};
    const above = source.split('\n').slice(0, error.line - 1);
    return tomlValues(above.join('\n'), false);
  }
}

function scalar(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first !== 'string' && typeof first !== 'number' && typeof first !== 'boolean') return undefined;
  return String(first).replace(/\s+/g, ' ').trim() || undefined;
}

const longestField = 200;

function fieldsOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const fields: [string, string][] = [];
  for (const [name, value] of Object.entries(values)) {
    const own = Array.isArray(value) ? value.filter((item) => !isOwnTag(item)) : value;
    const text = own instanceof Date ? isoDate(own) : scalar(own);
    if (text !== undefined && text.length <= longestField) fields.push([name, text]);
  }
  return Object.fromEntries(fields);
}

/** Where one key of a YAML mapping is, and how its value is written. Offsets are in the source. */
export interface YamlEntry {
  readonly value: unknown;
  readonly form: 'absent' | 'nothing' | 'plain' | 'flow list' | 'block list' | 'other';
  readonly from: number;
  readonly to: number;
  readonly keyEnd: number;
}

/** Looks one top-level key up. Undefined where the source is no block mapping, or has errors. */
export function yamlEntry(source: string, key: string): YamlEntry | undefined {
  const document = parseDocument(source, { logLevel: 'silent' });
  const { contents } = document;
  if (document.errors.length > 0) return undefined;
  const absent = { value: undefined, form: 'absent', from: 0, to: 0, keyEnd: 0 } as const;
  if (contents === null) return absent;
  if (!isMap(contents) || contents.flow === true) return undefined;
  const pair = contents.items.find((item) => isScalar(item.key) && item.key.value === key);
  if (pair === undefined || !isScalar(pair.key)) return absent;
  const node = pair.value;
  const keyEnd = pair.key.range[1];
  if (node === null || (isScalar(node) && node.value === null && node.source === ''))
    return { value: null, form: 'nothing', from: keyEnd, to: keyEnd, keyEnd };
  const [from, to] = (isSeq(node) || isScalar(node) ? node.range : undefined) ?? [0, 0];
  if (isSeq(node)) {
    const value: unknown = node.toJS(document);
    return { value, form: node.flow === true ? 'flow list' : 'block list', from, to, keyEnd };
  }
  return { value: undefined, form: isScalar(node) && node.type === 'PLAIN' ? 'plain' : 'other', from, to, keyEnd };
}
