import { kernels } from '../math/kernels';
import { type Matrix, zeros } from '../math/matrix';
import type { Random } from '../math/random';
import { requireFinite } from '../math/requireFinite';
import { randomizedSvd } from '../math/svd';
import type { RunContext } from '../runContext';

export interface PrincipalComponents {
  readonly mean: Float32Array; // [columns]
  /** Unit columns, the strongest first. */
  readonly components: Matrix; // [columns × kept]
  readonly projected: Matrix; // [rows × kept]
  /** Each component's share of the variance: 0 … 1. */
  readonly explained: Float32Array; // [kept]
}

/**
 * Principal component analysis by randomised SVD of the centred matrix. Fewer components come back where the rows span
 * fewer dimensions (none where all rows are equal). Signs: the largest entry of a component is positive.
 */
export async function pca(
  x: Matrix,
  dimensions: number,
  random: Random,
  context: RunContext,
): Promise<PrincipalComponents> {
  requireFinite(x);
  const mean = columnMeans(x);
  const centred = zeros(x.rows, x.columns);
  let variance = 0;
  for (let i = 0, at = 0; i < x.rows; i++)
    for (let j = 0; j < x.columns; j++, at++) {
      const value = x.values[at]! - mean[j]!;
      centred.values[at] = value;
      variance += value * value;
    }
  const { s, v } = await randomizedSvd(centred, dimensions, { random, context });
  const projected = v.columns === 0 ? zeros(x.rows, 0) : kernels().multiply(centred, v);
  return { mean, components: v, projected, explained: s.map((value) => (value * value) / variance) };
}

function columnMeans({ rows, columns, values }: Matrix): Float32Array {
  const sums = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) sums[j] = sums[j]! + values[at]!;
  return Float32Array.from(sums, (sum) => (rows === 0 ? 0 : sum / rows));
}
