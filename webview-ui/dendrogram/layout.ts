import { firstSplitNode } from '../../src/shared/tree/cut';
import { isLeaf, type MergeTree } from '../../src/shared/tree/mergeTree';

/** Which branches are unfolded: those above the cut, but for what the person folded or unfolded by hand. */
export interface Folding {
  readonly clusters: number;
  readonly unfolded: ReadonlySet<number>;
  readonly folded: ReadonlySet<number>;
}

export interface DendrogramLayout {
  /** The folded branches and leaves that are shown, from top to bottom. */
  readonly rows: Int32Array;
  /** All nodes that are shown, parents before children, upper before lower. */
  readonly visible: Int32Array;
  /** [nodes] In rows, 0.5 being the middle of the first; NaN where the node is not shown. */
  readonly y: Float64Array;
  /** [nodes] First and last row under a shown node. */
  readonly firstRow: Int32Array;
  readonly lastRow: Int32Array;
  /** [nodes] Depth in the shown tree, the root's being 1. */
  readonly level: Int32Array;
}

export function isUnfolded(tree: MergeTree, folding: Folding, node: number): boolean {
  if (isLeaf(tree, node)) return false;
  if (node >= firstSplitNode(tree, folding.clusters)) return !folding.folded.has(node);
  return folding.unfolded.has(node);
}

export function layoutDendrogram(tree: MergeTree, folding: Folding): DendrogramLayout {
  const y = new Float64Array(tree.nodes).fill(Number.NaN);
  const firstRow = new Int32Array(tree.nodes);
  const lastRow = new Int32Array(tree.nodes);
  const level = new Int32Array(tree.nodes);
  const visible = new Int32Array(tree.nodes);
  const rows = new Int32Array(tree.leaves);
  const pending = new Int32Array(tree.leaves);
  let [visibleCount, rowCount, pendingCount] = [0, 0, 1];
  pending[0] = tree.nodes - 1;
  level[tree.nodes - 1] = 1;
  while (pendingCount > 0) {
    const node = pending[--pendingCount]!;
    visible[visibleCount++] = node;
    if (isUnfolded(tree, folding, node)) {
      const left = tree.left[node]!;
      const right = tree.right[node]!;
      level[left] = level[right] = level[node]! + 1;
      pending[pendingCount++] = right;
      pending[pendingCount++] = left;
    } else {
      firstRow[node] = lastRow[node] = rowCount;
      y[node] = rowCount + 0.5;
      rows[rowCount++] = node;
    }
  }
  for (let i = visibleCount - 1; i >= 0; i--) {
    const node = visible[i]!;
    if (!Number.isNaN(y[node]!)) continue;
    const left = tree.left[node]!;
    const right = tree.right[node]!;
    y[node] = (y[left]! + y[right]!) / 2;
    firstRow[node] = firstRow[left]!;
    lastRow[node] = lastRow[right]!;
  }
  return { rows: rows.slice(0, rowCount), visible: visible.slice(0, visibleCount), y, firstRow, lastRow, level };
}

/** All merges below a node, itself included: what "unfold everything here" unfolds. */
export function mergesUnder(tree: MergeTree, node: number): number[] {
  const merges: number[] = [];
  const pending = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (isLeaf(tree, next)) continue;
    merges.push(next);
    pending.push(tree.right[next]!, tree.left[next]!);
  }
  return merges;
}
