import type { SparseMatrix } from '../math/matrix';

/**
 * How much more weight a graph has within clusters than its degrees let expect: Σ_c [w_c / w − (d_c / w)²], with w_c the weight
 * of the edges within cluster c (each counted from both ends), d_c the degrees of its documents, w the sum of all degrees;
 * −½ … 1, and 0 without edges.
 * Source: Newman, Girvan, "Finding and evaluating community structure in networks", Physical Review E 69, 2004.
 *
 * @param graph symmetric
 * @param labels clusters 0 … k − 1
 */
export function modularity({ rows, offsets, indices, values }: SparseMatrix, labels: Int32Array, k: number): number {
  const within = new Float64Array(k);
  const degrees = new Float64Array(k);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const own = labels[i]!;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const weight = values[e]!;
      degrees[own] = degrees[own]! + weight;
      if (labels[indices[e]!] === own) within[own] = within[own]! + weight;
      total += weight;
    }
  }
  if (total === 0) return 0;
  let sum = 0;
  for (let c = 0; c < k; c++) sum += within[c]! / total - (degrees[c]! / total) ** 2;
  return sum;
}
