import type { Point } from '../canvas';
import { firstSplitNode, heightOfCut } from '../../src/shared/tree/cut';
import { isLeaf, sizeOf } from '../../src/shared/tree/mergeTree';
import { foundIn } from '../model/search';
import type { Pen } from '../savedPicture/pen';
import { colourOf, type Scene } from '../scene';
import { type DendrogramLayout, type Folding, isUnfolded } from './layout';
import { drawLabels } from './labels';
import type { Placement } from './projection';
import { t } from '../strings';

/** The tree itself. */
export interface BranchPicture {
  readonly scene: Scene;
  readonly folding: Folding;
  readonly layout: DendrogramLayout;
  readonly placement: Placement;
  /** Merges above a cut into this many clusters have no colour: they hold several of the analysis' clusters. */
  readonly coloursFrom: number;
  /** [nodes] The group of a branch, or −1 where it holds several or noise. */
  readonly groupOf: (node: number) => number;
  /** −1: none, as below. */
  readonly selected: number;
  readonly hovered: number;
}

export interface DendrogramPicture extends BranchPicture {
  /** The node with the keyboard's focus. */
  readonly focused: number;
}

/** CSS pixels between a tick and the count of the cut, to the sides and up and down, that keep them apart. */
const cutCountPx = { x: 62, y: 18 };

export function drawDendrogram(context: Pen, picture: DendrogramPicture): void {
  const { placement, scene } = picture;
  const { left, top, right, bottom } = placement.plot;
  context.font = `${scene.theme.fontSizePx}px ${scene.theme.font}`;
  context.textBaseline = 'middle';
  drawGrid(context, picture);
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  drawRowBackgrounds(context, picture);
  drawBranches(context, picture, 3);
  drawLabels(context, picture);
  drawFocus(context, picture);
  context.restore();
  drawTicks(context, picture);
}

function shownTicks({ placement }: DendrogramPicture): { depth: number; text: string }[] {
  const { axis, depthPx, seenDepths } = placement;
  return axis
    .ticks(depthPx)
    .map(({ height, text }) => ({ depth: axis.depth(height), text }))
    .filter(({ depth }) => depth >= seenDepths[0] && depth <= seenDepths[1]);
}

function drawGrid(context: Pen, picture: DendrogramPicture): void {
  const { placement, scene } = picture;
  context.strokeStyle = scene.theme.line;
  context.lineWidth = 1;
  context.globalAlpha = scene.theme.kind.startsWith('high-contrast') ? 0.25 : 0.45;
  for (const { depth } of shownTicks(picture)) {
    context.beginPath();
    placement.grid(context, depth);
    context.stroke();
  }
  context.globalAlpha = 1;
  if (placement.border === undefined) return;
  const [from, to] = placement.border;
  line(context, scene.theme.line, from, to);
}

/** What is written over the tree, as in a radial one, has the background behind it. */
function drawTicks(context: Pen, picture: DendrogramPicture): void {
  const { placement, scene, folding } = picture;
  const { theme } = scene;
  const { axis, plot, caption } = placement;
  const cut = placement.tick(axis.depth(heightOfCut(scene.tree, folding.clusters)));
  const font = context.font;
  const size = Math.round(theme.fontSizePx * 0.85);
  context.font = `${size}px ${theme.font}`;
  const places = shownTicks(picture).map(({ depth, text }) => ({ ...placement.tick(depth), text }));
  const name = t('height');
  const nameEnd = caption.x + context.measureText(name).width;
  for (const { x, y, align, text } of [...places, { ...caption, text: name }]) {
    if (align === 'center' && caption.align === 'left' && x - context.measureText(text).width / 2 < nameEnd + 6)
      continue;
    if (Math.abs(x - cut.x) <= cutCountPx.x && Math.abs(y - cut.y) <= cutCountPx.y) continue;
    if (placement.orientation === 'radial') {
      if (y > plot.bottom - size) continue;
      const width = context.measureText(text).width + 6;
      context.fillStyle = theme.background;
      context.fillRect(x - width / 2, y - size * 0.65, width, size * 1.3);
    }
    context.textAlign = align;
    context.fillStyle = theme.muted;
    context.fillText(text, x, y);
  }
  context.textAlign = 'left';
  context.font = font;
}

function drawRowBackgrounds(context: Pen, picture: DendrogramPicture): void {
  const { scene, layout, placement } = picture;
  const { axis, stemDepth, depthPx, leafDepth } = placement;
  for (const [node, colour] of [
    [picture.selected, scene.theme.selected],
    [picture.hovered, scene.theme.hover],
  ] as const) {
    if (node < 0 || Number.isNaN(layout.position[node]!)) continue;
    const from = layout.firstRow[node]!;
    const to = layout.lastRow[node]! + 1;
    if (!placement.isShown(from, to, 0)) continue;
    const parent = scene.tree.parent[node]!;
    const near = parent === -1 ? stemDepth : axis.depth(scene.tree.height[parent]!) + 3 / depthPx;
    const inset = Math.min(0.2, 1 / placement.rowPx(leafDepth));
    context.fillStyle = colour;
    context.beginPath();
    placement.area(context, from + inset, to - inset, near, placement.endDepth(layout.position[node]!));
    context.fill();
  }
}

