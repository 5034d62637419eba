import type { ClusterOptions } from '../../../shared/options';
import type { Matrix } from '../../math/matrix';
import type { RunContext } from '../../runContext';
import { dbscan } from './dbscan';
import { hdbscan, squaredCoreDistances } from './hdbscan';
import { nearestClusters, withLessNoise } from './noise';

type DensityOptions = Pick<
  ClusterOptions,
  'minClusterSize' | 'minSamples' | 'epsilon' | 'clusterSelection' | 'noiseShare' | 'clusters'
>;

export interface DensityResult {
  /** 0 … clusters − 1, −1 for what stays noise. */
  readonly labels: Int32Array; // [documents]
  /** Where documents stayed noise: the cluster nearest to each of them, −1 for all others. */
  readonly nearestCluster: Int32Array; // [documents]
  /** How firmly each document is in its cluster, 0 … 1, where the algorithm says so; 0 where it was noise at first. */
  readonly confidence?: Float32Array; // [documents]
  /** GLOSH, 0 … 1, where the algorithm says so. */
  readonly outlierScores?: Float64Array; // [documents]
  readonly resolved: Record<string, unknown>;
  readonly reasons: Record<string, string>;
}

interface Found {
  readonly labels: Int32Array;
  readonly probabilities?: Float64Array;
  readonly outlierScores?: Float64Array;
  readonly resolved: Record<string, unknown>;
  readonly reasons: Record<string, string>;
}

/** Finds dense clusters, and lets no more documents stay noise than the noise share allows. */
export async function clusterByDensity(
  x: Matrix,
  algorithm: 'dbscan' | 'hdbscan',
  options: DensityOptions,
  context: RunContext,
): Promise<DensityResult> {
  const found = await (algorithm === 'hdbscan' ? byHdbscan : byDbscan)(x, options, context);
  const reasons: Record<string, string> = { ...found.reasons };
  if (options.clusters !== 'auto') reasons['clusters'] = `${algorithm} finds by itself how many clusters there are; ${options.clusters} were asked for`; // prettier-ignore
  const nearestCluster = new Int32Array(x.rows).fill(-1);
  if (found.labels.every((label) => label < 0)) {
    reasons['noiseShare'] = 'no place is denser than the rest by these options, so all documents are one cluster';
    return { ...found, labels: new Int32Array(x.rows), nearestCluster, ...confidenceOf(found), reasons };
  }
  const nearest = await nearestClusters(x, found.labels, context);
  const labels = withLessNoise(found.labels, nearest, Math.floor(options.noiseShare * x.rows));
  const stayed = labels.reduce((count, label) => count + (label < 0 ? 1 : 0), 0);
  nearest.rows.forEach((row, place) => {
    if (labels[row]! < 0) nearestCluster[row] = nearest.clusters[place]!;
  });
  reasons['noiseShare'] =
    `${nearest.rows.length} of ${x.rows} documents are in no dense place: ${stayed} stay without a cluster, ` +
    `${nearest.rows.length - stayed} joined that of the nearest document`;
  return { ...found, labels, nearestCluster, ...confidenceOf(found), reasons };
}

function confidenceOf({ probabilities }: Found): Pick<DensityResult, 'confidence'> {
  return probabilities === undefined ? {} : { confidence: Float32Array.from(probabilities) };
}

async function byHdbscan(x: Matrix, options: DensityOptions, context: RunContext): Promise<Found> {
  const { minClusterSize, epsilon, clusterSelection: selection } = options;
  const minSamples = samplesOf(options);
  const found = await hdbscan(x, { minClusterSize, minSamples, selection, epsilon }, context);
  return { ...found, resolved: { minSamples }, reasons: {} };
}

async function byDbscan(x: Matrix, options: DensityOptions, context: RunContext): Promise<Found> {
  const minSamples = samplesOf(options);
  const epsilon = options.epsilon > 0 ? options.epsilon : await kneeRadius(x, minSamples, context);
  const labels = await dbscan(x, { epsilon, minSamples }, context);
  const reasons: Record<string, string> =
    options.epsilon > 0
      ? {}
      : {
          epsilon: `${epsilon.toPrecision(4)}: there the distances to the ${minSamples}th nearest document have their knee`,
        };
  return { labels, resolved: { minSamples, epsilon }, reasons };
}

const samplesOf = ({ minSamples, minClusterSize }: DensityOptions): number =>
  minSamples > 0 ? minSamples : Math.max(2, minClusterSize);

/**
 * A radius for DBSCAN: the knee of the core distances in ascending order, where they are farthest below the line from the
 * first to the last ("kneedle", Satopää et al. 2011; the curve is that of Ester et al. 1996, section 4.2).
 */
export async function kneeRadius(x: Matrix, minSamples: number, context: RunContext): Promise<number> {
  const distances = (await squaredCoreDistances(x, minSamples, context)).map(Math.sqrt).sort();
  const last = distances.length - 1;
  const [least, most] = [distances[0] ?? 0, distances[last] ?? 0];
  let knee = last;
  let deepest = 0;
  for (let i = 0; i <= last; i++) {
    const under = least + ((most - least) * i) / last - distances[i]!;
    if (under > deepest) {
      deepest = under;
      knee = i;
    }
  }
  return distances[knee] ?? 0;
}
