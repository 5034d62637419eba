import { symmetricEigen } from '../math/eigen';
import { kernels } from '../math/kernels';
import { type Matrix, zeros } from '../math/matrix';
import { requireFinite } from '../math/requireFinite';
import { breather, type RunContext } from '../runContext';

export interface PrincipalComponents {
  readonly mean: Float32Array; // [columns]
  /** Unit columns, the strongest first. */
  readonly components: Matrix; // [columns × kept]
  readonly projected: Matrix; // [rows × kept]
  /** Each component's share of the variance: 0 … 1. */
  readonly explained: Float32Array; // [kept]
}

/** Rows that are centred at a time, so that no second copy of x is made. */
const rowsAtATime = 4096;
/** Variances under this share of the total are rounding, not components. */
const leastShare = 1e-11;

/**
 * Principal component analysis by the eigenvectors of the covariance, in float64. Fewer components come back where the rows
 * span fewer dimensions (none where all rows are equal). Signs: the largest entry of a component is positive.
 *
 * @throws GroveError('bad-input') where a row is not finite
 */
export async function pca(x: Matrix, dimensions: number, context: RunContext): Promise<PrincipalComponents> {
  requireFinite(x);
  const breathe = breather(context);
  const { rows, columns } = x;
  const mean = columnMeans(x);
  const scatter = new Float64Array(columns * columns);
  let size = 0; // of all values, to tell rounding by
  for (const part of centredParts(x, mean)) {
    const gram = kernels().gram(part.centred);
    for (let at = 0; at < gram.length; at++) scatter[at] = scatter[at]! + gram[at]!;
    if (breathe.due()) await breathe();
  }
  for (const value of mean) size += rows * value * value;
  let variance = 0;
  for (let j = 0; j < columns; j++) variance += scatter[j * columns + j]!;
  const { values, vectors } = symmetricEigen(scatter, columns);
  const least = leastShare * (variance + size);
  const kept = Math.min(dimensions, values.filter((value) => value > least).length);
  const components = zeros(columns, kept);
  for (let j = 0; j < kept; j++) {
    const sign = signOf(vectors, columns, j);
    for (let i = 0; i < columns; i++) components.values[i * kept + j] = sign * vectors[i * columns + j]!;
  }
  const projected = zeros(rows, kept);
  if (kept > 0)
    for (const { first, centred } of centredParts(x, mean)) {
      projected.values.set(kernels().multiply(centred, components).values, first * kept);
      if (breathe.due()) await breathe();
    }
  return { mean, components, projected, explained: Float32Array.from(values.subarray(0, kept), (v) => v / variance) };
}

/** Blocks of rows less the mean, on one memory. */
function* centredParts(
  { rows, columns, values }: Matrix,
  mean: Float32Array,
): Generator<{ readonly first: number; readonly centred: Matrix }> {
  const block = new Float32Array(Math.min(rows, rowsAtATime) * columns);
  for (let first = 0; first < rows; first += rowsAtATime) {
    const count = Math.min(rowsAtATime, rows - first);
    for (let i = 0, at = 0, p = first * columns; i < count; i++)
      for (let j = 0; j < columns; j++, at++, p++) block[at] = values[p]! - mean[j]!;
    yield { first, centred: { rows: count, columns, values: block.subarray(0, count * columns) } };
  }
}

/** −1 where the largest entry of column j is negative. */
function signOf(vectors: Float64Array, size: number, j: number): number {
  let largest = 0;
  for (let i = 0; i < size; i++) {
    const value = vectors[i * size + j]!;
    if (Math.abs(value) > Math.abs(largest)) largest = value;
  }
  return largest < 0 ? -1 : 1;
}

function columnMeans({ rows, columns, values }: Matrix): Float32Array {
  const sums = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) sums[j] = sums[j]! + values[at]!;
  return Float32Array.from(sums, (sum) => (rows === 0 ? 0 : sum / rows));
}
