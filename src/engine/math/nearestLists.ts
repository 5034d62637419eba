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

export type MakePairOffers = (x: Matrix, similarity: Similarity, lists: NearestLists) => PairOffers;

/** Puts a candidate into row's list, unless it is worse than all k. */
export function insertNearest(lists: NearestLists, row: number, candidate: number, similarity: number): void {
  const { k, similarities, indices } = lists;
  const first = row * k;
  let p = first + k - 1;
  if (isBetter(similarities[p]!, indices[p]!, similarity, candidate)) return;
  for (; p > first && !isBetter(similarities[p - 1]!, indices[p - 1]!, similarity, candidate); p--) {
    similarities[p] = similarities[p - 1]!;
    indices[p] = indices[p - 1]!;
  }
  similarities[p] = similarity;
  indices[p] = candidate;
}

function isBetter(similarity: number, index: number, other: number, otherIndex: number): boolean {
  return similarity > other || (similarity === other && index < otherIndex);
}

/** The plain twin: every pair by itself. */
export const plainPairOffers: MakePairOffers = (x, similarity, lists) => {
  const { columns, values } = x;
  const isProduct = similarity === 'product';
  return {
    offer(aFirst, aCount, bFirst, bCount) {
      for (let i = aFirst; i < aFirst + aCount; i++)
        for (let j = Math.max(bFirst, i + 1); j < bFirst + bCount; j++) {
          let sum = 0;
          for (let t = 0, p = i * columns, q = j * columns; t < columns; t++, p++, q++) {
            const difference = values[p]! - values[q]!;
            sum += isProduct ? values[p]! * values[q]! : -(difference * difference);
          }
          const rounded = Math.fround(sum);
          insertNearest(lists, i, j, rounded);
          insertNearest(lists, j, i, rounded);
        }
    },
  };
};
