import { type Cluster, cutOf } from '../../../shared/analysis';
import type { PictureTheme } from '../../../shared/engineProtocol';
import type { PageData } from '../../../shared/viewProtocol';
import {
  fontSize,
  layoutWidth,
  lineHeight,
  margin,
  number,
  type Style,
  styleOf,
  svgDocument,
  textLine,
} from './picture';

const leastHeight = 900;
/** A picture of more lines is no longer read: what is lower than a line then has no name. */
const mostLines = 200;
const noiseLabel = 'Noise';
const paddingPx = 9;
const countWidth = 64;
const rootShare = 0.6; // of the width of another column: its name is known

/** A rectangle that its parts stand beside. */
interface Part {
  readonly label: string;
  readonly size: number;
  /** The cluster whose colour it has; −1 for noise, undefined for all documents. */
  readonly rank: number | undefined;
  readonly parts: readonly Part[];
}

/** All documents, clusters and their parts as an SVG picture: rectangles as high as they have documents. */
export function iciclePicture(
  { analysis: { name, clusters }, documents }: PageData,
  { width, theme }: { readonly width: number; readonly theme: PictureTheme },
): string {
  const cut = cutOf(clusters);
  const style = styleOf(theme, cut.length);
  const noise = documents.cluster.reduce((sum, cluster) => sum + Number(cluster < 0), 0);
  const parts = cut.map((cluster, rank) => partOf(cluster, rank, clusters));
  const whole: Part = {
    label: name,
    size: documents.id.length,
    rank: undefined,
    parts: noise > 0 ? [...parts, { label: noiseLabel, size: noise, rank: -1, parts: [] }] : parts,
  };
  const lines = Math.min(mostLines, whole.parts.reduce((sum, part) => sum + Math.max(1, part.parts.length), 0)); // prettier-ignore
  const height = Math.max(leastHeight, 2 * margin + lines * lineHeight * 1.4);
  const column = (layoutWidth - 2 * margin) / (depthOf(whole) - 1 + rootShare);
  return svgDocument(name, { height, width, style }, rectangles(whole, 0, margin, height - 2 * margin, column, style));
}

function partOf({ id, label, size }: Cluster, rank: number, clusters: readonly Cluster[]): Part {
  const parts = clusters.filter(({ parent }) => parent === id).map((part) => partOf(part, rank, clusters));
  return { label, size, rank, parts };
}

function depthOf({ parts }: Part): number {
  return 1 + parts.reduce((most, part) => Math.max(most, depthOf(part)), 0);
}

/** A part and what stands beside it, in order from the upper left. */
function rectangles(part: Part, level: number, top: number, height: number, column: number, style: Style): string[] {
  const left = margin + (level === 0 ? 0 : (level - 1 + rootShare) * column);
  const width = level === 0 ? rootShare * column : column;
  const colour = part.rank === undefined ? style.faint : style.colourOf(part.rank);
  const box = `x="${number(left)}" y="${number(top)}" width="${number(width)}" height="${number(height)}"`;
  const middle = top + height / 2 + fontSize / 3;
  const name =
    height < lineHeight * 0.75
      ? []
      : [
          textLine(part.label, { x: left + paddingPx, y: middle, width: width - 2 * paddingPx - countWidth, fill: style.text }), // prettier-ignore
          textLine(part.size.toLocaleString('en-US'), {
            ...{ x: left + width - paddingPx, y: middle, width: countWidth, fill: style.faint, anchor: 'end' },
          }),
        ];
  const own = [
    `<rect ${box} fill="${colour}" fill-opacity="0.22" stroke="${style.background}"/>`,
    `<rect x="${number(left)}" y="${number(top)}" width="4" height="${number(height)}" fill="${colour}"/>`,
    ...name,
  ];
  let at = top;
  for (const child of part.parts) {
    const share = (height * child.size) / part.size;
    own.push(...rectangles(child, level + 1, at, share, column, style));
    at += share;
  }
  return own;
}
