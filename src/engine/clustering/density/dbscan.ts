import { kernels, tileRows } from '../../math/kernels';
import type { Matrix } from '../../math/matrix';
import { requireFinite } from '../../math/requireFinite';
import { type Breather, breather, type RunContext } from '../../runContext';

export interface DbscanOptions {
  readonly epsilon: number;
  readonly minSamples: number;
  /** Up to so many pairs within `epsilon` are remembered, 8 bytes each; where there are more, they are looked for twice. */
  readonly mostPairs?: number;
}

/**
 * DBSCAN by Euclidean distance. A row with at least `minSamples` rows (itself among them) within `epsilon` is a core; cores
 * within `epsilon` of each other are in one cluster, numbered by their first row; another row joins the first cluster that
 * has a core within `epsilon` of it, or is noise (−1). O(rows² · columns) time, O(rows · minSamples + mostPairs) memory.
 * Throws GroveError('bad-input') naming the first row that holds a value that is not finite.
 * Source: Ester, Kriegel, Sander and Xu, "A density-based algorithm for discovering clusters", 1996.
 */
export async function dbscan(
  x: Matrix,
  { epsilon, minSamples, mostPairs = 2 ** 24 }: DbscanOptions,
  context: RunContext,
): Promise<Int32Array> {
  requireFinite(x);
  const n = x.rows;
  const breathe = breather(context);
  const report = (done: number): void => context.progress({ stage: 'cluster', done, total: 2 * n, unit: 'documents compared' }); // prettier-ignore

  const within = new Int32Array(n).fill(1);
  const pairs = new KeptPairs(mostPairs);
  await forEachNear(x, epsilon, breathe, report, (i, j) => {
    within[i] = within[i]! + 1;
    within[j] = within[j]! + 1;
    pairs.add(i, j);
  });
  const isCore = Uint8Array.from(within, (count) => (count >= minSamples ? 1 : 0));

  const clusters = new DisjointSets(n);
  const borders: [row: number, core: number][] = []; // fewer than minSamples a row
  const join = (i: number, j: number): void => {
    if (isCore[i] === 1 && isCore[j] === 1) clusters.unite(i, j);
    else if (isCore[i] === 1) borders.push([j, i]);
    else if (isCore[j] === 1) borders.push([i, j]);
  };
  if (pairs.areAll) await pairs.each(join, breathe);
  else await forEachNear(x, epsilon, breathe, (done) => report(n + done), join);

  const labels = new Int32Array(n).fill(-1);
  const labelOfRoot = new Int32Array(n).fill(-1);
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (isCore[i] === 0) continue;
    const root = clusters.rootOf(i);
    if (labelOfRoot[root]! < 0) labelOfRoot[root] = count++;
    labels[i] = labelOfRoot[root]!;
  }
  for (const [row, core] of borders) if (labels[row]! < 0 || labels[core]! < labels[row]!) labels[row] = labels[core]!;
  return labels;
}

/** Calls back for each pair i < j within `epsilon`. */
async function forEachNear(
  x: Matrix,
  epsilon: number,
  breathe: Breather,
  report: (rows: number) => void,
  near: (i: number, j: number) => void,
): Promise<void> {
  const n = x.rows;
  const squared = Math.fround(epsilon * epsilon);
  const tile = kernels().distances(x, x);
  for (let i0 = 0; i0 < n; i0 += tileRows) {
    const iCount = Math.min(tileRows, n - i0);
    for (let j0 = i0; j0 < n; j0 += tileRows) {
      const jCount = Math.min(tileRows, n - j0);
      const between = tile.between(i0, iCount, j0, jCount);
      for (let i = 0; i < iCount; i++)
        for (let j = i0 === j0 ? i + 1 : 0; j < jCount; j++)
          if (between[i * jCount + j]! <= squared) near(i0 + i, j0 + j);
      if (breathe.due()) await breathe();
    }
    report(i0 + iCount);
  }
}

/** Pairs in the order in which they were found, as long as they are not too many. */
class KeptPairs {
  readonly #most: number;
  #ends = new Int32Array(1 << 16);
  #count = 0;
  areAll = true;

  constructor(most: number) {
    this.#most = most;
  }

  add(i: number, j: number): void {
    if (!this.areAll) return;
    if (this.#count === this.#most) {
      this.areAll = false;
      this.#ends = new Int32Array(0);
      return;
    }
    if (2 * this.#count === this.#ends.length) {
      const more = new Int32Array(2 * this.#ends.length);
      more.set(this.#ends);
      this.#ends = more;
    }
    this.#ends[2 * this.#count] = i;
    this.#ends[2 * this.#count + 1] = j;
    this.#count++;
  }

  async each(visit: (i: number, j: number) => void, breathe: Breather): Promise<void> {
    for (let pair = 0; pair < this.#count; pair++) {
      visit(this.#ends[2 * pair]!, this.#ends[2 * pair + 1]!);
      if (pair % pairsABreath === 0 && breathe.due()) await breathe();
    }
  }
}

const pairsABreath = 1 << 16;

class DisjointSets {
  readonly #parent: Int32Array;

  constructor(count: number) {
    this.#parent = Int32Array.from({ length: count }, (_, i) => i);
  }

  rootOf(i: number): number {
    const parent = this.#parent;
    let root = i;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  }

  /** The lower root becomes that of both. */
  unite(i: number, j: number): void {
    const [a, b] = [this.rootOf(i), this.rootOf(j)];
    this.#parent[Math.max(a, b)] = Math.min(a, b);
  }
}
