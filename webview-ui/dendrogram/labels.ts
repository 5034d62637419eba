import type { Pen } from '../savedPicture/pen';
import { fittedText } from '../canvas';
import { sizeOf } from '../../src/shared/tree/mergeTree';
import { foundIn } from '../model/search';
import { formatCount, t } from '../strings';
import { branchCount } from './branchCount';
import type { DendrogramPicture } from './draw';
import { isUnfolded } from './layout';

const leastLabelPx = 15;

interface Label {
  readonly node: number;
  readonly position: number;
}

/** Names of rows; where rows are closer than lines of text, of the branches that a line or two can stand for. */
export function drawLabels(context: Pen, picture: DendrogramPicture): void {
  const { layout, placement } = picture;
  const { leafDepth, seen, seenDepths } = placement;
  if (leafDepth > seenDepths[1]) return;
  context.textAlign = 'left';
  if (placement.rowPx(leafDepth) < leastLabelPx) {
    for (const label of labelledBranches(picture)) drawLabel(context, picture, label);
    return;
  }
  for (const [from, to] of seen) {
    const last = Math.min(layout.rows.length - 1, Math.ceil(to));
    for (let row = Math.max(0, Math.floor(from)); row <= last; row++)
      drawLabel(context, picture, { node: layout.rows[row]!, position: row + 0.5 });
  }
}

/** Branches of about two lines' height, the largest first where they would overlap. */
function labelledBranches({ scene, folding, layout, placement }: DendrogramPicture): Label[] {
  const { tree, matches } = scene;
  const { leafDepth } = placement;
  const rowPx = placement.rowPx(leafDepth);
  const candidates: (Label & { weight: number })[] = [];
  const pending = [tree.nodes - 1];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const from = layout.firstRow[node]!;
    const to = layout.lastRow[node]! + 1;
    if (!placement.isShown(from, to, leafDepth)) continue;
    if ((to - from) * rowPx > 2 * leastLabelPx && isUnfolded(tree, folding, node)) {
      pending.push(tree.right[node]!, tree.left[node]!);
    } else {
      const found = matches === null ? 0 : foundIn(matches, tree, node);
      candidates.push({ node, position: (from + to) / 2, weight: found * tree.nodes + sizeOf(tree, node) });
    }
  }
  candidates.sort((a, b) => b.weight - a.weight || a.node - b.node);
  const taken = new Map<number, number>();
  return candidates.filter(({ position }) => {
    const along = position * rowPx;
    const line = Math.floor(along / leastLabelPx);
    for (let near = line - 1; near <= line + 1; near++)
      if (Math.abs((taken.get(near) ?? -Infinity) - along) < leastLabelPx) return false;
    taken.set(line, along);
    return true;
  });
}

function drawLabel(context: Pen, picture: DendrogramPicture, { node, position }: Label): void {
  const { scene, placement } = picture;
  const place = placement.label(position);
  if (place === undefined) return;
  const { theme } = scene;
  const { documents, found } = branchCount(scene, node);
  const size = documents > 1 ? formatCount(documents) : '';
  const count = found !== null && documents > 1 ? t('{0} of {1}', found, documents) : size;
  const space = place.width - (count === '' ? 0 : context.measureText(count).width + 14);
  const label = fittedText(context, scene.branches.describe(node).label, space);
  const isLeft = place.align === 'left';
  const toSide = isLeft ? 1 : -1;
  context.save();
  context.translate(place.x, place.y);
  context.rotate(place.angle);
  context.globalAlpha = found === 0 ? 0.45 : 1;
  context.textAlign = place.align;
  context.fillStyle = theme.foreground;
  context.fillText(label, 0, 0);
  if (count !== '') {
    const isAtEnd = place.countAt === 'end';
    context.fillStyle = found !== null && found > 0 ? theme.match : theme.muted;
    context.textAlign = isAtEnd === isLeft ? 'right' : 'left';
    const from = isAtEnd ? place.width : context.measureText(label).width + (label === '' ? 0 : 8);
    context.fillText(count, toSide * from, 0);
  }
  context.restore();
}
