import type { SparseMatrix } from '../math/matrix';
import { boundary, type Term, type TermSequences } from './tokenizedCorpus';

/** Which feature (column) each term of a vocabulary counts towards. */
export interface FeatureSpace {
  /** Feature of each term, or −1 where it counts towards none. */
  readonly featureOf: Int32Array; // [terms]
  readonly features: number;
  /** Index of the most frequent term behind each feature. */
  readonly termOf: Int32Array; // [features]
}

/** One feature a stem, stop words left out. The vocabulary is in order of frequency, so the first term of a stem is its commonest. */
export function stemFeatures(vocabulary: readonly Term[]): FeatureSpace {
  return groupTerms(vocabulary, (term) => term.stem);
}

/** One feature a term, stop words left out. */
export function termFeatures(vocabulary: readonly Term[]): FeatureSpace {
  return groupTerms(vocabulary, (term) => term.text);
}

function groupTerms(vocabulary: readonly Term[], keyOf: (term: Term) => string): FeatureSpace {
  const featureOf = new Int32Array(vocabulary.length).fill(-1);
  const featureOfKey = new Map<string, number>();
  const termOf: number[] = [];
  vocabulary.forEach((term, t) => {
    if (term.isStopWord) return;
    const key = keyOf(term);
    let feature = featureOfKey.get(key);
    if (feature === undefined) {
      feature = featureOfKey.size;
      featureOfKey.set(key, feature);
      termOf.push(t);
    }
    featureOf[t] = feature;
  });
  return { featureOf, features: termOf.length, termOf: Int32Array.from(termOf) };
}

/** What `stemCounts` found, while the corpus is there: many stages of a run ask. */
const countsOfStems = new WeakMap<TermSequences, StemCounts>();

export interface StemCounts {
  readonly space: FeatureSpace;
  /** [documents × stems]; not to be changed. */
  readonly counts: SparseMatrix;
}

/** Counts each document's stems, stop words left out. */
export function stemCounts(sequences: TermSequences): StemCounts {
  let found = countsOfStems.get(sequences);
  if (found === undefined) {
    const space = stemFeatures(sequences.vocabulary);
    found = { space, counts: countTerms(sequences, space) };
    countsOfStems.set(sequences, found);
  }
  return found;
}

/** Counts each document's features: a sparse [documents × features] matrix of term frequencies. */
export function countTerms(
  sequences: TermSequences,
  space: Pick<FeatureSpace, 'featureOf' | 'features'>,
): SparseMatrix {
  const { offsets, terms } = sequences;
  const { featureOf, features } = space;
  const documents = offsets.length - 1;
  const rowOffsets = new Uint32Array(documents + 1);
  const lastDocument = new Int32Array(features).fill(-1);
  const held = new Int32Array(features); // occurrences in the present document
  let capacity = 0;
  for (let i = 0; i < documents; i++) {
    for (let p = offsets[i]!; p < offsets[i + 1]!; p++) {
      const term = terms[p]!;
      const feature = term === boundary ? -1 : featureOf[term]!;
      if (feature < 0 || lastDocument[feature] === i) continue;
      lastDocument[feature] = i;
      capacity++;
    }
    rowOffsets[i + 1] = capacity;
  }
  const indices = new Uint32Array(capacity);
  const values = new Float32Array(capacity);
  lastDocument.fill(-1);
  for (let i = 0; i < documents; i++) {
    let end = rowOffsets[i]!;
    for (let p = offsets[i]!; p < offsets[i + 1]!; p++) {
      const term = terms[p]!;
      const feature = term === boundary ? -1 : featureOf[term]!;
      if (feature < 0) continue;
      if (lastDocument[feature] !== i) {
        lastDocument[feature] = i;
        held[feature] = 0;
        indices[end++] = feature;
      }
      held[feature] = held[feature]! + 1;
    }
    const row = indices.subarray(rowOffsets[i], end).sort();
    for (let e = 0; e < row.length; e++) values[rowOffsets[i]! + e] = held[row[e]!]!;
  }
  return { rows: documents, columns: features, offsets: rowOffsets, indices, values };
}

/** In how many rows each column has an entry. */
export function documentFrequencies(counts: SparseMatrix): Uint32Array {
  const frequencies = new Uint32Array(counts.columns);
  for (const column of counts.indices) frequencies[column] = frequencies[column]! + 1;
  return frequencies;
}

/** Keeps the columns of which `keep` is true, renumbered in order; also tells which they were. */
export function selectColumns(
  matrix: SparseMatrix,
  keep: (column: number) => boolean,
): { matrix: SparseMatrix; columns: Int32Array } {
  const renumbered = new Int32Array(matrix.columns).fill(-1);
  const columns: number[] = [];
  for (let column = 0; column < matrix.columns; column++)
    if (keep(column)) {
      renumbered[column] = columns.length;
      columns.push(column);
    }
  const offsets = new Uint32Array(matrix.rows + 1);
  const indices = new Uint32Array(matrix.indices.length);
  const values = new Float32Array(matrix.indices.length);
  let end = 0;
  for (let i = 0; i < matrix.rows; i++) {
    for (let e = matrix.offsets[i]!; e < matrix.offsets[i + 1]!; e++) {
      const column = renumbered[matrix.indices[e]!]!;
      if (column < 0) continue;
      indices[end] = column;
      values[end++] = matrix.values[e]!;
    }
    offsets[i + 1] = end;
  }
  return {
    matrix: {
      rows: matrix.rows,
      columns: columns.length,
      offsets,
      indices: indices.slice(0, end),
      values: values.slice(0, end),
    },
    columns: Int32Array.from(columns),
  };
}
