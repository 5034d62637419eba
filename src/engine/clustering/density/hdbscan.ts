import { kernels } from '../../math/kernels';
import type { Matrix } from '../../math/matrix';
import { nearestNeighbours } from '../../math/nearestNeighbours';
import { requireFinite } from '../../math/requireFinite';
import { breather, type RunContext } from '../../runContext';
import { dendrogramOf } from '../dendrogram';
import { minimumSpanningTree } from '../minimumSpanningTree';
import { type ClusterSelection, labelLeaves, selectClusters } from './clusterSelection';
import { condensedTree, outlierScores } from './condensedTree';

export interface HdbscanOptions {
  /** Smaller groups are noise; at least 2. */
  readonly minClusterSize: number;
  /** A row's core distance is that to so many rows, itself among them. By default `minClusterSize`. */
  readonly minSamples?: number;
  readonly selection?: ClusterSelection;
  /** Clusters that split off at a smaller distance stay together. */
  readonly epsilon?: number;
}

export interface DensityClusters {
  /** 0 … clusters − 1, −1 for noise. */
  readonly labels: Int32Array; // [rows]
  /** How firmly each row is in its cluster, 0 … 1; 0 for noise. */
  readonly probabilities: Float64Array; // [rows]
  /** How much less dense a row's surroundings are than its cluster's, 0 … 1 (GLOSH). */
  readonly outlierScores: Float64Array; // [rows]
}

/**
 * HDBSCAN* by Euclidean distance: the minimum spanning tree of mutual reachability, condensed, and the clusters that
 * `selection` takes from it. O(rows² · columns) time, O(rows) memory. The whole is never one cluster, as scikit-learn's
 * default has it. Throws GroveError('bad-input') naming the first row that holds a value that is not finite.
 * Source: Campello, Moulavi and Sander 2013; McInnes and Healy, "Accelerated hierarchical density based clustering", 2017.
 */
export async function hdbscan(
  x: Matrix,
  { minClusterSize, minSamples = minClusterSize, selection = 'stable', epsilon = 0 }: HdbscanOptions,
  context: RunContext,
): Promise<DensityClusters> {
  requireFinite(x);
  const n = x.rows;
  if (n < 2)
    return {
      labels: new Int32Array(n).fill(-1),
      probabilities: new Float64Array(n),
      outlierScores: new Float64Array(n),
    };
  const report = (done: number): void => context.progress({ stage: 'cluster', done, total: n - 1, unit: 'merges' });
  const cores = await squaredCoreDistances(x, minSamples, context);
  const merges = await minimumSpanningTree(x, report, breather(context), cores);
  const tree = condensedTree(dendrogramOf(merges, n, Math.sqrt), n, Math.max(2, minClusterSize));
  const found = labelLeaves(tree, selectClusters(tree, selection, epsilon));
  return { ...found, outlierScores: outlierScores(tree) };
}

/** Squared distance of each row to its `minSamples`-th nearest, itself being the first. */
export async function squaredCoreDistances(x: Matrix, minSamples: number, context: RunContext): Promise<Float32Array> {
  const wanted = Math.min(minSamples, x.rows) - 1;
  if (wanted < 1) return new Float32Array(x.rows);
  const { k, indices } = await nearestNeighbours(x, wanted, context, { similarity: 'squared-distance', isExact: true });
  // Measured by the kernel that measures pairs, so that equal distances are equal to the last bit.
  const distances = kernels().distances(x, x);
  return Float32Array.from({ length: x.rows }, (_, i) => distances.between(i, 1, indices[(i + 1) * k - 1]!, 1)[0]!);
}
