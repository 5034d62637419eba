import { type ClusterOptions, defaultOptions } from '../../shared/options';
import { kernels, tileRows } from '../math/kernels';
import { drawShares } from '../math/layoutDescent';
import { gatherRows, type Matrix, matrixOf, npyOf, zeros } from '../math/matrix';
import { nearestNeighbours } from '../math/nearestNeighbours';
import { normal, type Random } from '../math/random';
import { fuzzyGraph, smoothDistances } from '../projection/fuzzyGraph';
import { pca } from '../projection/pca';
import { epochsFor } from '../projection/umap';
import { descend } from '../projection/umapDescent';
import { breather, type RunContext } from '../runContext';
import { arrayOf, type ModelPart } from '../storage/model';
import type { Compressed } from './compressByAutoencoder';

/** Neighbours of a document, itself among them, as umap-learn counts them. */
const neighbours = 15;
/** Enough to tell clusters apart; more only take time. */
const usualDimensions = 10;
/** The curve 1 / (1 + a d^2b) nearest to what a least distance of 0 and a spread of 1 ask for, by least squares. */
export const denseCurve = { a: 1.9328083973, b: 0.7904949732 };
const negatives = 5;
const startingSide = 10;
const noise = 1e-4;
/** Encodings nearer than this are the same, but for rounding; by distances that are made of products, nearer than that. */
const samePlace = 1e-4;
const roughlySame = 1e-2;
const rowsABreath = 64;

/**
 * UMAP for clustering: documents that are among each other's nearest come to lie close together (least distance 0), in more
 * dimensions than can be seen. It starts from the principal components.
 * Source: McInnes, Healy, Melville, "UMAP", 2018. All places and encodings are kept, so that new documents can be placed.
 *
 * @param x at least 4 rows
 */
export async function compressByUmap(
  x: Matrix,
  { dimensions: asked }: ClusterOptions,
  random: Random,
  context: RunContext,
): Promise<Compressed> {
  const here: RunContext = { ...context, progress: (each) => context.progress({ ...each, stage: 'compress' }) };
  const wanted = asked === defaultOptions.dimensions ? usualDimensions : asked;
  const { k, indices, similarities } = await nearestNeighbours(x, neighbours - 1, here, { similarity: 'squared-distance' }); // prettier-ignore
  const distances = similarities.map((similarity) => Math.sqrt(Math.max(0, -similarity)));
  const graph = await fuzzyGraph(indices, distances, k, here);
  const start = (await pca(x, Math.min(wanted, x.columns, x.rows - 1), here)).projected;
  const dimensions = start.columns;
  if (dimensions < 2) return { vectors: x, model: { arrays: {} } };
  const places = spread(start, random);
  const epochs = epochsFor(x.rows);
  const task = { graph, places, dimensions, curve: denseCurve, epochs, negatives };
  const shares = drawShares(graph);
  const breathe = breather(context);
  for (let epoch = 0; epoch < epochs; epoch++)
    for (let from = 0; from < x.rows; from += rowsABreath) {
      descend(task, shares, { epoch, from, to: Math.min(x.rows, from + rowsABreath) }, random);
      if (!breathe.due()) continue;
      here.progress({ stage: 'compress', done: epoch, total: epochs, unit: 'epochs' });
      await breathe();
    }
  const fitted = { rows: x.rows, columns: dimensions, values: places };
  const model = { arrays: { encodings: npyOf(x), places: npyOf(fitted) } };
  return { vectors: await placeCopiesTogether(x, fitted, distances, k, context), model };
}

/** Principal components stretched so that the longest is 0 … 10, with a little noise so that equal rows can be told apart. */
function spread({ values }: Matrix, random: Random): Float32Array {
  const farthest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = farthest > 0 ? startingSide / farthest : 0;
  return values.map((value) => value * scale + noise * normal(random));
}

