import { fittedText } from '../canvas';
import { firstSplitNode, heightOfCut } from '../../src/shared/tree/cut';
import { isLeaf, sizeOf } from '../../src/shared/tree/mergeTree';
import { foundIn } from '../model/search';
import { colourOf, type Scene } from '../scene';
import { formatCount, t } from '../strings';
import type { View } from '../zoom';
import { axisHeightPx, type Geometry, screenY } from './geometry';
import { branchCount } from './branchCount';
import { type DendrogramLayout, type Folding, isUnfolded } from './layout';

export interface DendrogramPicture {
  readonly scene: Scene;
  readonly folding: Folding;
  readonly layout: DendrogramLayout;
  readonly geometry: Geometry;
  readonly view: View;
  /** Merges above a cut into this many clusters have no colour: they hold several of the analysis' clusters. */
  readonly coloursFrom: number;
  /** [nodes] The group of a branch, or −1 where it holds several or noise. */
  readonly groupOf: (node: number) => number;
  readonly selected: number;
  readonly hovered: number;
  /** The node with the keyboard's focus, or −1. */
  readonly focused: number;
}

const cutCountPx = 62; // half of the count on the axis, with air
const leastBranchPx = 3;
const leastLabelPx = 15;

export function drawDendrogram(context: CanvasRenderingContext2D, picture: DendrogramPicture): void {
  const { geometry, scene } = picture;
  const { width, height } = geometry.size;
  const bottom = height - axisHeightPx;
  context.font = `${scene.theme.fontSizePx}px ${scene.theme.font}`;
  context.textBaseline = 'middle';
  drawGrid(context, picture, bottom);
  context.save();
  context.beginPath();
  context.rect(0, 0, width, bottom);
  context.clip();
  drawRowBackgrounds(context, picture, bottom);
  drawBranches(context, picture, bottom);
  drawLabels(context, picture, bottom);
  drawFocus(context, picture);
  context.restore();
}

function drawGrid(context: CanvasRenderingContext2D, picture: DendrogramPicture, bottom: number): void {
  const { geometry, scene, folding } = picture;
  const { theme } = scene;
  const cutX = geometry.axis.x(heightOfCut(scene.tree, folding.clusters));
  context.strokeStyle = theme.line;
  context.fillStyle = theme.muted;
  context.lineWidth = 1;
  context.textAlign = 'center';
  const font = context.font;
  context.font = `${Math.round(theme.fontSizePx * 0.85)}px ${theme.font}`;
  for (const tick of geometry.axis.ticks()) {
    const x = Math.round(geometry.axis.x(tick.height)) + 0.5;
    context.globalAlpha = theme.kind.startsWith('high-contrast') ? 0.25 : 0.45;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, bottom + 4);
    context.stroke();
    context.globalAlpha = 1;
    if (Math.abs(x - cutX) > cutCountPx) context.fillText(tick.text, x, bottom + 15);
  }
  context.textAlign = 'left';
  context.fillText(t('height'), geometry.labelLeft, bottom + 15);
  context.beginPath();
  context.moveTo(0, bottom + 0.5);
  context.lineTo(geometry.size.width, bottom + 0.5);
  context.stroke();
  context.font = font;
}

function drawRowBackgrounds(context: CanvasRenderingContext2D, picture: DendrogramPicture, bottom: number): void {
  const { scene, layout, view, geometry } = picture;
  for (const [node, colour] of [
    [picture.selected, scene.theme.selected],
    [picture.hovered, scene.theme.hover],
  ] as const) {
    if (node < 0 || Number.isNaN(layout.y[node]!)) continue;
    const top = screenY(geometry, view, layout.firstRow[node]!);
    const end = screenY(geometry, view, layout.lastRow[node]! + 1);
    if (end < 0 || top > bottom) continue;
    const parent = scene.tree.parent[node]!;
    const left = parent === -1 ? geometry.treeLeft : geometry.axis.x(scene.tree.height[parent]!) + 3;
    context.fillStyle = colour;
    context.beginPath();
    context.roundRect(left, top + 1, geometry.size.width - left - 6, end - top - 2, 4);
    context.fill();
  }
}

