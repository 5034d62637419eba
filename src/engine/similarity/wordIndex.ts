import type { SparseMatrix } from '../math/matrix';
import { stemCounts } from '../preprocessing/termCounts';
import type { TermSequences } from '../preprocessing/tokenizedCorpus';
import { arrayOf, type ModelPart } from '../storage/model';

/** Which documents hold each stem, and how often: what BM25 needs. Stop words are not in it. */
export interface WordIndex {
  /** The commonest term behind each stem. */
  readonly terms: readonly string[];
  /** Stem s is in the documents `postings[offsets[s]]` … `postings[offsets[s + 1] − 1]`, each 128 · document + count. */
  readonly offsets: Int32Array; // [stems + 1]
  readonly postings: Int32Array;
  /** How many words that are no stop words each document holds. */
  readonly lengths: Int32Array; // [documents]
}

export const countBits = 7;
export const mostCounted = (1 << countBits) - 1;

/** Indexes a corpus by its words. Counts over 127 are kept as 127: BM25 has long levelled off there. */
export function wordIndex(words: TermSequences): WordIndex {
  const { space, counts } = stemCounts(words);
  return {
    terms: Array.from(space.termOf, (term) => words.vocabulary[term]!.text),
    ...invert(counts),
  };
}

function invert({ rows, columns, offsets: rowOffsets, indices, values }: SparseMatrix): Omit<WordIndex, 'terms'> {
  const offsets = new Int32Array(columns + 1);
  for (const stem of indices) offsets[stem + 1] = offsets[stem + 1]! + 1;
  for (let stem = 0; stem < columns; stem++) offsets[stem + 1] = offsets[stem + 1]! + offsets[stem]!;
  const next = offsets.slice();
  const postings = new Int32Array(indices.length);
  const lengths = new Int32Array(rows);
  for (let i = 0; i < rows; i++)
    for (let e = rowOffsets[i]!; e < rowOffsets[i + 1]!; e++) {
      const stem = indices[e]!;
      postings[next[stem]!] = (i << countBits) | Math.min(values[e]!, mostCounted);
      next[stem] = next[stem]! + 1;
      lengths[i] = lengths[i]! + values[e]!;
    }
  return { offsets, postings, lengths };
}

const k1 = 1.2;
const b = 0.75;

/**
 * BM25 of each document for a set of stems, with idf = ln(1 + (n − df + ½) / (df + ½)), which is never negative.
 * Source: Robertson, Zaragoza, "The probabilistic relevance framework: BM25 and beyond", 2009.
 */
export function bm25({ offsets, postings, lengths }: WordIndex, stems: Iterable<number>): Float64Array {
  const n = lengths.length;
  const scores = new Float64Array(n);
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / n;
  for (const stem of stems) {
    const from = offsets[stem]!;
    const to = offsets[stem + 1]!;
    const idf = Math.log(1 + (n - (to - from) + 0.5) / (to - from + 0.5));
    for (let p = from; p < to; p++) {
      const document = postings[p]! >>> countBits;
      const count = postings[p]! & mostCounted;
      const norm = k1 * (1 - b + (b * lengths[document]!) / meanLength);
      scores[document] = scores[document]! + (idf * count * (k1 + 1)) / (count + norm);
    }
  }
  return scores;
}

/** True where the document holds the stem. Postings of a stem are in order of documents. */
export function holds({ offsets, postings }: WordIndex, stem: number, document: number): boolean {
  let from = offsets[stem]!;
  let to = offsets[stem + 1]!;
  while (from < to) {
    const middle = (from + to) >> 1;
    const found = postings[middle]! >>> countBits;
    if (found === document) return true;
    if (found < document) from = middle + 1;
    else to = middle;
  }
  return false;
}

/** The index as a part of the model. */
export function wordIndexPart({ terms, offsets, postings, lengths }: WordIndex): ModelPart {
  const arrays = Object.entries({ offsets, postings, lengths });
  return {
    terms,
    arrays: Object.fromEntries(arrays.map(([name, values]) => [name, { shape: [values.length], values }])),
  };
}

export function wordIndexOf(part: ModelPart): WordIndex {
  return {
    terms: part.terms ?? [],
    offsets: arrayOf(part, 'offsets', Int32Array).values,
    postings: arrayOf(part, 'postings', Int32Array).values,
    lengths: arrayOf(part, 'lengths', Int32Array).values,
  };
}
