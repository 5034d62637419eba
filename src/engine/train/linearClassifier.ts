import { kernels } from '../math/kernels';
import { type Matrix, type SparseMatrix, zeros } from '../math/matrix';
import { permutation, type Random } from '../math/random';
import type { Breather } from '../runContext';
import { gatherSparseRows } from './sparseRows';

/** A hyperplane a class: the margin of a row x in class c is x · weights[:, c] + bias[c]. */
export interface LinearClassifier {
  readonly weights: Matrix; // [features × classes]
  readonly bias: Matrix; // [1 × classes]
}

/** How much a violated margin costs beside the weights' length: 1 suits unit rows. */
const cost = 1;
/** Passes end when no two documents disagree by more on where the hyperplane should go. */
const tolerance = 0.1;
const mostPasses = 200;

/**
 * Support vector machines, each class against the rest: ½‖w‖² + cost · Σ max(0, 1 − y (w · x + b))², the bias counted among
 * the weights. Solved by dual coordinate descent (Hsieh et al., "A dual coordinate descent method for large-scale linear SVM",
 * ICML 2008, algorithm 1), which is deterministic for the same `random`.
 *
 * @param labels class of each row, 0 … classes − 1
 */
export async function fitLinearClassifier(
  rows: SparseMatrix,
  labels: Int32Array,
  classes: number,
  random: Random,
  breathe: Breather,
): Promise<LinearClassifier> {
  const weights = zeros(rows.columns, classes);
  const bias = zeros(1, classes);
  const squares = squaredLengths(rows);
  for (let c = 0; c < classes; c++) {
    const signs = Int8Array.from(labels, (label) => (label === c ? 1 : -1));
    const plane = await separate(rows, squares, signs, random, breathe);
    for (let f = 0; f < rows.columns; f++) weights.values[f * classes + c] = plane[f]!;
    bias.values[c] = plane[rows.columns]!;
  }
  return { weights, bias };
}

/** Margins of rows: [rows × classes]. */
export function marginsOf(rows: SparseMatrix, { weights, bias }: LinearClassifier): Matrix {
  const margins = kernels().sparseTimes(rows, weights);
  for (let at = 0; at < margins.values.length; at++)
    margins.values[at] = margins.values[at]! + bias.values[at % bias.columns]!;
  return margins;
}

const folds = 4;

/**
 * The margins of rows by classifiers that did not learn from them: each quarter's by the one of the other three
 * (cross-fitting). They are as good as those of new documents, where a classifier's own rows look solved.
 */
export async function crossFittedMargins(
  rows: SparseMatrix,
  labels: Int32Array,
  classes: number,
  random: Random,
  breathe: Breather,
): Promise<Matrix> {
  const margins = zeros(rows.rows, classes);
  const order = permutation(rows.rows, random);
  for (let fold = 0; fold < folds; fold++) {
    const kept = order.filter((_, place) => place % folds === fold);
    const learned = order.filter((_, place) => place % folds !== fold);
    const ownLabels = learned.map((i) => labels[i]!);
    const classifier = await fitLinearClassifier(gatherSparseRows(rows, learned), ownLabels, classes, random, breathe);
    const found = marginsOf(gatherSparseRows(rows, kept), classifier);
    kept.forEach((i, k) => margins.values.set(found.values.subarray(k * classes, (k + 1) * classes), i * classes));
  }
  return margins;
}

/** Weights of one hyperplane, its bias last: Float64Array [columns + 1]. */
async function separate(
  { rows, columns, offsets, indices, values }: SparseMatrix,
  squares: Float64Array,
  signs: Int8Array,
  random: Random,
  breathe: Breather,
): Promise<Float64Array> {
  const plane = new Float64Array(columns + 1);
  const dual = new Float64Array(rows);
  const softness = 1 / (2 * cost);
  for (let pass = 0; pass < mostPasses; pass++) {
    const order = permutation(rows, random);
    let most = -Infinity;
    let least = Infinity;
    for (let place = 0; place < rows; place++) {
      const i = order[place]!;
      const first = offsets[i]!;
      const end = offsets[i + 1]!;
      let margin = plane[columns]!;
      for (let e = first; e < end; e++) margin += plane[indices[e]!]! * values[e]!;
      const gradient = signs[i]! * margin - 1 + softness * dual[i]!;
      const projected = dual[i] === 0 ? Math.min(gradient, 0) : gradient;
      if (projected > most) most = projected;
      if (projected < least) least = projected;
      if (projected === 0) continue;
      const next = Math.max(dual[i]! - gradient / (squares[i]! + 1 + softness), 0);
      const step = (next - dual[i]!) * signs[i]!;
      dual[i] = next;
      for (let e = first; e < end; e++) plane[indices[e]!] = plane[indices[e]!]! + step * values[e]!;
      plane[columns] = plane[columns]! + step;
    }
    await breathe();
    if (most - least <= tolerance) break;
  }
  return plane;
}

function squaredLengths({ rows, offsets, values }: SparseMatrix): Float64Array {
  const squares = new Float64Array(rows);
  for (let i = 0; i < rows; i++)
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) squares[i] = squares[i]! + values[e]! * values[e]!;
  return squares;
}
