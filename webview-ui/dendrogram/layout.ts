import { firstSplitNode } from '../../src/shared/tree/cut';
import { isLeaf, type MergeTree } from '../../src/shared/tree/mergeTree';

/** Which branches are unfolded: those above the cut, but for what the person folded or unfolded by hand. */
export interface Folding {
  readonly clusters: number;
  readonly unfolded: ReadonlySet<number>;
  readonly folded: ReadonlySet<number>;
}

export interface DendrogramLayout {
  /** The folded branches and leaves that are shown, in order. */
  readonly rows: Int32Array;
  /** All nodes that are shown, parents before children, in the order of the rows. */
  readonly visible: Int32Array;
  /** [nodes] In rows, 0.5 being the middle of the first; NaN where the node is not shown. */
  readonly position: Float64Array;
  /** [nodes] First and last row under a shown node; undetermined under another, as are the next two. */
  readonly firstRow: Int32Array;
  readonly lastRow: Int32Array;
  /** [nodes] Depth in the shown tree, the root's being 1. */
  readonly level: Int32Array;
  /** [nodes] The place in `visible`. */
  readonly indexOf: Int32Array;
}

export function isUnfolded(tree: MergeTree, folding: Folding, node: number): boolean {
  if (isLeaf(tree, node)) return false;
  if (node >= firstSplitNode(tree, folding.clusters)) return !folding.folded.has(node);
  return folding.unfolded.has(node);
}

/**
 * @param retired a layout of the same tree that nobody reads any more: its arrays are used again. While a cut is dragged,
 *   new ones in each frame would be most of the frame, with the garbage collection that follows them.
 */
export function layoutDendrogram(tree: MergeTree, folding: Folding, retired?: DendrogramLayout): DendrogramLayout {
  const { position, firstRow, lastRow, level, indexOf } = arraysOf(tree, retired);
  const firstSplit = firstSplitNode(tree, folding.clusters);
  const { unfolded, folded } = folding;
  const mostUnfolded = Math.min(tree.leaves - 1, tree.nodes - firstSplit + unfolded.size);
  const visible = new Int32Array(2 * mostUnfolded + 1);
  const rows = new Int32Array(mostUnfolded + 1);
  const pending = new Int32Array(mostUnfolded + 1);
  let [visibleCount, rowCount, pendingCount] = [0, 0, 1];
  pending[0] = tree.nodes - 1;
  level[tree.nodes - 1] = 1;
  while (pendingCount > 0) {
    const node = pending[--pendingCount]!;
    indexOf[node] = visibleCount;
    visible[visibleCount++] = node;
    const isSplit = node >= firstSplit ? !folded.has(node) : node >= tree.leaves && unfolded.has(node);
    if (isSplit) {
      const left = tree.left[node]!;
      const right = tree.right[node]!;
      level[left] = level[right] = level[node]! + 1;
      pending[pendingCount++] = right;
      pending[pendingCount++] = left;
    } else {
      firstRow[node] = lastRow[node] = rowCount;
      position[node] = rowCount + 0.5;
      rows[rowCount++] = node;
    }
  }
  for (let i = visibleCount - 1; i >= 0; i--) {
    const node = visible[i]!;
    if (!Number.isNaN(position[node]!)) continue;
    const left = tree.left[node]!;
    const right = tree.right[node]!;
    position[node] = (position[left]! + position[right]!) / 2;
    firstRow[node] = firstRow[left]!;
    lastRow[node] = lastRow[right]!;
  }
  return {
    ...{ rows: rows.subarray(0, rowCount), visible: visible.subarray(0, visibleCount) },
    ...{ position, firstRow, lastRow, level, indexOf },
  };
}

type NodeArrays = Pick<DendrogramLayout, 'position' | 'firstRow' | 'lastRow' | 'level' | 'indexOf'>;

/** Arrays for each node, of which none is shown. */
function arraysOf({ nodes }: MergeTree, retired: DendrogramLayout | undefined): NodeArrays {
  if (retired?.position.length !== nodes)
    return {
      position: new Float64Array(nodes).fill(Number.NaN),
      firstRow: new Int32Array(nodes),
      lastRow: new Int32Array(nodes),
      level: new Int32Array(nodes),
      indexOf: new Int32Array(nodes),
    };
  for (const node of retired.visible) retired.position[node] = Number.NaN;
  return retired;
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
