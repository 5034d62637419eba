import type { Metrics } from '../../shared/analysis';
import { kernels, tileRows } from '../math/kernels';
import { gatherRows, type Matrix } from '../math/matrix';
import { permutation, type Random } from '../math/random';
import { breather, type RunContext } from '../runContext';
import { compactIndex } from './contingency';

/** Up to this many documents the silhouette of a run is that of all; beyond, it is that of so many drawn at random. */
export const silhouetteSample = 3000;
/** The same where an analysis is evaluated by itself. */
export const thoroughSilhouetteSample = 20_000;
/** Distances between more rows are rounded to float32. */
const exactRows = 1000;

/**
 * Judges clusters by the vectors alone, in Euclidean distance. −1 (noise) counts as a cluster of its own.
 *
 * silhouette: Rousseeuw 1987, mean over documents. daviesBouldin: Davies and Bouldin 1979, smaller is better.
 * calinskiHarabasz: Caliński and Harabasz 1974, larger is better. These three are null where they are undefined: fewer
 * than two clusters, or as many as documents. Degenerate cases are as in scikit-learn 1.9.
 *
 * @param x [documents × d]
 * @param labels [documents]
 * @param sample how many documents the silhouette is taken of
 * @throws RangeError if the lengths differ; GroveError('cancelled')
 */
export async function internalMetrics(
  x: Matrix,
  labels: Int32Array,
  random: Random,
  context: RunContext,
  sample: number = silhouetteSample,
): Promise<Metrics['internal']> {
  if (labels.length !== x.rows) throw new RangeError(`${labels.length} labels do not go with ${x.rows} rows`);
  const clusterOf = compactIndex(labels);
  const clusters = labels.map((label) => clusterOf.get(label)!);
  const k = clusterOf.size;
  const summary = summarize(x, clusters, k);
  if (k < 2 || k >= x.rows)
    return {
      silhouette: null,
      daviesBouldin: null,
      calinskiHarabasz: null,
      withinClusterDispersion: summary.within,
    };
  return {
    silhouette: await meanSilhouette(x, clusters, sample, random, context),
    daviesBouldin: await daviesBouldin(summary, context),
    calinskiHarabasz: calinskiHarabasz(summary, x.rows),
    withinClusterDispersion: summary.within,
  };
}

async function meanSilhouette(...of: Parameters<typeof silhouettesOf>): Promise<number | null> {
  const measured = await silhouettesOf(...of);
  return measured === undefined
    ? null
    : measured.values.reduce((sum, value) => sum + value, 0) / measured.values.length;
}

interface ClusterSummary {
  readonly k: number;
  readonly d: number;
  readonly sizes: Float64Array; // [k]
  readonly centres: Float64Array; // [k × d]
  /** Mean distance of a cluster's documents to its centre. */
  readonly spreads: Float64Array; // [k]
  /** Sum of squared distances of documents to their cluster's centre. */
  readonly within: number;
  /** Sum of squared distances of documents' cluster centres to the centre of all. */
  readonly between: number;
}

function summarize({ rows, columns: d, values }: Matrix, clusters: Int32Array, k: number): ClusterSummary {
  const sizes = new Float64Array(k);
  const centres = new Float64Array(k * d);
  const centre = new Float64Array(d);
  for (let i = 0; i < rows; i++) {
    const c = clusters[i]!;
    sizes[c] = sizes[c]! + 1;
    for (let j = 0; j < d; j++) centres[c * d + j] = centres[c * d + j]! + values[i * d + j]!;
  }
  for (let c = 0; c < k; c++)
    for (let j = 0; j < d; j++) {
      centre[j] = centre[j]! + centres[c * d + j]! / rows;
      centres[c * d + j] = centres[c * d + j]! / sizes[c]!;
    }
  const spreads = new Float64Array(k);
  let within = 0;
  for (let i = 0; i < rows; i++) {
    const c = clusters[i]!;
    let squared = 0;
    for (let j = 0; j < d; j++) {
      const difference = values[i * d + j]! - centres[c * d + j]!;
      squared += difference * difference;
    }
    within += squared;
    spreads[c] = spreads[c]! + Math.sqrt(squared) / sizes[c]!;
  }
  let between = 0;
  for (let c = 0; c < k; c++)
    for (let j = 0; j < d; j++) {
      const difference = centres[c * d + j]! - centre[j]!;
      between += sizes[c]! * difference * difference;
    }
  return { k, d, sizes, centres, spreads, within, between };
}

function calinskiHarabasz({ k, within, between }: ClusterSummary, rows: number): number {
  return within === 0 ? 1 : (between * (rows - k)) / (within * (k - 1));
}

