import { type Matrix, normalizeRows } from '../math/matrix';
import type { CentroidSearch } from '../math/nearestCentroids';
import type { Random } from '../math/random';
import type { Steps } from '../runContext';
import { ClusterMeans } from './clusterMeans';
import { plusPlus } from './plusPlus';
import { scalableStarts } from './scalableStarts';

export interface KMeansSettings {
  /** How many k-means++ starts; the best inertia wins. */
  readonly nInit?: number;
  /** How these are found: k-means++ (the default), or k-means‖, which passes the rows fewer times. */
  readonly startMethod?: 'plus-plus' | 'scalable';
  /** Candidates that k-means++ draws a step, of which the best is taken: by default 2 + ln k, as in scikit-learn. */
  readonly candidates?: number;
  readonly maxIterations?: number;
  /** Stops when the centroids' squared shift is at most this share of the mean variance of the columns (scikit-learn's rule). */
  readonly tolerance?: number;
  /** Further starts, [k × columns] each, beside the k-means++ ones. */
  readonly starts?: readonly Matrix[];
  /** Centroids are kept at unit length, so that rows of unit length are compared by their cosine (Dhillon and Modha 2001). */
  readonly isSpherical?: boolean;
  readonly random: Random;
}

export interface KMeansResult {
  readonly labels: Int32Array; // [rows]
  readonly centroids: Matrix; // [k × columns]
  /** Sum of squared distances to the centroids. */
  readonly inertia: number;
  readonly iterations: number;
  /** Which start won: 0 … nInit − 1 are k-means++, then `starts`. */
  readonly start: number;
}

/**
 * k-means: Lloyd's iterations from greedy k-means++ starts (Arthur and Vassilvitskii 2007; candidates a step as in
 * scikit-learn), empty clusters re-seeded with the farthest rows.
 *
 * @param k at most the number of rows
 * @param search over the rows of x
 * @param report told after each start
 */
export function* kMeansSteps(
  x: Matrix,
  k: number,
  settings: KMeansSettings,
  search: CentroidSearch,
  report?: (done: number, total: number) => void,
): Steps<KMeansResult> {
  const { nInit = 5, maxIterations = 300, tolerance = 1e-4, starts = [], isSpherical = false, random } = settings;
  const { startMethod = 'plus-plus' } = settings;
  const candidates = settings.candidates ?? 2 + Math.floor(Math.log(k));
  const least = tolerance * meanVariance(x);
  let best: KMeansResult | undefined;
  for (let start = 0; start < nInit + starts.length; start++) {
    const centroids =
      start >= nInit
        ? copyOf(starts[start - nInit]!)
        : startMethod === 'scalable'
          ? yield* scalableStarts(x, k, candidates, search, random)
          : yield* plusPlus(x, k, candidates, random);
    const found = yield* lloyd(x, centroids, search, { maxIterations, least, isSpherical });
    if (best === undefined || found.inertia < best.inertia) best = { ...found, start };
    report?.(start + 1, nInit + starts.length);
  }
  return best!;
}

function* lloyd(
  x: Matrix,
  start: Matrix,
  search: CentroidSearch,
  { maxIterations, least, isSpherical }: { maxIterations: number; least: number; isSpherical: boolean },
): Steps<Omit<KMeansResult, 'start'>> {
  const { labels, squared } = search;
  const means = new ClusterMeans(x, start.rows);
  let centroids = start;
  let iterations = 0;
  let reseeded = true;
  for (;;) {
    yield* reseeded ? search.assign(centroids) : followOrAssign(search, centroids);
    reseeded = fillEmpty(labels, squared, centroids.rows);
    const moved = means.follow(labels);
    if ((!reseeded && moved === 0) || iterations === maxIterations) break;
    iterations++;
    const next = isSpherical ? normalizeRows(means.means()) : means.means();
    const shift = squaredShift(next, centroids);
    centroids = next;
    if (shift <= least && !reseeded) {
      yield* followOrAssign(search, centroids);
      fillEmpty(labels, squared, centroids.rows);
      break;
    }
  }
  return { labels: Int32Array.from(labels), centroids, inertia: inertiaOf(x, labels, centroids), iterations };
}

/** Where a cluster becomes empty all rows are looked at, since the farthest of them is to fill it. */
function* followOrAssign(search: CentroidSearch, centroids: Matrix): Steps<void> {
  yield* search.follow(centroids);
  if (hasEmpty(search.labels, centroids.rows)) yield* search.assign(centroids);
}

function hasEmpty(labels: Int32Array, k: number): boolean {
  const seen = new Uint8Array(k);
  for (const label of labels) seen[label] = 1;
  return seen.includes(0);
}

/** Gives each empty cluster the row that is farthest from its centroid, from a cluster that can spare it. */
function fillEmpty(labels: Int32Array, squared: Float32Array, k: number): boolean {
  const counts = new Int32Array(k);
  for (const label of labels) counts[label] = counts[label]! + 1;
  let any = false;
  for (let c = 0; c < k; c++) {
    if (counts[c]! > 0) continue;
    let farthest = -1;
    for (let i = 0; i < labels.length; i++)
      if (counts[labels[i]!]! > 1 && (farthest < 0 || squared[i]! > squared[farthest]!)) farthest = i;
    if (farthest < 0) return any;
    counts[labels[farthest]!] = counts[labels[farthest]!]! - 1;
    counts[c] = 1;
    labels[farthest] = c;
    squared[farthest] = 0;
    any = true;
  }
  return any;
}

export function inertiaOf({ rows, columns, values }: Matrix, labels: Int32Array, centroids: Matrix): number {
  let sum = 0;
  for (let i = 0; i < rows; i++)
    for (let d = 0, p = i * columns, q = labels[i]! * columns; d < columns; d++, p++, q++) {
      const difference = values[p]! - centroids.values[q]!;
      sum += difference * difference;
    }
  return sum;
}

function meanVariance({ rows, columns, values }: Matrix): number {
  const sums = new Float64Array(columns);
  const squares = new Float64Array(columns);
  for (let i = 0, p = 0; i < rows; i++)
    for (let d = 0; d < columns; d++, p++) {
      const value = values[p]!;
      sums[d] = sums[d]! + value;
      squares[d] = squares[d]! + value * value;
    }
  let variance = 0;
  for (let d = 0; d < columns; d++) variance += squares[d]! / rows - (sums[d]! / rows) ** 2;
  return Math.max(0, variance / columns);
}

function squaredShift(a: Matrix, b: Matrix): number {
  let sum = 0;
  for (let i = 0; i < a.values.length; i++) sum += (a.values[i]! - b.values[i]!) ** 2;
  return sum;
}

function copyOf({ rows, columns, values }: Matrix): Matrix {
  return { rows, columns, values: values.slice() };
}
