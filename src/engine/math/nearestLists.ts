import type { Matrix } from './matrix';

/** How alike two rows are: their product (the cosine, for rows of unit length), or minus their squared distance. */
export type Similarity = 'product' | 'squared-distance';

/** The k best candidates of each row so far, best first; of equal similarities the lower row number is better. */
export interface NearestLists {
  readonly k: number;
  readonly similarities: Float32Array; // [rows × k], −Infinity where there is none yet
  readonly indices: Int32Array; // [rows × k], −1 where there is none yet
}

/** Offers the pairs of one matrix to its lists, a tile at a time. */
export interface PairOffers {
  /**
   * Offers each pair i < j of a row i in [aFirst, aFirst + aCount) and a row j in [bFirst, bFirst + bCount) to the lists of
   * both. No pair may be offered twice; aFirst ≤ bFirst.
   */
  offer(aFirst: number, aCount: number, bFirst: number, bCount: number): void;
}

/** Offers rows of y to rows of x by number, in blocks. A pair may be offered again: a row is in a list once. */
export interface BlockOffers {
  /**
   * Offers each of `targets` to the lists of all `queries`, but no row to itself; with `isMutual` also the queries to the
   * lists of the targets, which then are other rows of the same matrix.
   */
  offer(queries: Int32Array, targets: Int32Array, isMutual: boolean): void;
}

/** The lists are those of x's rows. */
export type MakeBlockOffers = (x: Matrix, y: Matrix, similarity: Similarity, lists: NearestLists) => BlockOffers;

/** Offers each row candidates of its own. */
export interface CandidateOffers {
  /**
   * Offers candidates[offsets[i]] … candidates[offsets[i + 1] − 1] to the list of rows[i], for each i. None may be the row
   * itself.
   */
  offer(rows: Int32Array, offsets: Int32Array, candidates: Int32Array): void;
}

export type MakeCandidateOffers = (x: Matrix, similarity: Similarity, lists: NearestLists) => CandidateOffers;

export type MakePairOffers = (x: Matrix, similarity: Similarity, lists: NearestLists) => PairOffers;

/** Puts a candidate into row's list, unless it is worse than all k or there already with the same similarity. */
export function insertNearest(lists: NearestLists, row: number, candidate: number, similarity: number): void {
  const { k, similarities, indices } = lists;
  const first = row * k;
  const last = first + k - 1;
  if (!isBetter(similarity, candidate, similarities[last]!, indices[last]!)) return;
  let place = last;
  while (place > first && isBetter(similarity, candidate, similarities[place - 1]!, indices[place - 1]!)) place--;
  if (place > first && indices[place - 1] === candidate && similarities[place - 1] === similarity) return;
  similarities.copyWithin(place + 1, place, last);
  indices.copyWithin(place + 1, place, last);
  similarities[place] = similarity;
  indices[place] = candidate;
}

function isBetter(similarity: number, index: number, other: number, otherIndex: number): boolean {
  return similarity > other || (similarity === other && index < otherIndex);
}

/** Puts the candidates of other lists of the same rows into `lists`. */
export function mergeLists(lists: NearestLists, other: NearestLists): void {
  const { k, similarities, indices } = other;
  for (let at = 0; at < indices.length; at++)
    if (indices[at]! >= 0) insertNearest(lists, Math.floor(at / k), indices[at]!, similarities[at]!);
}

/** Product or minus the squared distance of two rows, rounded as the kernels keep it. */
function similarityOf(x: Matrix, i: number, y: Matrix, j: number, similarity: Similarity): number {
  let sum = 0;
  for (let t = 0, p = i * x.columns, q = j * y.columns; t < x.columns; t++, p++, q++) {
    const difference = x.values[p]! - y.values[q]!;
    sum += similarity === 'product' ? x.values[p]! * y.values[q]! : -(difference * difference);
  }
  return Math.fround(sum);
}

/** The plain twins: every pair by itself. */
export const plainPairOffers: MakePairOffers = (x, similarity, lists) => ({
  offer(aFirst, aCount, bFirst, bCount) {
    for (let i = aFirst; i < aFirst + aCount; i++)
      for (let j = Math.max(bFirst, i + 1); j < bFirst + bCount; j++) {
        const value = similarityOf(x, i, x, j, similarity);
        insertNearest(lists, i, j, value);
        insertNearest(lists, j, i, value);
      }
  },
});

export const plainBlockOffers: MakeBlockOffers = (x, y, similarity, lists) => ({
  offer(queries, targets, isMutual) {
    for (const i of queries)
      for (const j of targets) {
        if (x === y && i === j) continue;
        const value = similarityOf(x, i, y, j, similarity);
        insertNearest(lists, i, j, value);
        if (isMutual) insertNearest(lists, j, i, value);
      }
  },
});

export const plainCandidateOffers: MakeCandidateOffers = (x, similarity, lists) => ({
  offer(rows, offsets, candidates) {
    rows.forEach((row, i) => {
      for (const other of candidates.subarray(offsets[i], offsets[i + 1]))
        insertNearest(lists, row, other, similarityOf(x, row, x, other, similarity));
    });
  },
});
