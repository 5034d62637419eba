import { labelLeaves, selectClusters } from './density/clusterSelection';
import { condensedTree } from './density/condensedTree';
import { numberedAlong } from './dendrogram';

/**
 * Cuts each branch at a height of its own: of all clusters none of which holds another, those are taken whose lives in the tree
 * are the longest together. A cluster's life is the sum over its documents of the height at which it split off less the height
 * at which the document leaves it; branches of fewer than `minClusterSize` documents are no clusters but leave theirs. What is in
 * no cluster then joins the largest one of the smallest branch that holds any.
 *
 * As HDBSCAN's excess of mass (Campello, Moulavi and Sander, 2013), but on the heights themselves instead of their inverses: by
 * measurement on labelled corpora inverses give hundreds of clusters in Ward's tree. The aim is that of Langfelder, Zhang and
 * Horvath's dynamic tree cut, 2008.
 *
 * @param z SciPy's convention, heights ascending [leaves − 1, 4]
 * @param weights how many documents each leaf stands for [leaves]
 * @returns clusters of the leaves, numbered in their order; one where no division leaves two large enough
 */
export function cutDynamically(
  z: Float64Array,
  weights: Int32Array,
  { minClusterSize }: { readonly minClusterSize: number },
): Int32Array {
  const leaves = weights.length;
  const tree = condensedTree(z, leaves, Math.max(2, minClusterSize), { lambdaOf: (height) => -height, weights });
  const { labels } = labelLeaves(tree, selectClusters(tree, 'stable', 0));
  return numberedAlong(z, leaves, joined(z, labels, weights));
}

/** Gives leaves without a cluster that of the smallest branch around them which holds any: the largest there. */
function joined(z: Float64Array, labels: Int32Array, weights: Int32Array): Int32Array {
  const leaves = labels.length;
  const nodes = Math.max(1, 2 * leaves - 1);
  const sizes = new Int32Array(Math.max(0, ...labels) + 1);
  labels.forEach((label, leaf) => {
    if (label >= 0) sizes[label] = sizes[label]! + weights[leaf]!;
  });
  const largest = new Int32Array(nodes).fill(-1); // cluster in each branch
  largest.set(labels);
  for (let row = 0; row < leaves - 1; row++) {
    const [a, b] = [largest[z[row * 4]!]!, largest[z[row * 4 + 1]!]!];
    largest[leaves + row] = a < 0 || (b >= 0 && sizes[b]! > sizes[a]!) ? b : a;
  }
  if (largest[nodes - 1]! < 0) return new Int32Array(leaves);
  for (let row = leaves - 2; row >= 0; row--)
    for (const child of [z[row * 4]!, z[row * 4 + 1]!])
      if (largest[child]! < 0) largest[child] = largest[leaves + row]!;
  return largest.slice(0, leaves);
}
