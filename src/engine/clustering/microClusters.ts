import type { Matrix } from '../math/matrix';
import { permutation, type Random } from '../math/random';
import { requireFinite } from '../math/requireFinite';
import type { RunContext } from '../runContext';
import { centroidsOf, kMeans } from './kMeans';
import { linkage, type LinkageMethod, type Metric } from './linkage';
import { miniBatchCentroids } from './miniBatchKMeans';
import { agnesLinkage, isAgnesMethod, mlHclustLimit } from './mlHclust';

/** Up to this many documents the tree is exact over documents: n² floats and about a second. */
export const exactLimit = 5000;

const microClusters = 1500;
const sampleRows = 12_000;
const iterations = 6;
/** From this many documents on the centroids come from small batches, and all documents are looked at only twice. */
const miniBatchFrom = 150_000;

/** The tree that everything is cut from. */
export interface ClusterTree {
  /** SciPy's Z over the leaves. */
  readonly linkage: Float64Array; // [leaves − 1, 4]
  readonly method: LinkageMethod;
  readonly over: 'documents' | 'micro-clusters';
  readonly leaves: number;
  readonly leafOfDocument: Int32Array; // [documents]
  /** The rows that were linked: the documents, or the micro-clusters' means. */
  readonly leafVectors: Matrix;
}

/**
 * Links the documents: exactly where n² allows, else exactly over micro-clusters, small groups of near neighbours found
 * by a short k-means. Micro-clusters are linked by their means, unweighted.
 */
export async function clusterTree(
  x: Matrix,
  method: LinkageMethod,
  random: Random,
  context: RunContext,
  metric: Metric = 'euclidean',
): Promise<ClusterTree> {
  requireFinite(x);
  if (x.rows <= exactLimit)
    return treeOverRows(
      x,
      method,
      x.rows <= mlHclustLimit && metric === 'euclidean' && isAgnesMethod(method)
        ? agnesLinkage(x, method)
        : await linkage(x, method, context, metric),
    );
  const { labels, centroids } = await gather(x, random, context);
  const z = await linkage(centroids, method, context, metric);
  const leaves = centroids.rows;
  return { linkage: z, method, over: 'micro-clusters', leaves, leafOfDocument: labels, leafVectors: centroids };
}

/** A tree whose leaves are the rows themselves. */
export function treeOverRows(x: Matrix, method: LinkageMethod, z: Float64Array): ClusterTree {
  const leafOfDocument = Int32Array.from({ length: x.rows }, (_, i) => i);
  return { linkage: z, method, over: 'documents', leaves: x.rows, leafOfDocument, leafVectors: x };
}

/** k-means with many centroids: seeded on a sample, then a few iterations over everything, or batches of very many. */
async function gather(
  x: Matrix,
  random: Random,
  context: RunContext,
): Promise<{ labels: Int32Array; centroids: Matrix }> {
  const k = microClusters;
  if (x.rows > miniBatchFrom) {
    const starts = [await miniBatchCentroids(x, k, { random, context })];
    const { labels } = await kMeans(x, k, { nInit: 0, starts, maxIterations: 1, random, context });
    return { labels, centroids: centroidsOf(x, labels, k) };
  }
  const sample = sampleOf(x, sampleRows, random);
  const seeds = await kMeans(sample, k, { nInit: 1, candidates: 1, maxIterations: 2, random, context });
  const whole = await kMeans(x, k, {
    nInit: 0,
    starts: [seeds.centroids],
    maxIterations: iterations,
    random,
    context,
  });
  return { labels: whole.labels, centroids: centroidsOf(x, whole.labels, k) };
}

/** At most `count` rows, drawn without replacement, in their order. */
export function sampleOf(x: Matrix, count: number, random: Random): Matrix {
  if (x.rows <= count) return x;
  const rows = permutation(x.rows, random).subarray(0, count).sort();
  const values = new Float32Array(count * x.columns);
  for (let i = 0; i < count; i++) {
    const from = rows[i]! * x.columns;
    values.set(x.values.subarray(from, from + x.columns), i * x.columns);
  }
  return { rows: count, columns: x.columns, values };
}
