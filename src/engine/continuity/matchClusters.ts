import { cellsOf, contingency } from '../evaluation/contingency';
import { jaccardIndex } from '../math/jaccard';

/** Clusters are the same where so many of the documents of either are in both. */
const leastJaccard = 0.5;
/** Most of a cluster: more than this share of its documents. */
const most = 0.5;

export interface ClusterMatches {
  /** Earlier and present clusters that are the same, most alike first. */
  readonly same: readonly { readonly before: number; readonly now: number; readonly jaccard: number }[];
  readonly merged: readonly { readonly into: number; readonly from: readonly number[] }[];
  readonly split: readonly { readonly from: number; readonly into: readonly number[] }[];
}

/**
 * Finds the clusters of an earlier clustering again by the documents that they hold. Documents in no cluster (−1) of either do
 * not count.
 */
export function matchClusters(before: Int32Array, now: Int32Array): ClusterMatches {
  const isInBoth = (_: number, i: number): boolean => before[i]! >= 0 && now[i]! >= 0;
  const table = contingency(before.filter(isInBoth), now.filter(isInBoth));
  const pairs = cellsOf(table).map(({ row, column, count }) => {
    const [sizeBefore, sizeNow] = [table.rowSizes[row]!, table.columnSizes[column]!];
    return {
      before: table.rows[row]!,
      now: table.columns[column]!,
      jaccard: jaccardIndex(count, sizeBefore, sizeNow),
      shareOfBefore: count / sizeBefore,
      shareOfNow: count / sizeNow,
    };
  });
  pairs.sort((a, b) => b.jaccard - a.jaccard || a.before - b.before || a.now - b.now);
  const taken = { before: new Set<number>(), now: new Set<number>() };
  const same = pairs.filter(({ before: b, now: n, jaccard }) => {
    if (jaccard < leastJaccard || taken.before.has(b) || taken.now.has(n)) return false;
    taken.before.add(b);
    taken.now.add(n);
    return true;
  });
  const groups = (
    of: 'before' | 'now',
    by: 'before' | 'now',
    share: 'shareOfBefore' | 'shareOfNow',
  ): [number, number[]][] => {
    const found = new Map<number, number[]>();
    for (const pair of pairs)
      if (pair[share] > most) (found.get(pair[by]) ?? found.set(pair[by], []).get(pair[by])!).push(pair[of]);
    return [...found]
      .filter(([, members]) => members.length > 1)
      .map(([whole, members]): [number, number[]] => [whole, members.sort((a, b) => a - b)])
      .sort(([a], [b]) => a - b);
  };
  return {
    same: same.map(({ before: b, now: n, jaccard }) => ({ before: b, now: n, jaccard })),
    merged: groups('before', 'now', 'shareOfBefore').map(([into, from]) => ({ into, from })),
    split: groups('now', 'before', 'shareOfNow').map(([from, into]) => ({ from, into })),
  };
}

/**
 * Numbers for `count` things of which some have been numbered before: they keep their numbers where these are below `count`;
 * the others get those that are free, in order.
 *
 * @param earlier the number before of each, or undefined
 */
export function keptNumbers(earlier: readonly (number | undefined)[]): Int32Array {
  const count = earlier.length;
  const taken = new Set(earlier.filter((number) => number !== undefined && number < count));
  const free = Array.from(earlier.keys()).filter((number) => !taken.has(number));
  let next = 0;
  return Int32Array.from(earlier, (number) => (number !== undefined && number < count ? number : free[next++]!));
}
