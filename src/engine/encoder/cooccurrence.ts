import type { SparseMatrix } from '../math/matrix';
import { type Breather, breather, type RunContext } from '../runContext';

/** Word sequences over a small vocabulary: document i holds words `words[offsets[i]]` … `words[offsets[i + 1] − 1]`. */
export interface WordSequences {
  readonly offsets: Uint32Array; // [documents + 1]
  readonly words: Int32Array; // 0 … vocabulary − 1
}

/**
 * Positive pointwise mutual information of words that occur near each other: ln(X_ij / (r_i c_j)) where that is positive.
 * X counts pairs at distance 1 … window inside a document with weight 1 / distance, r are its row sums and
 * c_j = r_j^¾ / Σ r^¾ is the smoothed share of the context word.
 * Source: Levy, Goldberg, Dagan, "Improving distributional similarity with lessons learned from word embeddings", TACL 2015.
 *
 * Counts one word's row at a time over an index of its positions, so memory follows the result, not the pairs.
 *
 * @returns a symmetric-in-support sparse matrix [vocabulary × vocabulary]
 */
export async function positivePmi(
  { offsets, words }: WordSequences,
  vocabulary: number,
  window: number,
  context: RunContext,
): Promise<SparseMatrix> {
  const breathe = breather(context);
  const positions = positionsByWord(words, vocabulary);
  const documentOf = documentsOfPositions(offsets, words.length);
  const counter = new RowCounter(vocabulary, words, offsets, documentOf, positions, window);

  const rowSums = new Float64Array(vocabulary);
  for (let word = 0; word < vocabulary; word++) {
    rowSums[word] = counter.sumOf(word);
    if (breathe.due()) await breathe();
  }
  const contextShare = rowSums.map((sum) => Math.pow(sum, 0.75));
  const total = contextShare.reduce((sum, share) => sum + share, 0);
  for (let word = 0; word < vocabulary; word++) contextShare[word] = contextShare[word]! / total;

  return collect(counter, rowSums, contextShare, vocabulary, breathe);
}

async function collect(
  counter: RowCounter,
  rowSums: Float64Array,
  contextShare: Float64Array,
  vocabulary: number,
  breathe: Breather,
): Promise<SparseMatrix> {
  const offsets = new Uint32Array(vocabulary + 1);
  let indices = new Uint32Array(1 << 16);
  let values = new Float32Array(1 << 16);
  let end = 0;
  for (let word = 0; word < vocabulary; word++) {
    const neighbours = counter.count(word);
    if (end + neighbours.length > indices.length) {
      const capacity = Math.max(indices.length * 2, end + neighbours.length);
      indices = grown(indices, new Uint32Array(capacity));
      values = grown(values, new Float32Array(capacity));
    }
    const rowSum = rowSums[word]!;
    for (let n = 0; n < neighbours.length; n++) {
      const other = neighbours[n]!;
      const ratio = counter.weights[other]! / (rowSum * contextShare[other]!);
      if (ratio <= 1) continue;
      indices[end] = other;
      values[end++] = Math.log(ratio);
    }
    offsets[word + 1] = end;
    if (breathe.due()) await breathe();
  }
  return {
    rows: vocabulary,
    columns: vocabulary,
    offsets,
    indices: indices.slice(0, end),
    values: values.slice(0, end),
  };
}

function grown<T extends Uint32Array | Float32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Positions of each word in the text, in compressed sparse rows. */
function positionsByWord(words: Int32Array, vocabulary: number): { offsets: Uint32Array; positions: Uint32Array } {
  const offsets = new Uint32Array(vocabulary + 1);
  for (const word of words) offsets[word + 1] = offsets[word + 1]! + 1;
  for (let word = 0; word < vocabulary; word++) offsets[word + 1] = offsets[word + 1]! + offsets[word]!;
  const next = offsets.slice(0, vocabulary);
  const positions = new Uint32Array(words.length);
  for (let p = 0; p < words.length; p++) {
    const word = words[p]!;
    positions[next[word]!] = p;
    next[word] = next[word]! + 1;
  }
  return { offsets, positions };
}

/** The document of each position. */
function documentsOfPositions(offsets: Uint32Array, length: number): Uint32Array {
  const documentOf = new Uint32Array(length);
  for (let i = 0; i + 1 < offsets.length; i++) documentOf.fill(i, offsets[i], offsets[i + 1]);
  return documentOf;
}

/** A word with a larger share of all others as neighbours gets them in order by a pass over all, the rest by sorting. */
const manyNeighbours = 1 / 32;

/** Counts one word's neighbours at a time into a dense row that is cleared by what was touched. */
class RowCounter {
  /** Of the word that was counted last. */
  readonly weights: Float64Array; // [vocabulary]
  private readonly touched: Uint32Array;
  private touchedCount = 0;
  private readonly weightAt: Float64Array; // by distance

  constructor(
    vocabulary: number,
    private readonly words: Int32Array,
    private readonly documentOffsets: Uint32Array,
    private readonly documentOf: Uint32Array,
    private readonly index: { offsets: Uint32Array; positions: Uint32Array },
    private readonly window: number,
  ) {
    this.weights = new Float64Array(vocabulary);
    this.touched = new Uint32Array(vocabulary);
    this.weightAt = Float64Array.from({ length: window + 1 }, (_, distance) => 1 / distance);
  }

  /** The sum of the weights of a word's neighbours. */
  sumOf(word: number): number {
    const { documentOffsets, documentOf, window, weightAt } = this;
    const { offsets, positions } = this.index;
    let sum = 0;
    for (let e = offsets[word]!; e < offsets[word + 1]!; e++) {
      const position = positions[e]!;
      const document = documentOf[position]!;
      const before = Math.min(window, position - documentOffsets[document]!);
      const after = Math.min(window, documentOffsets[document + 1]! - 1 - position);
      for (let distance = before; distance > 0; distance--) sum += weightAt[distance]!;
      for (let distance = 1; distance <= after; distance++) sum += weightAt[distance]!;
    }
    return sum;
  }

  /** Weighs the neighbours of a word, and answers with them in ascending order, until the next call. */
  count(word: number): Uint32Array {
    const { weights, touched, words, documentOffsets, documentOf, window, weightAt } = this;
    const { offsets, positions } = this.index;
    for (let t = 0; t < this.touchedCount; t++) weights[touched[t]!] = 0;
    let count = 0;
    for (let e = offsets[word]!; e < offsets[word + 1]!; e++) {
      const position = positions[e]!;
      const document = documentOf[position]!;
      const first = Math.max(documentOffsets[document]!, position - window);
      const last = Math.min(documentOffsets[document + 1]! - 1, position + window);
      for (let p = first; p <= last; p++) {
        if (p === position) continue;
        const other = words[p]!;
        if (weights[other] === 0) touched[count++] = other;
        weights[other] = weights[other]! + weightAt[p < position ? position - p : p - position]!;
      }
    }
    this.touchedCount = count;
    if (count < weights.length * manyNeighbours) return touched.subarray(0, count).sort();
    for (let other = 0, t = 0; t < count; other++) if (weights[other] !== 0) touched[t++] = other;
    return touched.subarray(0, count);
  }
}