/** Draws from the root down, leaving out what is off the canvas and drawing what is too small to see as one bar. */
function drawBranches(context: CanvasRenderingContext2D, picture: DendrogramPicture, bottom: number): void {
  const { scene, folding, layout, geometry, view } = picture;
  const { tree, theme } = scene;
  const firstSplit = firstSplitNode(tree, picture.coloursFrom);
  const largest = sizeOf(tree, tree.nodes - 1);
  const rowPx = geometry.spacing * view.scale;
  const pending = [tree.nodes - 1];
  const rootY = screenY(geometry, view, layout.y[tree.nodes - 1]!);
  line(context, theme.muted, geometry.treeLeft, rootY, geometry.axis.x(tree.height[tree.nodes - 1]!), rootY);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const top = screenY(geometry, view, layout.firstRow[node]!);
    const end = screenY(geometry, view, layout.lastRow[node]! + 1);
    if (end < 0 || top > bottom) continue;
    const x = geometry.axis.x(tree.height[node]!);
    const y = screenY(geometry, view, layout.y[node]!);
    const colour = node >= firstSplit ? theme.muted : colourOf(scene, picture.groupOf(node));
    context.globalAlpha = scene.matches === null || foundIn(scene.matches, tree, node) > 0 ? 1 : 0.25;
    context.lineWidth = node === picture.selected ? 2.5 : node >= firstSplit ? 1.25 : 1.5;
    if (!isUnfolded(tree, folding, node)) {
      drawRow(context, picture, node, x, y, rowPx, colour, largest);
    } else if (end - top < leastBranchPx) {
      context.fillStyle = colour;
      context.fillRect(x, top, Math.max(1, geometry.treeRight - x), Math.max(1, end - top));
    } else {
      const left = tree.left[node]!;
      const right = tree.right[node]!;
      const leftY = Math.max(-2, screenY(geometry, view, layout.y[left]!));
      const rightY = Math.min(bottom + 2, screenY(geometry, view, layout.y[right]!));
      line(context, colour, x, leftY, x, rightY);
      for (const child of [left, right]) {
        const childY = screenY(geometry, view, layout.y[child]!);
        const childColour = child >= firstSplit ? theme.muted : colourOf(scene, picture.groupOf(child));
        line(context, childColour, x, childY, geometry.axis.x(tree.height[child]!), childY);
        pending.push(child);
      }
      if (node === picture.hovered || node === picture.selected) dot(context, colour, x, y, 4);
    }
  }
  context.globalAlpha = 1;
}

/** A folded branch is a triangle from its merge to its leaves, a leaf a dot. */
function drawRow(
  context: CanvasRenderingContext2D,
  { scene, geometry }: DendrogramPicture,
  node: number,
  x: number,
  y: number,
  rowPx: number,
  colour: string,
  largest: number,
): void {
  if (isLeaf(scene.tree, node)) {
    dot(context, colour, geometry.treeRight, y, Math.min(3.5, Math.max(0.75, rowPx / 3)));
    return;
  }
  const share = Math.sqrt(sizeOf(scene.tree, node) / largest);
  const half = Math.min(rowPx * 0.44, Math.max(1, Math.min(4 + 26 * share, rowPx * 0.44)));
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(geometry.treeRight, y - half);
  context.lineTo(geometry.treeRight, y + half);
  context.closePath();
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * 0.75;
  context.fill();
  context.globalAlpha = alpha;
  context.stroke();
}

