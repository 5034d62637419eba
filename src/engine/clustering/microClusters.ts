import { GroveError } from '../../shared/errors';
import type { ClusterOptions } from '../../shared/options';
import { type Matrix, gatherRows, zeros } from '../math/matrix';
import { permutation, type Random } from '../math/random';
import { requireFinite } from '../math/requireFinite';
import type { RunContext } from '../runContext';
import { centroidsOf } from './clusterMeans';
import { kMeans } from './kMeans';
import { orderedLeaves } from './leafOrdering';
import { linkage, type LinkageMethod, type Metric } from './linkage';
import { miniBatchCentroids } from './miniBatchKMeans';
import { agnesLimit, agnesLinkage, type AgnesMethod, isAgnesMethod, mlHclustLimit } from './mlHclust';

/** Up to this many documents the tree is exact over documents: n² floats and about a second. */
export const exactLimit = 5000;

const microClusters = 1500;
/** Rows that the coarse groups are found on. */
const sampleRows = 12_000;
const coarseIterations = 8;
const fineIterations = 6;
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
 * Links the documents, and puts leaves that are alike side by side: exactly where n² allows, else exactly over micro-clusters, small groups of near neighbours found
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
  if (x.rows <= exactLimit) {
    const isSmall = x.rows <= mlHclustLimit && metric === 'euclidean' && isAgnesMethod(method);
    const z = isSmall ? agnesLinkage(x, method) : await linkage(x, method, context, metric);
    return treeOverRows(x, method, await orderedLeaves(z, x, metric, context));
  }
  const { labels, centroids } = await gather(x, random, context);
  const z = await linkage(centroids, method, context, metric);
  const ordered = await orderedLeaves(z, centroids, metric, context);
  const leaves = centroids.rows;
  return { linkage: ordered, method, over: 'micro-clusters', leaves, leafOfDocument: labels, leafVectors: centroids };
}

type AgnesOptions = Pick<ClusterOptions, 'linkage' | 'distance'>;

/**
 * Refuses what ml-hclust can't link; `documents` is known long before there are vectors.
 *
 * @throws GroveError 'usage' for more documents than it can take, and for linkages and distances that it lacks
 */
export function requireAgnes(
  documents: number,
  options: AgnesOptions,
  context: RunContext,
): asserts options is { readonly linkage: AgnesMethod; readonly distance: 'euclidean' } {
  const refuse = (why: string): GroveError =>
    new GroveError('usage', `${context.nameOption('algorithm')} agnes ${why}. Choose hierarchical instead.`);
  if (documents > agnesLimit)
    throw refuse(`takes at most ${agnesLimit} documents, since its time grows with their cube; there are ${documents}`);
  if (!isAgnesMethod(options.linkage)) throw refuse(`has no linkage ${options.linkage}`);
  if (options.distance !== 'euclidean') throw refuse(`has no ${options.distance} distance`);
}

/** The tree of the documents by ml-hclust. Throws as `requireAgnes` does. */
export async function agnesTree(x: Matrix, options: AgnesOptions, context: RunContext): Promise<ClusterTree> {
  requireAgnes(x.rows, options, context);
  const { linkage: method, distance } = options;
  const z = agnesLinkage(x, method);
  return treeOverRows(x, method, await orderedLeaves(z, x, distance, context));
}

/** A tree whose leaves are the rows themselves. */
export function treeOverRows(x: Matrix, method: LinkageMethod, z: Float64Array): ClusterTree {
  const leafOfDocument = Int32Array.from({ length: x.rows }, (_, i) => i);
  return { linkage: z, method, over: 'documents', leaves: x.rows, leafOfDocument, leafVectors: x };
}

/**
 * k-means with many centroids: coarse groups first, then centroids inside each, as many as is its share of the documents; in
 * the end every document looks at all centroids once. So a document is compared with about √k centroids an iteration instead of k.
 * Of very many documents the centroids come from small batches.
 */
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
  const starts = [await centroidsInGroups(x, k, random, context)];
  const { labels } = await kMeans(x, k, { nInit: 0, starts, maxIterations: 0, random, context });
  return { labels, centroids: centroidsOf(x, labels, k) };
}

/** [k × columns]; k is at most the number of rows. */
async function centroidsInGroups(x: Matrix, k: number, random: Random, context: RunContext): Promise<Matrix> {
  const quiet: RunContext = { ...context, progress: () => {} };
  const groups = Math.ceil(Math.sqrt(k));
  const sample = sampleOf(x, sampleRows, random);
  const coarse = await kMeans(sample, groups, { nInit: 1, maxIterations: coarseIterations, random, context: quiet });
  const { labels } = await kMeans(x, groups, { nInit: 0, starts: [coarse.centroids], maxIterations: 0, random, context: quiet }); // prettier-ignore
  const members = Array.from({ length: groups }, (): number[] => []);
  labels.forEach((group, i) => members[group]!.push(i));
  const centroids = zeros(k, x.columns);
  let documents = 0;
  let done = 0;
  for (const rows of members) {
    documents += rows.length;
    // Rounding the sum keeps it to k in all, and no group gets more than it has documents.
    const count = Math.round((documents * k) / x.rows) - done;
    if (count === 0) continue;
    const inside = gatherRows(x, Int32Array.from(rows));
    const found = await kMeans(inside, count, { nInit: 1, candidates: 1, maxIterations: fineIterations, random, context: quiet }); // prettier-ignore
    centroids.values.set(found.centroids.values, done * x.columns);
    done += count;
    context.progress({ stage: 'cluster', done, total: k, unit: 'groups of near documents' });
  }
  return centroids;
}

/** At most `count` rows, drawn without replacement, in their order. */
export function sampleOf(x: Matrix, count: number, random: Random): Matrix {
  if (x.rows <= count) return x;
  return gatherRows(x, permutation(x.rows, random).subarray(0, count).sort());
}
