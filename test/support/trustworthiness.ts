import type { Matrix } from '../../src/engine/math/matrix';

/**
 * How far the k nearest of each row in a layout are among its nearest in the data: 1 for all, about 0.5 for none in particular.
 * Source: Venna and Kaski, 2001; scikit-learn's formula.
 */
export function trustworthiness(x: Matrix, layout: Matrix, k: number): number {
  const n = x.rows;
  let penalty = 0;
  for (let i = 0; i < n; i++) {
    const rank = new Int32Array(n);
    othersByDistance(x, i).forEach((j, r) => (rank[j] = r + 1));
    for (const j of othersByDistance(layout, i).slice(0, k)) penalty += Math.max(0, rank[j]! - k);
  }
  return 1 - (2 * penalty) / (n * k * (2 * n - 3 * k - 1));
}

function othersByDistance({ rows, columns, values }: Matrix, i: number): number[] {
  const squares = Float64Array.from({ length: rows }, (_, j) => {
    let sum = 0;
    for (let t = 0; t < columns; t++) sum += (values[i * columns + t]! - values[j * columns + t]!) ** 2;
    return sum;
  });
  return Array.from({ length: rows }, (_, j) => j)
    .filter((j) => j !== i)
    .sort((a, b) => squares[a]! - squares[b]! || a - b);
}
