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
  /** The left singular vectors; to be asked for once, where they are wanted. */
  readonly u: () => Matrix; // [rows × rank]
  /** Descending. */
  readonly s: Float32Array; // [rank]
  readonly v: Matrix; // [columns × rank]
}

/** Squared singular values under this share of the largest are float32's rounding, not directions of the matrix. */
const leastShare = 1e-11;

/**
 * The leading singular triplets of a sparse matrix, by randomised range finding with power iterations. Fewer than `rank` come
 * back where the matrix has a smaller rank. Signs are fixed: each column of v has its largest component positive.
 * Source: Halko, Martinsson, Tropp, "Finding structure with randomness", SIAM Review 2011, algorithms 4.4 and 5.1.
 */
export async function randomizedSvd(
  a: SparseMatrix,
  rank: number,
  { powerIterations = 4, oversampling = 10, random, context }: SvdOptions,
): Promise<Svd> {
  const breathe = breather(context);
  const width = Math.min(rank + oversampling, a.rows, a.columns);
  if (width === 0) return { u: () => zeros(a.rows, 0), s: new Float32Array(0), v: zeros(a.columns, 0) };
  const test = zeros(a.columns, width);
  for (let i = 0; i < test.values.length; i++) test.values[i] = normal(random);
  let range = orthonormalise(kernels().sparseTimes(a, test));
  for (let iteration = 0; iteration < powerIterations; iteration++) {
    await breathe();
    const back = orthonormalise(kernels().sparseTransposeTimes(a, range));
    await breathe();
    range = orthonormalise(kernels().sparseTimes(a, back));
  }
  range = orthonormalise(range); // once more, to float32's precision
  await breathe();
  const projected = kernels().sparseTransposeTimes(a, range); // (QᵀA)ᵀ [columns × width]
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
  const v = kernels().multiplyInPlace(projected, right);
  fixSigns(v, left);
  return { u: () => kernels().multiplyInPlace(range, left), s, v };
}

/**
 * An orthonormal basis of the columns of y, by the eigenvectors of yᵀy: y W Λ^−½, on the memory of y. Directions that are
 * numerically dependent are dropped, so the basis can have fewer columns.
 */
function orthonormalise(y: Matrix): Matrix {
  const { values, vectors } = symmetricEigen(kernels().gram(y), y.columns);
  const kept = Math.max(1, countAbove(values, values[0]! * leastShare));
  const basis = zeros(y.columns, kept);
  for (let j = 0; j < kept; j++) {
    const scale = values[j]! > 0 ? 1 / Math.sqrt(values[j]!) : 0;
    for (let i = 0; i < y.columns; i++) basis.values[i * kept + j] = vectors[i * y.columns + j]! * scale;
  }
  return kernels().multiplyInPlace(y, basis);
}

function countAbove(descending: Float64Array, least: number): number {
  let count = 0;
  while (count < descending.length && descending[count]! > least && descending[count]! > 0) count++;
  return count;
}

/** Turns the columns of v so that each has its largest component positive, and those of `left` with them. */
function fixSigns(v: Matrix, left: Matrix): void {
  for (let j = 0; j < v.columns; j++) {
    let largest = 0;
    for (let i = 0; i < v.rows; i++) {
      const value = v.values[i * v.columns + j]!;
      if (Math.abs(value) > Math.abs(largest)) largest = value;
    }
    if (largest >= 0) continue;
    for (const { rows, columns, values } of [v, left])
      for (let i = 0; i < rows; i++) values[i * columns + j] = -values[i * columns + j]!;
  }
}
