import { GroveError } from '../../shared/errors';
import { kernels, tileRows } from '../math/kernels';
import type { Matrix } from '../math/matrix';
import { requireFinite } from '../math/requireFinite';
import { type Breather, breather, type RunContext } from '../runContext';
import { closestCentroids, wardThroughCentroids } from './centroidLinkage';
import { dendrogramOf, type Merges } from './dendrogram';
import { minimumSpanningTree } from './minimumSpanningTree';
import { nearestNeighbourChain } from './nearestNeighbourChain';

export const linkageMethods = ['ward', 'average', 'complete', 'single', 'weighted', 'centroid', 'median'] as const;
export type LinkageMethod = (typeof linkageMethods)[number];

/** Between rows: their Euclidean distance, or 1 − their cosine (a zero row is at 1 from all but other zero rows). */
export type Metric = 'euclidean' | 'cosine';

/**
 * Agglomerative clustering of the rows of x, in SciPy's convention: row-major Z [rows − 1, 4] of left, right, height and
 * size. Heights ascend but for 'centroid' and 'median', whose clusters may come nearer by merging. O(n²) time; memory
 * n(n − 1)/2 floats, O(n·columns) for 'single', 'centroid' and 'median', and for 'ward' where `wardNeedsNoPairs`.
 * Throws GroveError('bad-input') naming the first row that holds a value that is not finite, and GroveError('usage') for
 * the cosine with linkages that are only defined by Euclidean distances.
 */
export async function linkage(
  x: Matrix,
  method: LinkageMethod,
  context: RunContext,
  metric: Metric = 'euclidean',
): Promise<Float64Array> {
  requireFinite(x);
  if (metric === 'cosine' && isGeometric(method))
    throw new GroveError('usage', `The ${method} linkage is only defined for Euclidean distances. Choose average, weighted, complete or single for the cosine.`); // prettier-ignore
  if (x.rows < 2) return new Float64Array(0);
  const breathe = breather(context);
  const report = (done: number): void =>
    context.progress({ stage: 'cluster', done, total: x.rows - 1, unit: 'merges' });
  const { merges, scale } = await mergesOf(comparable(x, metric), method, metric, report, breathe);
  report(x.rows - 1);
  return dendrogramOf(merges, x.rows, scale, method !== 'centroid' && method !== 'median');
}

const isGeometric = (method: LinkageMethod): boolean => ['ward', 'centroid', 'median'].includes(method);

/** From how many rows, and up to how many columns, Ward's linkage is faster (and leaner) on centroids than on pairs. */
const pairlessRows = 3000;
const pairlessColumns = 128;
/** Beyond this many rows the pairs would take more than 2 GB. */
const mostPairedRows = 32_000;

const wardNeedsNoPairs = ({ rows, columns }: Matrix): boolean =>
  rows > mostPairedRows || (rows > pairlessRows && columns <= pairlessColumns);

async function mergesOf(
  x: Matrix,
  method: LinkageMethod,
  metric: Metric,
  report: (done: number) => void,
  breathe: Breather,
): Promise<{ merges: Merges; scale: (height: number) => number }> {
  const ofSquares = metric === 'cosine' ? (squared: number): number => squared / 2 : Math.sqrt;
  if (method === 'single') return { merges: await minimumSpanningTree(x, report, breathe), scale: ofSquares };
  if (method === 'centroid' || method === 'median')
    return { merges: await closestCentroids(x, method, report, breathe), scale: Math.sqrt };
  if (method === 'ward' && wardNeedsNoPairs(x))
    return { merges: await wardThroughCentroids(x, report, breathe), scale: Math.sqrt };
  // Ward's update is linear in squares, and the largest of squares is the square of the largest: these need no roots of pairs.
  if (method === 'ward' || method === 'complete') {
    const squares = await condensedDistances(x, (part) => part, breathe);
    return { merges: await nearestNeighbourChain(squares, x.rows, method, report, breathe), scale: ofSquares };
  }
  const distances = await condensedDistances(x, metric === 'cosine' ? halves : roots, breathe);
  const merges = await nearestNeighbourChain(distances, x.rows, method, report, breathe);
  return { merges, scale: (height) => height };
}

/** Rows whose squared Euclidean distances are the squares of the distances, or twice the cosine's. */
export const comparable = (x: Matrix, metric: Metric): Matrix => (metric === 'cosine' ? directions(x) : x);

/** Squared distances in place to distances: of all in one call, since a call a pair would take longer than the root. */
function roots(squared: Float32Array): Float32Array {
  for (let at = 0; at < squared.length; at++) squared[at] = Math.sqrt(squared[at]!);
  return squared;
}

function halves(squared: Float32Array): Float32Array {
  for (let at = 0; at < squared.length; at++) squared[at] = squared[at]! / 2;
  return squared;
}

/**
 * Rows of unit length less their mean: half of their squared distance is 1 − the cosine, and close directions are still told
 * apart. Zero rows get a direction of their own, in a further column.
 */
function directions({ rows, columns, values }: Matrix): Matrix {
  const wide = columns + 1;
  const units = new Float64Array(rows * wide);
  const mean = new Float64Array(wide);
  for (let i = 0; i < rows; i++) {
    let squares = 0;
    for (let t = 0, p = i * columns; t < columns; t++, p++) squares += values[p]! * values[p]!;
    const at = i * wide;
    if (squares === 0) units[at + columns] = 1;
    else for (let t = 0; t < columns; t++) units[at + t] = values[i * columns + t]! / Math.sqrt(squares);
    for (let t = 0; t < wide; t++) mean[t] = mean[t]! + units[at + t]! / rows;
  }
  return { rows, columns: wide, values: Float32Array.from(units, (value, at) => value - mean[at % wide]!) };
}

/** Distances of all pairs i < j in SciPy's condensed order: what `scaled` makes of tiles of the squares. */
async function condensedDistances(
  x: Matrix,
  scaled: (squared: Float32Array) => Float32Array,
  breathe: Breather,
): Promise<Float32Array> {
  const n = x.rows;
  const condensed = new Float32Array((n * (n - 1)) / 2);
  const tile = kernels().distances(x, x);
  for (let i0 = 0; i0 < n; i0 += tileRows) {
    const iCount = Math.min(tileRows, n - i0);
    for (let j0 = i0; j0 < n; j0 += tileRows) {
      const jCount = Math.min(tileRows, n - j0);
      const between = scaled(tile.between(i0, iCount, j0, jCount));
      for (let i = 0; i < iCount; i++) {
        const row = i0 + i;
        const start = (row * (2 * n - 3 - row)) / 2 - 1;
        const from = Math.max(j0, row + 1);
        if (from < j0 + jCount) condensed.set(between.subarray(i * jCount + from - j0, (i + 1) * jCount), start + from);
      }
      if (breathe.due()) await breathe();
    }
  }
  return condensed;
}
