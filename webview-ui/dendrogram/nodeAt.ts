import { contains } from '../canvas';
import type { MergeTree } from '../../src/shared/tree/mergeTree';
import type { DendrogramLayout } from './layout';
import type { Placement } from './projection';

const hitPx = 6;

/** The node under a point of the canvas: a row with its name, a stem, or the edge of a merge. −1 where there is none. */
export function nodeAt(tree: MergeTree, layout: DendrogramLayout, placement: Placement, x: number, y: number): number {
  const { axis, stemDepth, depthPx } = placement;
  const { position, depth } = placement.place(x, y);
  const node = layout.rows[Math.floor(position)];
  if (node === undefined || !contains(placement.plot, { x, y }) || depth > placement.endDepth(position)) return -1;
  const hit = hitPx / depthPx;
  const rowPx = placement.rowPx(depth);
  if (depth >= axis.depth(tree.height[node]!) - hit) return node;
  for (let at = node; at !== -1; at = tree.parent[at]!) {
    const parent = tree.parent[at]!;
    const own = axis.depth(tree.height[at]!);
    const above = parent === -1 ? stemDepth : axis.depth(tree.height[parent]!);
    const isAtStem = Math.abs(position - layout.position[at]!) * rowPx <= hitPx;
    if (isAtStem && depth <= own + hit && depth > above + hit) return at;
    if (at === node || Math.abs(depth - own) > hit) continue;
    if (position >= layout.position[tree.left[at]!]! && position <= layout.position[tree.right[at]!]!) return at;
  }
  return -1;
}
