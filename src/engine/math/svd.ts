import { breather, type RunContext } from '../runContext';
import { symmetricEigen } from './eigen';
import { kernels } from './kernels';
import { type Matrix, type SparseMatrix, zeros } from './matrix';
import { normal, type Random } from './random';

export interface SvdOptions {
  readonly powerIterations?: number;
  readonly oversampling?: number;
  readonly random: Random;
  readonly context: RunContext;
}

export interface Svd {
  readonly u: Matrix; // [rows × rank]
  /** Descending. */
  readonly s: Float32Array; // [rank]
  readonly v: Matrix; // [columns × rank]
}

/** Squared singular values under this share of the largest are float32's rounding, not directions of the matrix. */
const leastShare = 1e-11;

/**
 * The leading singular triplets of a matrix, by randomised range finding with power iterations. Fewer than `rank` come
 * back where the matrix has a smaller rank. Signs are fixed: each column of v has its largest component positive.
 * Source: Halko, Martinsson, Tropp, "Finding structure with randomness", SIAM Review 2011, algorithms 4.4 and 5.1.
 */
export async function randomizedSvd(
  a: SparseMatrix | Matrix,
  rank: number,
  { powerIterations = 4, oversampling = 10, random, context }: SvdOptions,
): Promise<Svd> {
  const breathe = breather(context);
  const width = Math.min(rank + oversampling, a.rows, a.columns);
  if (width === 0) return { u: zeros(a.rows, 0), s: new Float32Array(0), v: zeros(a.columns, 0) };
  const products = 'offsets' in a ? sparseProducts(a) : denseProducts(a);
  const test = zeros(a.columns, width);
  for (let i = 0; i < test.values.length; i++) test.values[i] = normal(random);
  let range = orthonormalise(products.times(test));
  for (let iteration = 0; iteration < powerIterations; iteration++) {
    await breathe();
    const back = orthonormalise(products.transposeTimes(range));
    await breathe();
    range = orthonormalise(products.times(back));
  }
  range = orthonormalise(range); // once more, to float32's precision
  await breathe();
  const projected = products.transposeTimes(range); // (QᵀA)ᵀ [columns × width]
  const { values, vectors } = symmetricEigen(kernels().gram(projected), projected.columns);
  const kept = Math.min(rank, countAbove(values, values[0]! * leastShare));
  const s = new Float32Array(kept);
  const left = zeros(range.columns, kept); // W
  const right = zeros(range.columns, kept); // W Σ⁻¹
  for (let j = 0; j < kept; j++) {
    s[j] = Math.sqrt(values[j]!);
    for (let i = 0; i < range.columns; i++) {
      left.values[i * kept + j] = vectors[i * range.columns + j]!;
      right.values[i * kept + j] = vectors[i * range.columns + j]! / s[j]!;
    }
  }
  const u = kernels().multiply(range, left);
  const v = kernels().multiply(projected, right);
  fixSigns(u, v);
  return { u, s, v };
}

export function transpose({ rows, columns, values }: Matrix): Matrix {
  const out = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = values[i * columns + j]!;
  return { rows: columns, columns: rows, values: out };
}

/**
 * An orthonormal basis of the columns of y, by the eigenvectors of yᵀy: y W Λ^−½. Directions that are numerically
 * dependent are dropped, so the basis can have fewer columns.
 */
function orthonormalise(y: Matrix): Matrix {
  const { values, vectors } = symmetricEigen(kernels().gram(y), y.columns);
  const kept = Math.max(1, countAbove(values, values[0]! * leastShare));
  const basis = zeros(y.columns, kept);
  for (let j = 0; j < kept; j++) {
    const scale = values[j]! > 0 ? 1 / Math.sqrt(values[j]!) : 0;
    for (let i = 0; i < y.columns; i++) basis.values[i * kept + j] = vectors[i * y.columns + j]! * scale;
  }
  return kernels().multiply(y, basis);
}

function countAbove(descending: Float64Array, least: number): number {
  let count = 0;
  while (count < descending.length && descending[count]! > least && descending[count]! > 0) count++;
  return count;
}

interface Products {
  times(x: Matrix): Matrix;
  transposeTimes(y: Matrix): Matrix;
}

function sparseProducts(a: SparseMatrix): Products {
  return {
    times: (x) => kernels().sparseTimes(a, x),
    transposeTimes: (y) => kernels().sparseTransposeTimes(a, y),
  };
}

function denseProducts(a: Matrix): Products {
  const transposed = transpose(a);
  return {
    times: (x) => kernels().multiply(a, x),
    transposeTimes: (y) => kernels().multiply(transposed, y),
  };
}

function fixSigns(u: Matrix, v: Matrix): void {
  for (let j = 0; j < v.columns; j++) {
    let largest = 0;
    for (let i = 0; i < v.rows; i++) {
      const value = v.values[i * v.columns + j]!;
      if (Math.abs(value) > Math.abs(largest)) largest = value;
    }
    if (largest >= 0) continue;
    for (let i = 0; i < v.rows; i++) v.values[i * v.columns + j] = -v.values[i * v.columns + j]!;
    for (let i = 0; i < u.rows; i++) u.values[i * u.columns + j] = -u.values[i * u.columns + j]!;
  }
}
