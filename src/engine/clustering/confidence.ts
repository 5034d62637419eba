import { kernels } from '../math/kernels';
import type { Matrix } from '../math/matrix';

/** Rows that are copied to where distances are measured at a time: all of a large corpus would double its memory. */
const blockRows = 16_384;
const tileRows = 128;

/**
 * How clearly each document belongs to its cluster: 1 − d₁ / d₂, with d₁ its distance to its own centre and d₂ to the
 * nearest other: 0 midway (or nearer to another), 1 at the centre. With one cluster it is 1. Without one (−1) it is 0.
 */
export function confidences(x: Matrix, labels: Int32Array, centroids: Matrix): Float32Array {
  const k = centroids.rows;
  const out = Float32Array.from(labels, (label) => (label < 0 ? 0 : 1));
  if (k < 2) return out;
  const { rows, columns, values } = x;
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(rows, from + blockRows);
    const block = { rows: to - from, columns, values: values.subarray(from * columns, to * columns) };
    const distances = kernels().distances(block, centroids);
    for (let first = from; first < to; first += tileRows) {
      const count = Math.min(tileRows, to - first);
      const tile = distances.between(first - from, count, 0, k);
      for (let i = 0; i < count; i++) {
        const own = labels[first + i]!;
        if (own < 0) continue;
        let other = Infinity;
        for (let c = 0; c < k; c++) if (c !== own && tile[i * k + c]! < other) other = tile[i * k + c]!;
        const ratio = other > 0 ? Math.sqrt(tile[i * k + own]! / other) : 1;
        out[first + i] = Math.max(0, 1 - ratio);
      }
    }
  }
  return out;
}
