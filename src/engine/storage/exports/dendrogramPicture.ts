import { cutOf } from '../../../shared/analysis';
import type { PictureTheme } from '../../../shared/engineProtocol';
import { branchesOf, type BranchWords } from '../../../shared/tree/branches';
import { cutNodes, firstSplitNode } from '../../../shared/tree/cut';
import { isLeaf, type MergeTree, mergeTree, sizeOf } from '../../../shared/tree/mergeTree';
import type { PageData } from '../../../shared/viewProtocol';
import { layoutWidth, lineHeight, margin, number, type Style, styleOf, svgDocument, textLine } from './picture';

/** Branches that a small analysis is shown in, where it has so many. */
const fewestRows = 48;
/** A picture of more is no longer read. */
const mostRows = 200;
const labelWidth = 380;
const countWidth = 60;
const ticks = 4;

const words: BranchWords = {
  severalClusters: (largest, others) => `${largest} + ${others}`,
  partOf: (title) => `${title} …`,
};

/**
 * The dendrogram as an SVG picture, the root on the left: the highest merges of the linkage at their heights, what is under
 * them folded into one branch each, named and in the colour of the cluster that most of its documents are in.
 */
export function dendrogramPicture(
  data: PageData,
  { width, theme }: { readonly width: number; readonly theme: PictureTheme },
): string {
  const { name, clusters } = data.analysis;
  const cut = cutOf(clusters);
  const style = styleOf(theme, cut.length);
  const documents = data.documents.id.length;
  if (documents === 0) return svgDocument(name, { height: 2 * margin, width, style }, []);
  const tree = mergeTree(data.linkage, data.leafOfDocument);
  const rows = cutNodes(tree, Math.min(mostRows, Math.max(fewestRows, cut.length)));
  const height = 2 * margin + (rows.length + 1) * lineHeight;
  const heading = `${name} · ${documents.toLocaleString('en-US')}`;
  return svgDocument(name, { height, width, style }, [
    textLine(heading, { x: margin, y: margin - 14, width: layoutWidth - 2 * margin, fill: style.text }),
    ...axis(tree, height, style),
    ...branchParts(data, tree, rows, style),
  ]);
}

function branchParts(data: PageData, tree: MergeTree, rows: Int32Array, style: Style): string[] {
  const branches = branchesOf(data, tree, words);
  const rankOf = new Map(cutOf(data.analysis.clusters).map(({ id }, rank) => [id, rank]));
  const rankOfNode = (node: number): number => majorityRank(tree, node, data.documents.cluster, rankOf);
  const split = firstSplitNode(tree, rankOf.size);
  const { x, right } = scaleOf(tree);
  const placed = new Map<number, Placed>();
  const parts: string[] = [];
  rows.forEach((node, i) => {
    const middle = margin + (i + 1) * lineHeight;
    const colour = style.colourOf(rankOfNode(node));
    placed.set(node, { y: middle, lastRow: middle });
    if (!isLeaf(tree, node))
      parts.push(`<path d="M${number(x(node))} ${number(middle)}L${right} ${number(middle - 6)}V${number(middle + 6)}Z" fill="${colour}" fill-opacity="0.35" stroke="${colour}"/>`); // prettier-ignore
    const { label } = branches.describe(node);
    parts.push(
      textLine(label, { x: right + 12, y: middle + 4, width: labelWidth - 12 - countWidth, fill: colour }),
      textLine(sizeOf(tree, node).toLocaleString('en-US'), {
        ...{ x: layoutWidth - margin / 2, y: middle + 4, width: countWidth, fill: style.faint, anchor: 'end' },
      }),
    );
  });
  const lines = mergeLines(tree, x, placed, style, (node) => (node < split ? rankOfNode(node) : -1));
  const names = cutOf(data.analysis.clusters).flatMap(({ id, label }, of) => {
    const node = branches.nodeOfCluster.get(id) ?? -1;
    const upper = placed.get(tree.left[node] ?? -1);
    if (upper === undefined) return []; // a row has its name, or no branch is this cluster
    const fill = style.colourOf(of);
    const at = x(node);
    const parent = tree.parent[node]!;
    const before = parent < 0 ? 0 : at - x(parent) - 12;
    return before > right - at
      ? textLine(label, { x: at - 6, y: placed.get(node)!.y - 5, width: before, fill, anchor: 'end' })
      : textLine(label, { x: at + 6, y: upper.lastRow + lineHeight / 2 + 4, width: right - at - 6, fill });
  });
  return [...lines, ...parts, ...names];
}

/** Where a branch is in the picture. */
interface Placed {
  readonly y: number;
  /** Of the lowest row under it: between those of two branches that merge there is room for a name, unless they merge low. */
  readonly lastRow: number;
}

/**
 * The merges above the rows, from the lowest up, which are put into `placed`.
 *
 * @param rankOf the cluster whose colour a merge has; −1 for none
 */
function mergeLines(
  tree: MergeTree,
  x: (node: number) => number,
  placed: Map<number, Placed>,
  style: Style,
  rankOf: (node: number) => number,
): string[] {
  const lines: string[] = [];
  for (let node = tree.leaves; node < tree.nodes; node++) {
    const [left, right] = [tree.left[node]!, tree.right[node]!];
    const upper = placed.get(left);
    const lower = placed.get(right);
    if (upper === undefined || lower === undefined) continue;
    placed.set(node, { y: (upper.y + lower.y) / 2, lastRow: lower.lastRow });
    const rank = rankOf(node);
    const stroke = rank >= 0 ? style.colourOf(rank) : style.faint;
    const line = `M${number(x(left))} ${number(upper.y)}H${number(x(node))}V${number(lower.y)}H${number(x(right))}`;
    lines.push(`<path d="${line}" fill="none" stroke="${stroke}" stroke-width="1.5"/>`);
  }
  return lines;
}

function scaleOf(tree: MergeTree): {
  readonly x: (node: number) => number;
  readonly right: number;
  readonly top: number;
} {
  const top = tree.height.reduce((most, height) => Math.max(most, height), 0);
  const right = layoutWidth - labelWidth;
  return { x: (node) => right - ((right - margin) * tree.height[node]!) / (top || 1), right, top };
}

/** Heights of merges, as many as fit. */
function axis(tree: MergeTree, height: number, { faint }: Style): string[] {
  const { right, top } = scaleOf(tree);
  if (top === 0) return [];
  return Array.from({ length: ticks + 1 }, (_, i) => {
    const x = right - ((right - margin) * i) / ticks;
    const label = ((top * i) / ticks).toPrecision(2);
    return (
      `<path d="M${number(x)} ${margin}V${height - margin}" stroke="${faint}" stroke-opacity="0.25"/>` +
      textLine(label, { x, y: height - margin + 16, width: 100, fill: faint, anchor: 'middle' })
    );
  });
}

/** The rank of the cluster of most documents of a branch; −1 where noise is the most. */
function majorityRank(
  tree: MergeTree,
  node: number,
  clusterOf: Int32Array,
  rankOf: ReadonlyMap<number, number>,
): number {
  const counts = new Map<number, number>();
  let [best, most] = [-1, 0];
  for (let p = tree.start[node]!; p < tree.end[node]!; p++) {
    const rank = rankOf.get(clusterOf[tree.documentOrder[p]!]!) ?? -1;
    const count = (counts.get(rank) ?? 0) + 1;
    counts.set(rank, count);
    if (count > most) [best, most] = [rank, count];
  }
  return best;
}
