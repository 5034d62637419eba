import { type Analysis, cutOf, type DocumentRow } from '../../../shared/analysis';
import type { PictureTheme } from '../../../shared/engineProtocol';
import { layoutWidth, lineHeight, margin, number, type Style, styleOf, svgDocument, textLine } from './picture';
import { oneLine } from './pictureText';
import { xmlText } from './xml';

const height = 900;
const legendWidth = 330;
const countWidth = 60;
/** More clusters than this are counted below the others. */
const longestLegend = 100;
/** Beyond this many documents a point has no title of its own: a picture of 100,000 elements keeps any viewer busy. */
const mostTitled = 20_000;
const longestTitle = 200;
const noiseLabel = 'Noise';

export interface MapOptions {
  /** In pixels. */
  readonly width: number;
  readonly theme: PictureTheme;
  /** Whether points may tell their documents' titles, for viewers that show them. */
  readonly hasTitles: boolean;
}

/** The map of documents as an SVG picture: a point a document in its cluster's colour, and a legend of the clusters. */
export function mapPicture(
  { name, clusters }: Analysis,
  rows: readonly DocumentRow[],
  { width, theme, hasTitles }: MapOptions,
): string {
  const cut = cutOf(clusters);
  const style = styleOf(theme, cut.length);
  const rankOf = new Map(cut.map(({ id }, rank) => [id, rank]));
  const rank = (row: DocumentRow): number => rankOf.get(row.cluster) ?? -1;
  const place = placing(rows);
  const radius = Math.max(1.2, Math.min(3, 3 * Math.sqrt(3000 / Math.max(1, rows.length))));
  const points =
    hasTitles && rows.length <= mostTitled
      ? titledPoints(rows, place, rank, radius, style)
      : clusterPoints(rows, place, rank, radius, style);
  const noise = rows.filter((row) => rank(row) < 0).length;
  const entries = [...cut, ...(noise > 0 ? [{ label: noiseLabel, size: noise }] : [])];
  const tall = Math.max(height, 2 * margin + (Math.min(entries.length, longestLegend) + 3) * lineHeight);
  return svgDocument(name, { height: tall, width, style }, [...points, ...legend(name, entries, cut.length, style)]);
}

type Placing = (row: DocumentRow) => readonly [number, number];

function titledPoints(
  rows: readonly DocumentRow[],
  place: Placing,
  rank: (row: DocumentRow) => number,
  radius: number,
  { colourOf }: Style,
): string[] {
  const circles = rows.map((row) => {
    const [x, y] = place(row);
    const title = xmlText(oneLine(row.title, longestTitle));
    return `<circle cx="${number(x)}" cy="${number(y)}" r="${number(radius)}" fill="${colourOf(rank(row))}"><title>${title}</title></circle>`;
  });
  return ['<g fill-opacity="0.75">', ...circles, '</g>'];
}

/** The points of each cluster as one line of dots: points that fall together are drawn once. */
function clusterPoints(
  rows: readonly DocumentRow[],
  place: Placing,
  rank: (row: DocumentRow) => number,
  radius: number,
  { colourOf }: Style,
): string[] {
  const dots = new Map<number, Set<string>>();
  for (const row of rows) {
    const [x, y] = place(row);
    const ofCluster = dots.get(rank(row)) ?? new Set();
    dots.set(rank(row), ofCluster.add(`M${number(x)} ${number(y)}h.01`));
  }
  const paths = [...dots]
    .sort(([a], [b]) => a - b)
    .map(([of, places]) => `<path stroke="${colourOf(of)}" d="${[...places].join('')}"/>`);
  return [
    `<g fill="none" stroke-opacity="0.75" stroke-linecap="round" stroke-width="${number(2 * radius)}">`,
    ...paths,
    '</g>',
  ];
}

function legend(
  name: string,
  entries: readonly { readonly label: string; readonly size: number }[],
  clusters: number,
  { text, faint, colourOf }: Style,
): string[] {
  const x = layoutWidth - legendWidth;
  const right = layoutWidth - margin / 2;
  const lines = entries.slice(0, longestLegend).flatMap(({ label, size }, i) => {
    const y = margin + (i + 1.5) * lineHeight;
    return [
      `<circle cx="${x + 8}" cy="${y - 4}" r="6" fill="${colourOf(i < clusters ? i : -1)}"/>`,
      textLine(label, { x: x + 22, y, width: right - x - 22 - countWidth, fill: text }),
      textLine(size.toLocaleString('en-US'), { x: right, y, width: countWidth, fill: faint, anchor: 'end' }),
    ];
  });
  const left = entries.length - longestLegend;
  const y = margin + (longestLegend + 1.5) * lineHeight;
  return [
    textLine(name, { x, y: margin, width: right - x, fill: text }),
    ...lines,
    ...(left > 0
      ? [textLine(`+ ${left.toLocaleString('en-US')}`, { x: x + 22, y, width: legendWidth, fill: faint })]
      : []),
  ];
}

/** Keeps the map's proportions; a map that is one point, or has none, is in the middle. */
function placing(rows: readonly DocumentRow[]): Placing {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of rows) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  const room = [layoutWidth - legendWidth - 2 * margin, height - 2 * margin] as const;
  const scale = Math.min(room[0] / (right - left || 1), room[1] / (top - bottom || 1));
  return ({ x, y }) => [
    margin + room[0] / 2 + (x - (left + right) / 2) * scale,
    margin + room[1] / 2 - (y - (bottom + top) / 2) * scale,
  ];
}
