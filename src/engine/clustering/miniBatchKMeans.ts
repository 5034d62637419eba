import { kernels } from '../math/kernels';
import { type Matrix, zeros } from '../math/matrix';
import type { Random } from '../math/random';
import { breather, completed, type RunContext } from '../runContext';
import { plusPlus } from './plusPlus';

export interface MiniBatchOptions {
  /** Rows a step, drawn with replacement. */
  readonly batchRows?: number;
  /** Rows that the first centroids are chosen among by k-means++. */
  readonly seedRows?: number;
  /** At most so many times the number of rows are drawn. */
  readonly maxEpochs?: number;
  /** Stops when the smoothed inertia of the batches has had no new low for so many steps. */
  readonly patience?: number;
  readonly random: Random;
  readonly context: RunContext;
}

/** A centroid that is nearest to fewer rows than this share of the largest one's is put on a drawn row instead. */
const leastShare = 0.01;
const stepsBetweenMoves = 10;

/**
 * k-means for very many rows: each step moves the centroids towards the means of a small batch, by less and less, so that
 * far fewer distances are measured than the rows times the iterations. Memory beside the rows is that of a batch.
 * A start for `kMeans`, which with no or few iterations gives the rows their clusters.
 * Source: Sculley, "Web-scale k-means clustering", 2010; stopping and moving of unused centroids as in scikit-learn.
 */
export async function miniBatchCentroids(x: Matrix, k: number, options: MiniBatchOptions): Promise<Matrix> {
  const { maxEpochs = 5, patience = 10, random, context } = options;
  const batchRows = Math.min(x.rows, options.batchRows ?? Math.max(1024, 4 * k));
  const seedRows = Math.min(x.rows, options.seedRows ?? Math.max(3 * batchRows, 3 * k));
  const breathe = breather(context);
  const { columns } = x;
  const seeds = drawnRows(x, seedRows, random, zeros(seedRows, columns));
  const centroids = await completed(plusPlus(seeds, k, 1, random), breathe);
  const weights = new Float64Array(k);
  const batch = zeros(batchRows, columns);
  const labels = new Int32Array(batchRows);
  const squared = new Float32Array(batchRows);
  const steps = Math.ceil((maxEpochs * x.rows) / batchRows);
  const smoothing = Math.min(1, (2 * batchRows) / (x.rows + 1));
  let smoothed = Infinity;
  let least = Infinity;
  let worse = 0;
  let step = 0;
  while (step < steps && worse < patience) {
    drawnRows(x, batchRows, random, batch);
    kernels().nearest(batch).assign(centroids, labels, squared, 0, batchRows);
    moveCentroids(batch, labels, centroids, weights);
    if (++step % stepsBetweenMoves === 0) moveUnused(batch, centroids, weights, random);
    const inertia = squared.reduce((sum, value) => sum + value, 0);
    smoothed = smoothed === Infinity ? inertia : smoothed * (1 - smoothing) + inertia * smoothing;
    worse = smoothed < least ? 0 : worse + 1;
    least = Math.min(least, smoothed);
    if (breathe.due()) {
      context.progress({ stage: 'cluster', done: step, total: steps, unit: 'batches' });
      await breathe();
    }
  }
  return centroids;
}

/** Fills `to` with rows of x drawn with replacement. */
function drawnRows({ rows, columns, values }: Matrix, count: number, random: Random, to: Matrix): Matrix {
  for (let i = 0; i < count; i++) {
    const from = Math.floor(random() * rows) * columns;
    to.values.set(values.subarray(from, from + columns), i * columns);
  }
  return to;
}

/** Each centroid becomes the mean of all rows that were ever nearest to it. */
function moveCentroids(batch: Matrix, labels: Int32Array, centroids: Matrix, weights: Float64Array): void {
  const { rows, columns, values } = batch;
  for (let i = 0; i < rows; i++) {
    const c = labels[i]!;
    const weight = weights[c]! + 1;
    weights[c] = weight;
    for (let t = 0, p = i * columns, q = c * columns; t < columns; t++, p++, q++)
      centroids.values[q] = centroids.values[q]! + (values[p]! - centroids.values[q]!) / weight;
  }
}

function moveUnused(batch: Matrix, centroids: Matrix, weights: Float64Array, random: Random): void {
  const { columns } = batch;
  const limit = leastShare * weights.reduce((most, weight) => Math.max(most, weight), 0);
  const used = weights.filter((weight) => weight >= limit);
  const lightest = used.reduce((low, weight) => Math.min(low, weight), Infinity);
  for (let c = 0; c < weights.length; c++) {
    if (weights[c]! >= limit) continue;
    const from = Math.floor(random() * batch.rows) * columns;
    centroids.values.set(batch.values.subarray(from, from + columns), c * columns);
    weights[c] = lightest;
  }
}
