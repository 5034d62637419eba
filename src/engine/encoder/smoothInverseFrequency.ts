import { kernels, type SparseWeights } from '../math/kernels';
import { type Matrix, normalizeRows, zeros } from '../math/matrix';
import { boundary, type Term, type TermSequences } from '../preprocessing/tokenizedCorpus';

/**
 * The weight a / (a + p(w)) of smooth inverse frequency. Source: Arora, Liang, Ma, "A simple but tough-to-beat baseline
 * for sentence embeddings", ICLR 2017, eq. 3.
 */
export function sifWeight(probability: number, a: number): number {
  return a / (a + probability);
}

/** Probability of an English word that is not among the ranked ones. */
const unrankedProbability = 2e-7;

/**
 * How likely each term is in general language. From the terms' rank in a frequency-ordered list by Zipf–Mandelbrot,
 * 0.08 / (rank + 2.7): the corpus' own counts would take weight from the very words a corpus is about (measured on
 * StackOverflow titles: accuracy .51 against .12). Where no list is at hand (`rankOf` absent), the corpus' shares.
 */
export function termProbabilities(vocabulary: readonly Term[], rankOf: Int32Array | undefined): Float64Array {
  const probabilities = new Float64Array(vocabulary.length);
  if (rankOf === undefined) {
    const total = vocabulary.reduce((sum, term) => sum + term.frequency, 0);
    vocabulary.forEach((term, t) => (probabilities[t] = term.frequency / total));
  } else {
    for (let t = 0; t < vocabulary.length; t++)
      probabilities[t] = rankOf[t]! < 0 ? unrankedProbability : 0.08 / (rankOf[t]! + 2.7);
  }
  return probabilities;
}

/**
 * The SIF encoding of documents: the weighted sum of their words' vectors, unit length, minus its projection on the
 * documents' common direction (the first right singular vector, uncentred), unit length again. Documents without any
 * known word stay zero. Stop words do not take part.
 *
 * @param vectors word vectors [found × dimensions]; the term's row is `rowOf[term]`, −1 for none
 * @param weights one a term
 */
export function sifEncoding(
  sequences: TermSequences,
  words: WordTable,
  weights: Float64Array,
): { encoding: Matrix; commonDirection: Float64Array } {
  const encoding = weightedMeans(sequences, words, weights);
  const commonDirection = firstDirection(encoding);
  removeDirection(encoding, commonDirection);
  return { encoding: normalizeRows(encoding), commonDirection };
}

/** The SIF encoding of documents that come later, with the common direction of the earlier ones. */
export function sifTransform(
  sequences: TermSequences,
  words: WordTable,
  weights: Float64Array,
  commonDirection: Float64Array,
): Matrix {
  const encoding = weightedMeans(sequences, words, weights);
  removeDirection(encoding, commonDirection);
  return normalizeRows(encoding);
}

/** Word vectors by term: the vector of term t is `vectors[rowOf[t] * dimensions …]`; −1 where it has none. */
export interface WordTable {
  readonly dimensions: number;
  readonly rowOf: Int32Array; // [terms]
  readonly vectors: Float32Array; // [found × dimensions], row-major
}

/** Unit rows: the direction of the weighted sum of each document's words. */
function weightedMeans(sequences: TermSequences, words: WordTable, weights: Float64Array): Matrix {
  const { dimensions, vectors } = words;
  const documents = sequences.offsets.length - 1;
  const encoding = zeros(documents, dimensions);
  const table = { rows: vectors.length / dimensions, columns: dimensions, values: vectors };
  const isStopWord = Uint8Array.from(sequences.vocabulary, (term) => (term.isStopWord ? 1 : 0));
  for (let first = 0; first < documents; first += documentsAtOnce) {
    const weighed = weighedWords(sequences, words.rowOf, weights, isStopWord, first, Math.min(documents, first + documentsAtOnce)); // prettier-ignore
    encoding.values.set(kernels().weightedSums(weighed, table).values, first * dimensions);
  }
  return normalizeRows(encoding);
}

/** Whose words are laid out at once, so that memory stays bounded. */
const documentsAtOnce = 1 << 16;

/** The words of documents first … last − 1 that have a vector, in their order, with their weights. */
function weighedWords(
  { offsets, terms }: TermSequences,
  rowOf: Int32Array,
  weights: Float64Array,
  isStopWord: Uint8Array,
  first: number,
  last: number,
): SparseWeights {
  const rows = last - first;
  const capacity = offsets[last]! - offsets[first]!;
  const ends = new Uint32Array(rows + 1);
  const indices = new Uint32Array(capacity);
  const values = new Float64Array(capacity);
  let end = 0;
  for (let i = 0; i < rows; i++) {
    for (let p = offsets[first + i]!; p < offsets[first + i + 1]!; p++) {
      const term = terms[p]!;
      if (term === boundary || isStopWord[term] === 1 || rowOf[term]! < 0) continue;
      indices[end] = rowOf[term]!;
      values[end++] = weights[term]!;
    }
    ends[i + 1] = end;
  }
  return { rows, offsets: ends, indices, values };
}

/** The first right singular vector of x, by power iteration on xᵀx (a [columns × columns] matrix). */
export function firstDirection(x: Matrix): Float64Array {
  const { columns } = x;
  const gram = kernels().gram(x);
  let direction: Float64Array = new Float64Array(columns).fill(1 / Math.sqrt(columns));
  const iterations = 100;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const next = new Float64Array(columns);
    let length = 0;
    for (let a = 0; a < columns; a++) {
      let dot = 0;
      for (let b = 0; b < columns; b++) dot += gram[a * columns + b]! * direction[b]!;
      next[a] = dot;
      length += dot * dot;
    }
    if (length === 0) return direction;
    let change = 0;
    for (let a = 0; a < columns; a++) {
      next[a] = next[a]! / Math.sqrt(length);
      change += Math.abs(next[a]! - direction[a]!);
    }
    direction = next;
    if (change < 1e-10) break;
  }
  return direction;
}

/** Subtracts from each row its projection on a unit direction, in place. */
export function removeDirection(x: Matrix, direction: Float64Array): void {
  const { rows, columns, values } = x;
  for (let i = 0, at = 0; i < rows; i++, at += columns) {
    let dot = 0;
    for (let d = 0; d < columns; d++) dot += values[at + d]! * direction[d]!;
    for (let d = 0; d < columns; d++) values[at + d] = values[at + d]! - dot * direction[d]!;
  }
}
