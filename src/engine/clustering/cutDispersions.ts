import type { Matrix } from '../math/matrix';
import type { ClusterTree } from './microClusters';

export interface CutDispersions {
  /** Sum of squared distances of the documents to the mean of their cluster, in the cut into k clusters. */
  readonly dispersion: Float64Array; // [1 … most], [0] unused
  /** Documents in the smaller of the two clusters by which the cut into k differs from that into k − 1. */
  readonly splitOff: Int32Array; // [2 … most]
}

/**
 * The within-cluster dispersion W(k) of the tree's cuts into 1 … `most` clusters. From one cut to the next a single cluster p
 * becomes a and b, so that W falls by |S_a|²/n_a + |S_b|²/n_b − |S_p|²/n_p, with S the sum of a branch's documents: one
 * pass over the documents does for all cuts.
 *
 * @param x the documents [n × d]
 * @param most at most the number of leaves
 */
export function cutDispersions(
  x: Matrix,
  { linkage, leaves, leafOfDocument }: ClusterTree,
  most: number,
): CutDispersions {
  const { columns } = x;
  const nodes = 2 * leaves - 1;
  const sums = new Float64Array(nodes * columns);
  const sizes = new Int32Array(nodes);
  let squares = 0;
  for (let i = 0, p = 0; i < x.rows; i++) {
    const leaf = leafOfDocument[i]!;
    sizes[leaf] = sizes[leaf]! + 1;
    for (let d = 0, q = leaf * columns; d < columns; d++, p++, q++) {
      const value = x.values[p]!;
      sums[q] = sums[q]! + value;
      squares += value * value;
    }
  }
  for (let row = 0; row < leaves - 1; row++) {
    const [a, b] = [linkage[row * 4]!, linkage[row * 4 + 1]!];
    const node = leaves + row;
    sizes[node] = sizes[a]! + sizes[b]!;
    for (let d = 0; d < columns; d++) sums[node * columns + d] = sums[a * columns + d]! + sums[b * columns + d]!;
  }
  /** |S|²/n of a branch. */
  const weight = (node: number): number => {
    let sum = 0;
    for (let at = node * columns; at < (node + 1) * columns; at++) sum += sums[at]! * sums[at]!;
    return sizes[node]! === 0 ? 0 : sum / sizes[node]!;
  };
  const dispersion = new Float64Array(most + 1).fill(NaN);
  const splitOff = new Int32Array(most + 1);
  dispersion[1] = Math.max(0, squares - weight(nodes - 1));
  for (let k = 2; k <= most; k++) {
    const row = leaves - k;
    const [a, b] = [linkage[row * 4]!, linkage[row * 4 + 1]!];
    dispersion[k] = Math.max(0, dispersion[k - 1]! - weight(a) - weight(b) + weight(leaves + row));
    splitOff[k] = Math.min(sizes[a]!, sizes[b]!);
  }
  return { dispersion, splitOff };
}
