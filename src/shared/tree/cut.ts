import type { MergeTree } from './mergeTree';

/**
 * A cut into k clusters undoes the last k − 1 merges. Counting merges, not heights, makes every k reachable even where
 * several merges have the same height.
 */

/** The first node above the cut: nodes from here on are split. */
export function firstSplitNode(tree: MergeTree, clusters: number): number {
  return tree.nodes - (clampClusters(tree, clusters) - 1);
}

/** The nodes right below a cut into `clusters`, in the order of the leaves. */
export function cutNodes(tree: MergeTree, clusters: number): Int32Array {
  const first = firstSplitNode(tree, clusters);
  const found = new Int32Array(tree.nodes - first + 1);
  let count = 0;
  const pending = new Int32Array(found.length);
  let pendingCount = 1;
  pending[0] = tree.nodes - 1;
  while (pendingCount > 0) {
    const node = pending[--pendingCount]!;
    if (node < first) {
      found[count++] = node;
    } else {
      pending[pendingCount++] = tree.right[node]!;
      pending[pendingCount++] = tree.left[node]!;
    }
  }
  return found;
}

/** The number of clusters that a cut at `height` leaves: one more than the merges above it. */
export function clustersAtHeight(tree: MergeTree, height: number): number {
  let low = tree.leaves;
  let high = tree.nodes;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tree.height[middle]! > height) high = middle;
    else low = middle + 1;
  }
  return tree.nodes - low + 1;
}

/** Midway between the last merge kept and the first one undone. */
export function heightOfCut(tree: MergeTree, clusters: number): number {
  const first = firstSplitNode(tree, clusters);
  const below = tree.height[first - 1]!;
  const above = first < tree.nodes ? tree.height[first]! : below * 1.04;
  return (below + above) / 2;
}

export function clampClusters(tree: MergeTree, clusters: number): number {
  return Math.max(1, Math.min(tree.leaves, Math.round(clusters)));
}