/** Documents of one encoding get one place, the one that a new document of it would get. */
async function placeCopiesTogether(
  x: Matrix,
  fitted: Matrix,
  distances: Float32Array,
  k: number,
  context: RunContext,
): Promise<Matrix> {
  const copies = Int32Array.from({ length: x.rows }, (_, i) => i).filter((i) => distances[i * k]! <= roughlySame);
  const vectors = { ...fitted, values: fitted.values.slice() };
  const placed = await placeAmong(gatherRows(x, copies), x, fitted, context);
  copies.forEach((i, c) => vectors.values.set(placed.values.subarray(c * placed.columns, (c + 1) * placed.columns), i * placed.columns)); // prettier-ignore
  return vectors;
}

/** Places new documents among the old ones by a saved model. */
export function transformByUmap(
  part: ModelPart,
  x: Matrix,
  _backend: ClusterOptions['backend'],
  context: RunContext,
): Promise<Matrix> {
  const encodings = matrixOf(arrayOf(part, 'encodings', Float32Array));
  return placeAmong(x, encodings, matrixOf(arrayOf(part, 'places', Float32Array)), context);
}

/**
 * Places rows at the mean of their nearest known rows, weighted by how alike they are, as umap-learn begins its transform; a row
 * that is at the place of known ones gets their mean.
 */
async function placeAmong(x: Matrix, known: Matrix, places: Matrix, context: RunContext): Promise<Matrix> {
  const k = Math.min(neighbours, known.rows);
  const { indices, distances } = await nearestKnown(x, known, k, context);
  const { rhos, sigmas } = await smoothDistances(distances, k, context);
  const placed = zeros(x.rows, places.columns);
  for (let i = 0; i < x.rows; i++) {
    const isCopy = distances[i * k]! <= samePlace;
    let total = 0;
    for (let e = i * k; e < (i + 1) * k; e++) {
      const weight = isCopy ? Number(distances[e]! <= samePlace) : Math.exp(-Math.max(0, distances[e]! - rhos[i]!) / (sigmas[i]! || 1)); // prettier-ignore
      total += weight;
      for (let d = 0; d < places.columns; d++)
        placed.values[i * places.columns + d]! += weight * places.values[indices[e]! * places.columns + d]!;
    }
    for (let d = 0; d < places.columns; d++) placed.values[i * places.columns + d]! /= total;
  }
  return placed;
}

/** The k nearest known rows of each row, nearest first; of equals the lower number. */
async function nearestKnown(
  x: Matrix,
  known: Matrix,
  k: number,
  context: RunContext,
): Promise<{ readonly indices: Int32Array; readonly distances: Float32Array }> {
  const indices = new Int32Array(x.rows * k).fill(-1);
  const squares = new Float32Array(x.rows * k).fill(Infinity);
  if (x.rows === 0) return { indices, distances: squares };
  const between = kernels().distances(x, known);
  const breathe = breather(context);
  for (let xFirst = 0; xFirst < x.rows; xFirst += tileRows) {
    const xCount = Math.min(tileRows, x.rows - xFirst);
    for (let yFirst = 0; yFirst < known.rows; yFirst += tileRows) {
      const yCount = Math.min(tileRows, known.rows - yFirst);
      const tile = between.between(xFirst, xCount, yFirst, yCount);
      for (let i = 0; i < xCount; i++)
        for (let j = 0; j < yCount; j++)
          insert(squares, indices, (xFirst + i) * k, k, tile[i * yCount + j]!, yFirst + j);
    }
    if (breathe.due()) await breathe();
  }
  return { indices, distances: squares.map((_, at) => distanceOf(x, Math.floor(at / k), known, indices[at]!)) };
}

function insert(
  squares: Float32Array,
  indices: Int32Array,
  first: number,
  k: number,
  square: number,
  row: number,
): void {
  let at = first + k - 1;
  if (!(square < squares[at]!)) return;
  for (; at > first && squares[at - 1]! > square; at--) {
    squares[at] = squares[at - 1]!;
    indices[at] = indices[at - 1]!;
  }
  squares[at] = square;
  indices[at] = row;
}

/** By differences: the kernel's own is by products, which rounds what is nearly nothing. */
function distanceOf(x: Matrix, i: number, y: Matrix, j: number): number {
  let sum = 0;
  for (let d = 0; d < x.columns; d++) sum += (x.values[i * x.columns + d]! - y.values[j * x.columns + d]!) ** 2;
  return Math.sqrt(sum);
}
