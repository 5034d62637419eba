import { kMeans } from '../clustering/kMeans';
import { jaccardIndex } from '../math/jaccard';
import { gatherRows, type Matrix } from '../math/matrix';
import type { Random } from '../math/random';
import type { RunContext } from '../runContext';

/** How surely each cluster is found again. */
export interface Stability {
  readonly resamples: number;
  /** Mean over resamples of the greatest Jaccard similarity of the cluster to one found in the resample: 0 … 1 [k]. */
  readonly jaccard: Float64Array;
}

/**
 * Bootstrap stability: documents are drawn with replacement, clustered anew by k-means with the same number of clusters,
 * and each old cluster (what of it was drawn) is compared with the new one most like it. Above 0.85 a cluster is highly
 * stable, below 0.6 it is not to be trusted. A resample that has nothing of a cluster tells nothing of it.
 * Source: C. Hennig, "Cluster-wise assessment of cluster stability", Computational Statistics & Data Analysis 52 (2007).
 *
 * @param labels 0 … k − 1; negative labels are noise and belong to no cluster [rows]
 */
export async function bootstrapStability(
  x: Matrix,
  labels: Int32Array,
  k: number,
  resamples: number,
  random: Random,
  context: RunContext,
): Promise<Stability> {
  const sums = new Float64Array(k);
  const times = new Float64Array(k);
  for (let b = 0; b < resamples; b++) {
    context.progress({ stage: 'evaluate', done: b, total: resamples, unit: 'resamples' });
    const drawn = drawnRows(x.rows, random);
    const sample = gatherRows(x, drawn);
    const quiet = { ...context, progress() {} };
    const options = { nInit: 1, maxIterations: 50, tolerance: 1e-3, random, context: quiet };
    const found = await kMeans(sample, Math.min(k, x.rows), options);
    const greatest = greatestJaccard(drawn, labels, k, found.labels, found.centroids.rows);
    greatest.forEach((similarity, c) => {
      if (similarity < 0) return;
      sums[c] = sums[c]! + similarity;
      times[c] = times[c]! + 1;
    });
  }
  context.progress({ stage: 'evaluate', done: resamples, total: resamples, unit: 'resamples' });
  return { resamples, jaccard: sums.map((sum, c) => (times[c]! > 0 ? sum / times[c]! : 0)) };
}

/** Row numbers drawn with replacement, ascending. */
function drawnRows(rows: number, random: Random): Int32Array {
  return Int32Array.from({ length: rows }, () => Math.floor(random() * rows)).sort();
}

/** Of each old cluster, over the distinct rows drawn; −1 where none of its rows was drawn. */
export function greatestJaccard(
  drawn: Int32Array,
  labels: Int32Array,
  k: number,
  found: Int32Array,
  foundClusters: number,
): Float64Array {
  const together = new Map<number, number>();
  const sizes = new Float64Array(k);
  const foundSizes = new Float64Array(foundClusters);
  for (let i = 0; i < drawn.length; i++) {
    if (i > 0 && drawn[i] === drawn[i - 1]) continue;
    const old = labels[drawn[i]!]!;
    const now = found[i]!;
    foundSizes[now] = foundSizes[now]! + 1;
    if (old < 0) continue;
    sizes[old] = sizes[old]! + 1;
    together.set(old * foundClusters + now, (together.get(old * foundClusters + now) ?? 0) + 1);
  }
  const greatest = Float64Array.from(sizes, (size) => (size === 0 ? -1 : 0));
  for (const [key, both] of together) {
    const old = Math.floor(key / foundClusters);
    const now = key % foundClusters;
    greatest[old] = Math.max(greatest[old]!, jaccardIndex(both, sizes[old]!, foundSizes[now]!));
  }
  return greatest;
}