/** Names of rows; where rows are closer than lines of text, of the branches that a line or two can stand for. */
function drawLabels(context: CanvasRenderingContext2D, picture: DendrogramPicture, bottom: number): void {
  const { scene, layout, geometry, view } = picture;
  const rowPx = geometry.spacing * view.scale;
  context.textAlign = 'left';
  if (rowPx < leastLabelPx) {
    for (const { node, y } of labelledBranches(picture, bottom)) drawLabel(context, scene, geometry, node, y);
    return;
  }
  const top = screenY(geometry, view, 0);
  const last = Math.min(layout.rows.length - 1, Math.ceil((bottom - top) / rowPx));
  for (let row = Math.max(0, Math.floor(-top / rowPx)); row <= last; row++)
    drawLabel(context, scene, geometry, layout.rows[row]!, top + (row + 0.5) * rowPx);
}

/** Branches of about two lines' height, the largest first where they would overlap. */
function labelledBranches(picture: DendrogramPicture, bottom: number): { node: number; y: number }[] {
  const { scene, folding, layout, geometry, view } = picture;
  const { tree, matches } = scene;
  const candidates: { node: number; y: number; weight: number }[] = [];
  const pending = [tree.nodes - 1];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const top = screenY(geometry, view, layout.firstRow[node]!);
    const end = screenY(geometry, view, layout.lastRow[node]! + 1);
    if (end < 0 || top > bottom) continue;
    if (end - top > 2 * leastLabelPx && isUnfolded(tree, folding, node)) {
      pending.push(tree.right[node]!, tree.left[node]!);
    } else {
      const found = matches === null ? 0 : foundIn(matches, tree, node);
      candidates.push({ node, y: (top + end) / 2, weight: found * tree.nodes + sizeOf(tree, node) });
    }
  }
  candidates.sort((a, b) => b.weight - a.weight || a.node - b.node);
  const taken = new Map<number, number>();
  return candidates.filter(({ y }) => {
    const line = Math.floor(y / leastLabelPx);
    for (let near = line - 1; near <= line + 1; near++)
      if (Math.abs((taken.get(near) ?? -Infinity) - y) < leastLabelPx) return false;
    taken.set(line, y);
    return true;
  });
}

function drawLabel(context: CanvasRenderingContext2D, scene: Scene, geometry: Geometry, node: number, y: number): void {
  const { theme } = scene;
  const { documents, found } = branchCount(scene, node);
  const right = geometry.size.width - 12;
  let space = right - geometry.labelLeft;
  context.globalAlpha = found === 0 ? 0.45 : 1;
  const size = documents > 1 ? formatCount(documents) : '';
  const count = found !== null && documents > 1 ? t('{0} of {1}', found, documents) : size;
  if (count !== '') {
    context.textAlign = 'right';
    context.fillStyle = found !== null && found > 0 ? theme.match : theme.muted;
    context.fillText(count, right, y);
    context.textAlign = 'left';
    space -= context.measureText(count).width + 14;
  }
  const { label } = scene.branches.describe(node);
  context.fillStyle = theme.foreground;
  context.fillText(fittedText(context, label, space), geometry.labelLeft, y);
  context.globalAlpha = 1;
}

function drawFocus(
  context: CanvasRenderingContext2D,
  { focused, layout, geometry, view, scene }: DendrogramPicture,
): void {
  if (focused < 0 || Number.isNaN(layout.y[focused]!)) return;
  context.strokeStyle = scene.theme.focus;
  context.lineWidth = scene.theme.kind.startsWith('high-contrast') ? 2 : 1.5;
  const y = screenY(geometry, view, layout.y[focused]!);
  const x = geometry.axis.x(scene.tree.height[focused]!);
  context.beginPath();
  if (layout.firstRow[focused] === layout.lastRow[focused]) {
    const half = Math.max(5, Math.min(14, (geometry.spacing * view.scale) / 2 - 1));
    const left = Math.min(x, geometry.treeRight) - 8;
    context.roundRect(left, y - half, geometry.size.width - 5 - left, 2 * half, 3);
  } else {
    context.arc(x, y, 8, 0, 2 * Math.PI);
  }
  context.stroke();
}

function line(context: CanvasRenderingContext2D, colour: string, x0: number, y0: number, x1: number, y1: number): void {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

function dot(context: CanvasRenderingContext2D, colour: string, x: number, y: number, radius: number): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
