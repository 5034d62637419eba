import { isMap, isScalar, isSeq, parse, parseDocument } from 'yaml';

/** The metadata at the head of a Markdown file as it is written. */
export interface FrontMatterBlock {
  readonly fence: '---' | '+++';
  /** What is between the fences. */
  readonly source: string;
  /** How many characters of the text it takes, fences and all. */
  readonly length: number;
}

const fenced = /^(---|\+\+\+)[^\S\n]*\n([\s\S]*?)(?:^|\n)(?:\1|\.\.\.)[^\S\n]*(?:\n|$)/;

/** Finds YAML ('---') or TOML ('+++') front matter. Undefined where there is none. */
export function frontMatterBlock(text: string): FrontMatterBlock | undefined {
  const match = fenced.exec(text);
  if (match === null) return undefined;
  const [whole, fence, source = ''] = match;
  // A thematic break at the very top looks like a fence: what follows it then is prose without 'key: value'.
  if (source.trim() !== '' && !/^\s*["']?[\w-]+["']?\s*[:=]/m.test(source)) return undefined;
  return { fence: fence === '+++' ? fence : '---', source, length: whole.length };
}

/** The top-level values of YAML; none where it can't be parsed. */
export function yamlValues(source: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parse(source, { logLevel: 'silent' }); // half-written front matter is common in notes: what can be read counts
  } catch {
    return {}; // no YAML at all, such as aliases without end; the prose below it counts
  }
  return typeof value === 'object' && value !== null ? { ...value } : {};
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
