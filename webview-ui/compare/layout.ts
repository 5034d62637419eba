import { sankey } from 'd3-sankey';
import type { Size } from '../canvas';
import type { Band, Bar, Flow } from './flow';

/** The door to d3-sankey, which places bars so that few bands cross. */

export interface PlacedBar {
  readonly bar: Bar;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedBand {
  readonly band: Band;
  /** An SVG path around its area. */
  readonly path: string;
  /** Its middle. */
  readonly x: number;
  readonly y: number;
}

export interface FlowLayout {
  /** From top to bottom. */
  readonly first: readonly PlacedBar[];
  readonly second: readonly PlacedBar[];
  /** In the order in which they leave the bars, from top to bottom. */
  readonly bands: readonly PlacedBand[];
  readonly height: number;
  /** What names have at each side, in pixels. */
  readonly margin: number;
}

const barWidthPx = 12;
const lineHeightPx = 18;
const gapPx = 14;
const edgePx = 10;
const leastBandPx = 1;

interface Node {
  readonly bar: Bar;
}
interface Link {
  readonly band: Band;
  readonly source: string;
  readonly target: string;
  readonly value: number;
}

/** In CSS pixels; as high as the picture, or as many lines as there are bars on a side. */
export function layoutFlow({ first, second, bands }: Flow, size: Size): FlowLayout {
  const most = Math.max(first.length, second.length, 1);
  const height = Math.max(size.height, most * lineHeightPx + 2 * edgePx);
  const margin = Math.round(Math.min(240, 0.27 * size.width));
  const graph = sankey<Node, Link>()
    .nodeId(({ bar }) => bar.key)
    .nodeWidth(barWidthPx)
    .nodePadding(Math.min(gapPx, (0.75 * height) / most))
    .extent([
      [margin, edgePx],
      [Math.max(margin + 4 * barWidthPx, size.width - margin), height - edgePx],
    ])({
    nodes: [...first, ...second].map((bar) => ({ bar })),
    links: bands.map((band) => ({ band, source: band.from.key, target: band.to.key, value: band.documents })),
  });
  const placed = graph.nodes
    .map(({ bar, x0, x1, y0, y1 }): PlacedBar => ({ bar, left: x0!, top: y0!, width: x1! - x0!, height: y1! - y0! }))
    .sort((a, b) => a.top - b.top);
  const links = [...graph.links].sort((a, b) => a.y0! - b.y0!);
  return {
    first: placed.filter(({ bar }) => bar.side === 'first'),
    second: placed.filter(({ bar }) => bar.side === 'second'),
    bands: links.map(({ band, source, target, y0, y1, width }): PlacedBand => {
      const [from, to] = [source as { x1: number }, target as { x0: number }];
      const half = Math.max(leastBandPx, width!) / 2;
      return { band, path: ribbon(from.x1, y0!, to.x0, y1!, half), x: (from.x1 + to.x0) / 2, y: (y0! + y1!) / 2 };
    }),
    height,
    margin,
  };
}

/** The area around a curve from one place to another, level at both ends. */
function ribbon(x0: number, y0: number, x1: number, y1: number, half: number): string {
  const middle = (x0 + x1) / 2;
  return [
    `M${x0},${y0 - half}`,
    `C${middle},${y0 - half} ${middle},${y1 - half} ${x1},${y1 - half}`,
    `V${y1 + half}`,
    `C${middle},${y1 + half} ${middle},${y0 + half} ${x0},${y0 + half}`,
    'Z',
  ].join('');
}
