import type { BoilerplatePassage } from '../../shared/analysis';
import { breather, type RunContext } from '../runContext';
import type { FormRuns } from './finishVocabulary';
import { boundary } from './tokenizedCorpus';

/** Keys of the shingles (runs of words) that boilerplate is made of, so that it is known again in new documents. */
export type Shingles = ReadonlySet<number>;

/** What is boilerplate in a corpus, by its words and by its bigrams. */
export interface Boilerplate {
  readonly words: Shingles;
  readonly bigrams: Shingles;
}

export interface FoundBoilerplate extends Boilerplate {
  /** The commonest first, at most 20. */
  readonly passages: readonly BoilerplatePassage[];
}

/** Words a shingle: idioms and names are shorter. */
const shingleLength = 8;
/** Documents that must share a shingle, at least and as a share of all. */
const leastDocuments = 10;
const leastShare = 0.02;
/** Shorter documents are left alone: what many of those share is their topic. */
const leastWords = 40;
/** This share of a document must remain. Where it would not, the document is a copy of others. */
const leastRemainder = 0.25;
const mostPassages = 20;
const longestPassage = 30;

/**
 * Finds what many documents share word for word, such as disclaimers, footers and navigation: the runs of eight words that stand in
 * at least ten documents and 2 % of them.
 */
export async function findBoilerplate(runs: FormRuns, context: RunContext): Promise<Shingles> {
  const least = Math.max(leastDocuments, Math.ceil(leastShare * (runs.offsets.length - 1)));
  const codes = formCodes(runs);
  const frequency = await slotFrequencies(runs, codes, context);
  const documentsOf = new Map<number, { count: number; last: number }>();
  await eachLongDocument(runs, codes, context, ({ run, keys }) => {
    for (const key of keys) {
      if (frequency[slotOf(key)]! < least) continue;
      const counted = documentsOf.get(key);
      if (counted === undefined) documentsOf.set(key, { count: 1, last: run });
      else if (counted.last !== run) {
        counted.count++;
        counted.last = run;
      }
    }
  });
  const shingles = new Set<number>();
  for (const [key, { count }] of documentsOf) if (count >= least) shingles.add(key);
  return shingles;
}

/**
 * Puts boundaries in place of the words of boilerplate, in every document of which enough remains.
 *
 * @returns the passages set aside, the commonest first, at most 20
 */
export async function setAside(runs: FormRuns, shingles: Shingles, context: RunContext): Promise<BoilerplatePassage[]> {
  if (shingles.size === 0) return [];
  const documentsOf = new Map<string, number>();
  await eachLongDocument(runs, formCodes(runs), context, ({ places, keys }) => {
    const spans = spansOf(keys, shingles);
    const covered = spans.reduce((sum, [start, end]) => sum + end - start, 0);
    if (covered > (1 - leastRemainder) * places.length) return;
    const own = new Set<string>();
    for (const [start, end] of spans) {
      own.add(passageText(runs, places.subarray(start, end)));
      for (let w = start; w < end; w++) runs.forms.set(places[w]!, boundary);
    }
    for (const text of own) documentsOf.set(text, (documentsOf.get(text) ?? 0) + 1);
  });
  return [...documentsOf]
    .map(([text, documents]) => ({ text, documents }))
    .sort((a, b) => b.documents - a.documents || (a.text < b.text ? -1 : 1))
    .slice(0, mostPassages);
}

/** Runs of words, from and up to, that shingles cover. */
function spansOf(keys: Float64Array, shingles: Shingles): [number, number][] {
  const spans: [number, number][] = [];
  for (let w = 0; w < keys.length; w++) {
    if (!shingles.has(keys[w]!)) continue;
    const last = spans.at(-1);
    if (last !== undefined && last[1] >= w) last[1] = w + shingleLength;
    else spans.push([w, w + shingleLength]);
  }
  return spans;
}

function passageText({ builder, forms }: FormRuns, places: Int32Array): string {
  const words = Array.from(places.subarray(0, longestPassage), (place) => builder.texts[forms.at(place)]!);
  return words.join(' ') + (places.length > longestPassage ? ' …' : '');
}

const slots = 1 << 22;
/** The key's remainder by `slots`. */
const slotOf = (key: number): number => (key >>> 0) & (slots - 1);

/** How many shingles fall into each slot, up to 65,535. Most shingles are rare: they need no place in a table of their own. */
async function slotFrequencies(runs: FormRuns, codes: Int32Array, context: RunContext): Promise<Uint16Array> {
  const frequency = new Uint16Array(slots);
  await eachLongDocument(runs, codes, context, ({ keys }) => {
    for (const key of keys) {
      const slot = slotOf(key);
      if (frequency[slot]! < 0xffff) frequency[slot] = frequency[slot]! + 1;
    }
  });
  return frequency;
}

interface LongDocument {
  readonly run: number;
  /** Where its words stand in the forms. */
  readonly places: Int32Array; // [words]
  /** Of the shingle that begins at each word. */
  readonly keys: Float64Array; // [words − 7]
}

async function eachLongDocument(
  runs: FormRuns,
  codes: Int32Array,
  context: RunContext,
  visit: (document: LongDocument) => void,
): Promise<void> {
  const { offsets, forms } = runs;
  const breathe = breather(context);
  for (let run = 0; run + 1 < offsets.length; run++) {
    const [from, to] = [offsets.at(run), offsets.at(run + 1)];
    if (to - from < leastWords) continue;
    const places = wordPlaces(forms.view(), from, to, codes);
    if (places.length >= leastWords) visit({ run, places, keys: shingleKeys(forms.view(), places, codes) });
    if (breathe.due()) await breathe();
  }
}

function wordPlaces(forms: Int32Array, from: number, to: number, codes: Int32Array): Int32Array {
  const places = new Int32Array(to - from);
  let words = 0;
  for (let p = from; p < to; p++) {
    const form = forms[p]!;
    if (form !== boundary && codes[form] !== 0) places[words++] = p;
  }
  return places.subarray(0, words);
}

const [firstBase, secondBase] = [0x01000193, 0x5bd1e995];

/** Two rolling polynomial hashes modulo 2^32 make a key of 53 bits (Karp and Rabin 1987). */
function shingleKeys(forms: Int32Array, places: Int32Array, codes: Int32Array): Float64Array {
  const keys = new Float64Array(places.length - shingleLength + 1);
  let [firstPower, secondPower] = [1, 1];
  for (let i = 0; i < shingleLength; i++) {
    firstPower = Math.imul(firstPower, firstBase);
    secondPower = Math.imul(secondPower, secondBase);
  }
  let [first, second] = [0, 0];
  for (let w = 0; w < places.length; w++) {
    const code = codes[forms[places[w]!]!]!;
    first = (Math.imul(first, firstBase) + code) | 0;
    second = (Math.imul(second, secondBase) + (code ^ (code >>> 16))) | 0;
    if (w >= shingleLength) {
      const gone = codes[forms[places[w - shingleLength]!]!]!;
      first = (first - Math.imul(gone, firstPower)) | 0;
      second = (second - Math.imul(gone ^ (gone >>> 16), secondPower)) | 0;
    }
    const start = w - shingleLength + 1;
    if (start >= 0) keys[start] = (first & 0x1fffff) * 4294967296 + (second >>> 0);
  }
  return keys;
}

/** A code for the term of each form, from its text, so that it is the same in every corpus; 0 for a form that was forgotten. */
function formCodes({ builder }: FormRuns): Int32Array {
  return Int32Array.from(builder.texts, (text) => {
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 12;
    return text === '' ? 0 : hash === 0 ? 1 : hash;
  });
}
