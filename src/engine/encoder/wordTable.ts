import { type Matrix, row, zeros } from '../math/matrix';
import { boundary, type TermSequences } from '../preprocessing/tokenizedCorpus';
import type { WordSequences } from './cooccurrence';

/** Vectors of one kind for the terms of a vocabulary. */
export interface KnownVectors {
  readonly dimensions: number;
  /** The vector of term t is `vectors[rowOf[t] * dimensions …]`; −1 where the term has none. */
  readonly rowOf: Int32Array; // [terms]
  readonly vectors: Float32Array; // [found × dimensions], row-major
}

/** What a sequence encoder knows of words: a row a term, several kinds of vectors side by side. */
export interface WordTable {
  /** Row of each term of the vocabulary, −1 for stop words and terms of which no vector is known. */
  readonly rowOf: Int32Array; // [terms]
  readonly termOf: Int32Array; // [rows]
  readonly vectors: Matrix; // [rows × dimensions]
}

/**
 * Puts kinds of vectors side by side, each scaled so that a word's mean squared length is 1 before its weight; where a
 * kind doesn't know a word, its part is zero.
 *
 * @param weights one a term
 */
export function wordTable(
  { vocabulary }: TermSequences,
  kinds: readonly KnownVectors[],
  weights: Float64Array,
): WordTable {
  const rowOf = new Int32Array(vocabulary.length).fill(-1);
  const terms: number[] = [];
  vocabulary.forEach((term, t) => {
    if (!term.isStopWord && kinds.some((kind) => kind.rowOf[t]! >= 0)) rowOf[t] = terms.push(t) - 1;
  });
  const columns = kinds.reduce((sum, { dimensions }) => sum + dimensions, 0);
  const table = zeros(terms.length, columns);
  let at = 0;
  for (const { dimensions, rowOf: rowOfKind, vectors } of kinds) {
    const scale = 1 / rootMeanSquare(vectors, dimensions);
    terms.forEach((t, r) => {
      const from = rowOfKind[t]! * dimensions;
      if (from < 0) return;
      const to = row(table, r);
      for (let d = 0; d < dimensions; d++) to[at + d] = vectors[from + d]! * scale * weights[t]!;
    });
    at += dimensions;
  }
  return { rowOf, termOf: Int32Array.from(terms), vectors: table };
}

/** Root of the mean squared length of rows. */
function rootMeanSquare(vectors: Float32Array, dimensions: number): number {
  if (vectors.length === 0) return 1;
  let sum = 0;
  for (const value of vectors) sum += value * value;
  return Math.sqrt((sum * dimensions) / vectors.length) || 1;
}

/** The documents with only the words left that have a row, so that a window reaches over what was dropped. */
export function rowsOfWords({ offsets, terms }: TermSequences, rowOf: Int32Array): WordSequences {
  const kept = new Int32Array(terms.length);
  const keptOffsets = new Uint32Array(offsets.length);
  let end = 0;
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let p = offsets[i]!; p < offsets[i + 1]!; p++) {
      const term = terms[p]!;
      const word = term === boundary ? -1 : rowOf[term]!;
      if (word >= 0) kept[end++] = word;
    }
    keptOffsets[i + 1] = end;
  }
  return { offsets: keptOffsets, words: kept.slice(0, end) };
}