/**
 * Draws from the root down, leaving out what is off the canvas.
 *
 * @param leastBranchPx a branch that is narrower is drawn as one block
 */
export function drawBranches(context: Pen, picture: BranchPicture, leastBranchPx: number): void {
  const { scene, folding, layout, placement } = picture;
  const { tree, theme } = scene;
  const { axis, leafDepth, seenDepths } = placement;
  const firstSplit = firstSplitNode(tree, picture.coloursFrom);
  const largest = sizeOf(tree, tree.nodes - 1);
  const rowPx = placement.rowPx(Math.min(leafDepth, seenDepths[1]));
  const root = tree.nodes - 1;
  const rootPosition = layout.position[root]!;
  context.lineWidth = 1.25;
  line(
    context,
    theme.muted,
    placement.point(rootPosition, placement.stemDepth),
    placement.point(rootPosition, axis.depth(tree.height[root]!)),
  );
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const from = layout.firstRow[node]!;
    const to = layout.lastRow[node]! + 1;
    const depth = axis.depth(tree.height[node]!);
    if (!placement.isShown(from, to, depth)) continue;
    const position = layout.position[node]!;
    const colour = node >= firstSplit ? theme.muted : colourOf(scene, picture.groupOf(node));
    context.globalAlpha = scene.matches === null || foundIn(scene.matches, tree, node) > 0 ? 1 : 0.25;
    context.lineWidth = node === picture.selected ? 2.5 : node >= firstSplit ? 1.25 : 1.5;
    if (!isUnfolded(tree, folding, node)) {
      drawRow(context, picture, node, depth, colour, largest);
    } else if ((to - from) * rowPx < leastBranchPx) {
      drawBlock(context, placement, from, to, depth, colour);
    } else {
      const left = tree.left[node]!;
      const right = tree.right[node]!;
      context.strokeStyle = colour;
      context.beginPath();
      placement.span(context, layout.position[left]!, layout.position[right]!, depth);
      context.stroke();
      for (const child of [left, right]) {
        const at = layout.position[child]!;
        const childColour = child >= firstSplit ? theme.muted : colourOf(scene, picture.groupOf(child));
        if (placement.isShown(at, at, depth))
          line(context, childColour, placement.point(at, depth), placement.point(at, axis.depth(tree.height[child]!)));
        pending.push(child);
      }
      if (node === picture.hovered || node === picture.selected)
        dot(context, colour, placement.point(position, depth), 4);
    }
  }
  context.globalAlpha = 1;
}

/** At least a pixel wide and long. */
function drawBlock(context: Pen, placement: Placement, from: number, to: number, depth: number, colour: string): void {
  const { leafDepth, depthPx } = placement;
  const least = 1 / placement.rowPx(leafDepth);
  context.fillStyle = colour;
  context.beginPath();
  placement.area(context, from, Math.max(to, from + least), Math.min(depth, leafDepth - 1 / depthPx), leafDepth);
  context.fill();
}

/** A folded branch is a triangle from its merge to its leaves, a leaf a dot. */
function drawRow(
  context: Pen,
  { scene, layout, placement }: BranchPicture,
  node: number,
  depth: number,
  colour: string,
  largest: number,
): void {
  const position = layout.position[node]!;
  const { leafDepth } = placement;
  const rowPx = placement.rowPx(leafDepth);
  const tip = placement.point(position, depth);
  if (isLeaf(scene.tree, node)) {
    dot(context, colour, placement.point(position, leafDepth), Math.min(3.5, Math.max(0.75, rowPx / 3)));
    return;
  }
  const share = Math.sqrt(sizeOf(scene.tree, node) / largest);
  const half = Math.min(rowPx * 0.44, Math.max(1, Math.min(4 + 26 * share, rowPx * 0.44))) / rowPx;
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(tip.x, tip.y);
  placement.span(context, position - half, position + half, leafDepth);
  context.closePath();
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * 0.75;
  context.fill();
  context.globalAlpha = alpha;
  context.stroke();
}

function drawFocus(context: Pen, { focused, layout, placement, scene }: DendrogramPicture): void {
  if (focused < 0 || Number.isNaN(layout.position[focused]!)) return;
  const { leafDepth, depthPx } = placement;
  context.strokeStyle = scene.theme.focus;
  context.lineWidth = scene.theme.kind.startsWith('high-contrast') ? 2 : 1.5;
  const position = layout.position[focused]!;
  const depth = placement.axis.depth(scene.tree.height[focused]!);
  context.beginPath();
  if (layout.firstRow[focused] === layout.lastRow[focused]) {
    const rowPx = placement.rowPx(leafDepth);
    const half = Math.max(5, Math.min(14, rowPx / 2 - 1)) / rowPx;
    const near = Math.min(depth, leafDepth) - 8 / depthPx;
    placement.area(context, position - half, position + half, near, placement.endDepth(position) + 1 / depthPx);
  } else {
    const { x, y } = placement.point(position, depth);
    context.arc(x, y, 8, 0, 2 * Math.PI);
  }
  context.stroke();
}

function line(context: Pen, colour: string, from: Point, to: Point): void {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
}

function dot(context: Pen, colour: string, { x, y }: Point, radius: number): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
