import type { Size } from '../canvas';
import type { MergeTree } from '../../src/shared/tree/mergeTree';
import { type HeightAxis, heightAxis } from '../scale';
import type { View } from '../zoom';
import type { DendrogramLayout } from './layout';

export const axisHeightPx = 30;
const paddingPx = 12;
const leastSpacingPx = 26;
const mostSpacingPx = 58;
const hitPx = 6;

/** Where the tree stands on the canvas, in CSS pixels: heights run to the left, rows downwards. */
export interface Geometry {
  readonly size: Size;
  readonly axis: HeightAxis;
  readonly treeLeft: number;
  readonly treeRight: number;
  readonly labelLeft: number;
  /** Between rows at scale 1. */
  readonly spacing: number;
  /** Of all rows at scale 1. */
  readonly contentHeight: number;
}

export function geometryOf(tree: MergeTree, rows: number, size: Size, exponent: 1 | 0.5): Geometry {
  const labelWidth = Math.max(120, Math.min(460, size.width * 0.42));
  const treeLeft = 22;
  const treeRight = Math.max(treeLeft + 60, size.width - labelWidth - 16);
  const available = Math.max(1, size.height - axisHeightPx - 2 * paddingPx);
  const spacing = Math.max(leastSpacingPx, Math.min(mostSpacingPx, available / rows));
  return {
    size,
    axis: heightAxis(tree.height[tree.nodes - 1]!, treeLeft + 14, treeRight, exponent),
    treeLeft,
    treeRight,
    labelLeft: treeRight + 14,
    spacing,
    contentHeight: rows * spacing + 2 * paddingPx,
  };
}

/** Canvas y of a place in rows. */
export function screenY(geometry: Geometry, view: View, row: number): number {
  return view.y + view.scale * (paddingPx + row * geometry.spacing);
}

export function rowAt(geometry: Geometry, view: View, y: number): number {
  return ((y - view.y) / view.scale - paddingPx) / geometry.spacing;
}

/** The node under a point: a row with its label, an edge, or the vertical line of a merge. −1 where there is none. */
export function nodeAt(
  tree: MergeTree,
  layout: DendrogramLayout,
  geometry: Geometry,
  view: View,
  x: number,
  y: number,
): number {
  const row = Math.floor(rowAt(geometry, view, y));
  const node = layout.rows[row];
  if (node === undefined || y > geometry.size.height - axisHeightPx) return -1;
  if (x >= geometry.axis.x(tree.height[node]!) - hitPx) return node;
  for (let at = node; at !== -1; at = tree.parent[at]!) {
    const parent = tree.parent[at]!;
    const right = geometry.axis.x(tree.height[at]!);
    const left = parent === -1 ? geometry.treeLeft : geometry.axis.x(tree.height[parent]!);
    if (Math.abs(y - screenY(geometry, view, layout.y[at]!)) <= hitPx && x <= right + hitPx && x > left + hitPx)
      return at;
    if (at !== node && Math.abs(x - right) <= hitPx) {
      const top = screenY(geometry, view, layout.y[tree.left[at]!]!);
      const bottom = screenY(geometry, view, layout.y[tree.right[at]!]!);
      if (y >= top && y <= bottom) return at;
    }
  }
  return -1;
}
