import type { Box, Point, Size } from '../canvas';
import type { HeightAxis } from '../scale';
import type { View } from '../zoom';
import { type Placement, type Projection, stripPx } from './projection';

/** Where depths and rows begin and end, in CSS pixels. */
interface Frame {
  readonly plot: Box;
  readonly stemDepth: number;
  readonly rootDepth: number;
  readonly leafDepth: number;
  readonly labelDepth: number;
  readonly labelEnd: number;
  readonly endDepth: number;
  /** Along the rows: before the first, between two, and of all. */
  readonly start: number;
  readonly spacing: number;
  readonly length: number;
}

const paddingPx = 12;
const mostZoom = 6;
const axisWidthPx = 46;
const cornerPx = 4;

/** Heights run to the left and rows downwards, or heights upwards and rows to the right. Only rows are zoomed and panned. */
export function linearProjection(
  orientation: 'horizontal' | 'vertical',
  rows: number,
  size: Size,
  heightAxis: (root: number, leaves: number) => HeightAxis,
  isMini: boolean,
): Projection {
  const isVertical = orientation === 'vertical';
  const frame = isMini ? miniFrame(isVertical, rows, size) : isVertical ? upright(rows, size) : lying(rows, size);
  const { plot, stemDepth, leafDepth } = frame;
  const shown = isVertical ? plot.right - plot.left : plot.bottom - plot.top;
  const along = Math.max(frame.length, shown);
  const own = {
    orientation,
    plot,
    axis: heightAxis(frame.rootDepth, leafDepth),
    stemDepth,
    leafDepth,
    pans: isVertical ? ('x' as const) : ('y' as const),
  };
  return {
    ...own,
    content: isVertical ? { ...plot, right: plot.left + along } : { ...plot, bottom: plot.top + along },
    scales: [Math.min(1, shown / frame.length), mostZoom],
    at: (view) => ({ ...own, ...placement(frame, isVertical, rows, view) }),
  };
}

function lying(rows: number, { width, height }: Size): Frame {
  const labelWidth = Math.max(120, Math.min(460, width * 0.42));
  const stemDepth = 22;
  const leafDepth = Math.max(stemDepth + 60, width - labelWidth - 16);
  const available = Math.max(1, height - stripPx - 2 * paddingPx);
  const spacing = Math.max(26, Math.min(58, available / rows));
  return {
    plot: { left: 0, top: 0, right: width, bottom: height - stripPx },
    stemDepth,
    rootDepth: stemDepth + 14,
    leafDepth,
    labelDepth: leafDepth + 14,
    labelEnd: width - 12,
    endDepth: width - 6,
    start: paddingPx,
    spacing,
    length: rows * spacing + 2 * paddingPx,
  };
}

function upright(rows: number, { width, height }: Size): Frame {
  const bottom = height - stripPx;
  const stemDepth = 10;
  const leafDepth = Math.max(stemDepth + 60, bottom - Math.max(90, Math.min(230, bottom * 0.32)));
  const available = Math.max(1, width - axisWidthPx);
  const spacing = Math.max(24, Math.min(100, (available - 2 * paddingPx) / rows));
  const padding = Math.max(paddingPx, (available - rows * spacing) / 2);
  return {
    plot: { left: axisWidthPx, top: 0, right: width, bottom },
    stemDepth,
    rootDepth: stemDepth + 14,
    leafDepth,
    labelDepth: leafDepth + 12,
    labelEnd: bottom - 6,
    endDepth: bottom - 2,
    start: axisWidthPx + padding,
    spacing,
    length: rows * spacing + 2 * padding,
  };
}

function miniFrame(isVertical: boolean, rows: number, { width, height }: Size): Frame {
  const [deep, long] = isVertical ? [height, width] : [width, height];
  const margin = 4;
  const leafDepth = deep - margin;
  return {
    plot: { left: 0, top: 0, right: width, bottom: height },
    stemDepth: margin,
    rootDepth: margin + 2,
    leafDepth,
    labelDepth: leafDepth,
    labelEnd: leafDepth,
    endDepth: leafDepth,
    start: margin,
    spacing: (long - 2 * margin) / rows,
    length: long,
  };
}

