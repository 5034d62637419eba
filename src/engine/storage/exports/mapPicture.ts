import { type Analysis, cutOf, type DocumentRow } from '../../../shared/analysis';
import { xmlText } from './xml';

const width = 1200;
const height = 900;
const margin = 40;
const legendWidth = 330;
const legendLine = 22;
const noise = '#9a9a9a';
/** Degrees: neighbours in number get hues far apart. */
const goldenAngle = 137.508;

/** The map of documents as an SVG picture: a point a document in its cluster's colour, and a legend of the clusters. */
export function mapPicture({ name, clusters }: Analysis, rows: readonly DocumentRow[]): string {
  const cut = cutOf(clusters);
  const tall = Math.max(height, 2 * margin + (cut.length + 1) * legendLine);
  const place = placing(rows);
  const points = rows.map((row) => {
    const [x, y] = place(row);
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="${colourOf(row.cluster)}"><title>${xmlText(row.title)}</title></circle>`;
  });
  const legend = cut.map(({ id, label, size }, i) => {
    const y = margin + (i + 1.5) * legendLine;
    return (
      `<circle cx="${width - legendWidth + 8}" cy="${y - 4}" r="6" fill="${colourOf(id)}"/>` +
      `<text x="${width - legendWidth + 22}" y="${y}">${xmlText(`${label} (${size})`)}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${tall}" width="${width}" height="${tall}" font-family="sans-serif" font-size="13">`,
    `<title>${xmlText(name)}</title>`,
    `<rect width="${width}" height="${tall}" fill="#ffffff"/>`,
    '<g fill-opacity="0.75">',
    ...points,
    '</g>',
    `<text x="${width - legendWidth}" y="${margin}" font-weight="bold">${xmlText(name)}</text>`,
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

function colourOf(cluster: number): string {
  if (cluster < 0) return noise;
  const hue = Math.round((cluster * goldenAngle) % 360);
  return `hsl(${hue}, 60%, ${cluster % 2 === 0 ? 42 : 55}%)`;
}

/** Keeps the map's proportions; a map that is one point, or has none, is in the middle. */
function placing(rows: readonly DocumentRow[]): (row: DocumentRow) => readonly [number, number] {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of rows) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  const room = [width - legendWidth - 2 * margin, height - 2 * margin] as const;
  const scale = Math.min(room[0] / (right - left || 1), room[1] / (top - bottom || 1));
  return ({ x, y }) => [
    margin + room[0] / 2 + (x - (left + right) / 2) * scale,
    margin + room[1] / 2 - (y - (bottom + top) / 2) * scale,
  ];
}