/** The mean over clusters of the worst ratio of two clusters' spreads to the distance of their centres. */
async function daviesBouldin({ k, d, centres, spreads }: ClusterSummary, context: RunContext): Promise<number> {
  const breathe = breather(context);
  const worst = new Float64Array(k);
  for (let a = 0; a < k; a++) {
    for (let b = a + 1; b < k; b++) {
      let squared = 0;
      for (let j = 0; j < d; j++) {
        const difference = centres[a * d + j]! - centres[b * d + j]!;
        squared += difference * difference;
      }
      // Clusters on one spot count nothing, as in scikit-learn.
      const ratio = squared === 0 ? 0 : (spreads[a]! + spreads[b]!) / Math.sqrt(squared);
      if (ratio > worst[a]!) worst[a] = ratio;
      if (ratio > worst[b]!) worst[b] = ratio;
    }
    if (breathe.due()) await breathe();
  }
  return worst.reduce((sum, ratio) => sum + ratio, 0) / k;
}

export interface Silhouettes {
  /** The documents that were measured, ascending. */
  readonly rows: Int32Array;
  /** How well each is in its cluster, −1 … 1. */
  readonly values: Float64Array;
}

/**
 * The silhouettes of all documents, or of a sample of them; undefined where those measured are in fewer than two clusters, or
 * each in one of its own.
 *
 * @param x [documents × d]
 * @param labels [documents]
 * @param most how many documents are measured
 */
export async function silhouettesOf(
  x: Matrix,
  labels: Int32Array,
  most: number,
  random: Random,
  context: RunContext,
): Promise<Silhouettes | undefined> {
  const rows = x.rows <= most ? Int32Array.from(labels.keys()) : permutation(x.rows, random).subarray(0, most).sort();
  const own = Int32Array.from(rows, (row) => labels[row]!);
  const clusterOf = compactIndex(own);
  const k = clusterOf.size;
  if (k < 2 || k >= rows.length) return undefined;
  const clusters = own.map((label) => clusterOf.get(label)!);
  return { rows, values: await measureSilhouettes(rows.length === x.rows ? x : gatherRows(x, rows), clusters, k, context) }; // prettier-ignore
}

async function measureSilhouettes(
  x: Matrix,
  clusters: Int32Array,
  k: number,
  context: RunContext,
): Promise<Float64Array> {
  const sizes = new Float64Array(k);
  for (const c of clusters) sizes[c] = sizes[c]! + 1;
  const sumsOf = x.rows <= exactRows ? exactSums : roundedSums;
  const sums = await sumsOf(x, clusters, k, context);
  const values = new Float64Array(x.rows);
  for (let i = 0; i < x.rows; i++) {
    const own = clusters[i]!;
    if (sizes[own] === 1) continue; // a singleton's silhouette is 0
    const cohesion = sums[i * k + own]! / (sizes[own]! - 1);
    let separation = Infinity;
    for (let c = 0; c < k; c++) {
      if (c === own) continue;
      const mean = sums[i * k + c]! / sizes[c]!;
      if (mean < separation) separation = mean;
    }
    const larger = Math.max(cohesion, separation);
    if (larger > 0) values[i] = (separation - cohesion) / larger;
  }
  context.progress({ stage: 'evaluate', done: x.rows, total: x.rows, unit: 'documents' });
  return values;
}

/** Sums of distances from each document to the documents of each cluster [rows × k], in float64. */
async function exactSums(
  { rows, columns: d, values }: Matrix,
  clusters: Int32Array,
  k: number,
  context: RunContext,
): Promise<Float64Array> {
  const breathe = breather(context);
  const sums = new Float64Array(rows * k);
  for (let i = 0; i < rows; i++) {
    for (let other = i + 1; other < rows; other++) {
      let squared = 0;
      for (let j = 0; j < d; j++) {
        const difference = values[i * d + j]! - values[other * d + j]!;
        squared += difference * difference;
      }
      const distance = Math.sqrt(squared);
      const there = i * k + clusters[other]!;
      const here = other * k + clusters[i]!;
      sums[there] = sums[there]! + distance;
      sums[here] = sums[here]! + distance;
    }
    if (breathe.due()) {
      context.progress({ stage: 'evaluate', done: i, total: rows, unit: 'documents' });
      await breathe();
    }
  }
  return sums;
}

/** The same by the kernels, with distances in float32. */
async function roundedSums(x: Matrix, clusters: Int32Array, k: number, context: RunContext): Promise<Float64Array> {
  const breathe = breather(context);
  const { rows } = x;
  const sums = new Float64Array(rows * k);
  const distances = kernels().distances(x, x);
  for (let first = 0; first < rows; first += tileRows) {
    const count = Math.min(tileRows, rows - first);
    for (let other = 0; other < rows; other += tileRows) {
      const others = Math.min(tileRows, rows - other);
      const squared = distances.between(first, count, other, others);
      for (let i = 0, p = 0; i < count; i++) {
        const start = (first + i) * k;
        for (let j = 0; j < others; j++, p++) {
          const at = start + clusters[other + j]!;
          // A document is at no distance from itself, whatever rounding says.
          if (first + i !== other + j) sums[at] = sums[at]! + Math.sqrt(Math.max(0, squared[p]!));
        }
      }
      if (breathe.due()) {
        context.progress({ stage: 'evaluate', done: first, total: rows, unit: 'documents' });
        await breathe();
      }
    }
  }
  return sums;
}