type OfView = Omit<Placement, 'orientation' | 'plot' | 'axis' | 'stemDepth' | 'leafDepth' | 'pans'>;

function placement(frame: Frame, isVertical: boolean, rows: number, { scale, x, y }: View): OfView {
  const { plot, stemDepth, leafDepth, labelDepth, labelEnd, endDepth, start, spacing } = frame;
  const shift = isVertical ? x : y;
  const [first, last] = isVertical ? [plot.left, plot.right] : [plot.top, plot.bottom];
  const alongOf = (position: number): number => shift + scale * (start + position * spacing);
  const positionAt = (along: number): number => ((along - shift) / scale - start) / spacing;
  const pointOf = (along: number, depth: number): Point =>
    isVertical ? { x: along, y: depth } : { x: depth, y: along };
  const point = (position: number, depth: number): Point => pointOf(alongOf(position), depth);
  /** Of a line's end: far beyond the canvas is as good as a little. */
  const near = (along: number): number => Math.max(first - 40, Math.min(last + 40, along));
  return {
    point,
    place: (px, py) => (isVertical ? { position: positionAt(px), depth: py } : { position: positionAt(py), depth: px }),
    span(context, from, to, depth) {
      const a = pointOf(near(alongOf(from)), depth);
      const b = pointOf(near(alongOf(to)), depth);
      context.lineTo(a.x, a.y);
      context.lineTo(b.x, b.y);
    },
    area(context, from, to, nearDepth, farDepth) {
      const a = pointOf(near(alongOf(from)), nearDepth);
      const b = pointOf(near(alongOf(to)), farDepth);
      const corner = Math.min(cornerPx, (b.x - a.x) / 2, (b.y - a.y) / 2);
      context.roundRect(a.x, a.y, b.x - a.x, b.y - a.y, Math.max(0, corner));
    },
    rowPx: () => spacing * scale,
    depthPx: 1,
    seen: [[positionAt(first), positionAt(last)]],
    isShown: (from, to) => to >= positionAt(first) && from <= positionAt(last),
    seenDepths: [-Infinity, Infinity],
    endDepth: () => endDepth,
    label: (position) => ({
      ...point(position, labelDepth),
      angle: isVertical ? Math.PI / 2 : 0,
      align: 'left',
      width: labelEnd - labelDepth,
      countAt: 'end',
    }),
    line: (depth) => (isVertical ? `M${first} ${depth}H${last}` : `M${depth} ${first}V${last}`),
    grid(context, depth) {
      const crisp = Math.round(depth) + 0.5;
      const a = pointOf(isVertical ? first - 4 : first, crisp);
      const b = pointOf(isVertical ? last : last + 4, crisp);
      context.moveTo(a.x, a.y);
      context.lineTo(b.x, b.y);
    },
    tick: (depth) =>
      isVertical ? { x: 10, y: depth, align: 'left' } : { x: depth, y: plot.bottom + 15, align: 'center' },
    caption: isVertical ? { x: 10, y: leafDepth + 22, align: 'left' } : { x: 6, y: plot.bottom + 15, align: 'left' },
    border: isVertical
      ? [
          { x: plot.left - 0.5, y: 0 },
          { x: plot.left - 0.5, y: leafDepth + 6 },
        ]
      : [
          { x: plot.left, y: plot.bottom + 0.5 },
          { x: plot.right, y: plot.bottom + 0.5 },
        ],
    box: isVertical
      ? { left: alongOf(0), top: stemDepth, right: alongOf(rows), bottom: leafDepth }
      : { left: stemDepth, top: alongOf(0), right: leafDepth, bottom: alongOf(rows) },
  };
}
