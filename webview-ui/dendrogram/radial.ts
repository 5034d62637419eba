import { type Box, contains, type Point, type Size } from '../canvas';
import type { HeightAxis } from '../scale';
import type { View } from '../zoom';
import { type LabelPlace, type Placement, type Projection, stripPx } from './projection';

const turn = 2 * Math.PI;
/** Left open at the top, for the axis. */
const gap = 0.2;
const labelGapPx = 10;
const mostLabelPx = 260;
const leastLabelPx = 28;
const marginPx = 8;
const mostRowPx = 40;
/** How far a row goes on beyond the room that all names have, where one has more. */
const mostBeyondPx = 40;

interface Disc {
  readonly plot: Box;
  readonly centre: Point;
  /** Of the leaves. */
  readonly radius: number;
  /** CSS pixels around the leaves that are kept for names. */
  readonly names: number;
  readonly rows: number;
}

/** The root in the middle, leaves on a circle, clockwise from the top. All of it is zoomed and panned, as a map is. */
export function radialProjection(
  rows: number,
  size: Size,
  heightAxis: (root: number, leaves: number) => HeightAxis,
  isMini: boolean,
): Projection {
  const plot = { left: 0, top: 0, right: size.width, bottom: size.height - (isMini ? 0 : stripPx) };
  const half = Math.min(plot.right, plot.bottom) / 2;
  const names = isMini ? 4 : Math.max(60, Math.min(150, half * 0.4));
  const radius = Math.max(30, half - names);
  const disc: Disc = { plot, centre: { x: plot.right / 2, y: plot.bottom / 2 }, radius, names, rows };
  const own = {
    orientation: 'radial' as const,
    plot,
    axis: heightAxis(radius * 0.06, radius),
    stemDepth: 0,
    leafDepth: radius,
    pans: 'both' as const,
  };
  return {
    ...own,
    content: plot,
    scales: [1, Math.max(6, (rows * mostRowPx) / (turn * radius))],
    at: (view) => ({ ...own, ...placement(disc, view) }),
  };
}

type OfView = Omit<Placement, 'orientation' | 'plot' | 'axis' | 'stemDepth' | 'leafDepth' | 'pans'>;

function placement(disc: Disc, { scale, x, y }: View): OfView {
  const { plot, radius, names, rows } = disc;
  const centre = { x: x + scale * disc.centre.x, y: y + scale * disc.centre.y };
  const step = (turn - gap) / rows;
  const start = -turn / 4 + gap / 2;
  const angleOf = (position: number): number => start + position * step;
  const onRay = (angle: number, depth: number): Point => ({
    x: centre.x + scale * depth * Math.cos(angle),
    y: centre.y + scale * depth * Math.sin(angle),
  });
  const window = seenAngles(plot, centre);
  const seenDepths = depthsOf(plot, centre, scale);
  const seen: [number, number][] = window === undefined ? [[0, rows]] : positionsOf(window, start, step);
  const positionAt = (px: number, py: number): number => {
    const angle = Math.atan2(py - centre.y, px - centre.x) + turn / 4;
    return ((angle < 0 ? angle + turn : angle) - gap / 2) / step;
  };
  const exitAt = (position: number): number => exit(plot, centre, angleOf(position)) / scale;
  const cornersAt = corners(plot).map(({ x: px, y: py }) => ({
    position: positionAt(px, py),
    depth: Math.hypot(px - centre.x, py - centre.y) / scale,
  }));
  const hasAxisRay = centre.x >= plot.left && centre.x <= plot.right && centre.y > plot.top;
  const axisAngle = hasAxisRay ? -turn / 4 : middleAngle(plot, centre);
  const tick = (depth: number): Placement['caption'] => ({ ...onRay(axisAngle, depth), align: 'center' });
  const label = (position: number): LabelPlace | undefined =>
    labelPlace(plot, onRay(angleOf(position), radius + labelGapPx / scale), angleOf(position));
  return {
    point: (position, depth) => onRay(angleOf(position), depth),
    place: (px, py) => ({
      position: positionAt(px, py),
      depth: Math.hypot(px - centre.x, py - centre.y) / scale,
    }),
    span: (context, from, to, depth) =>
      context.arc(centre.x, centre.y, Math.max(0, scale * depth), angleOf(from), angleOf(to), from > to),
    area(context, from, to, near, far) {
      context.arc(centre.x, centre.y, Math.max(0, scale * near), angleOf(from), angleOf(to));
      context.arc(centre.x, centre.y, Math.max(0, scale * far), angleOf(to), angleOf(from), true);
      context.closePath();
    },
    rowPx: (depth) => scale * depth * step,
    depthPx: scale,
    seen,
    // Between two corners, the canvas' edge is farthest away at one of the two positions.
    isShown: (from, to, depth) =>
      seen.some(([first, last]) => to >= first && from <= last) &&
      (exitAt(from) >= depth ||
        exitAt(to) >= depth ||
        cornersAt.some((corner) => corner.position >= from && corner.position <= to && corner.depth >= depth)),
    seenDepths,
    endDepth: (position) =>
      radius + Math.min(names + mostBeyondPx, labelGapPx + (label(position)?.width ?? 0) + 4) / scale,
    label,
    line(depth) {
      if (depth < seenDepths[0] || depth > seenDepths[1]) return '';
      const [from, to] = window ?? [0, turn];
      return arcPath(centre, scale * depth, from, to);
    },
    grid(context, depth) {
      const [from, to] = window ?? [0, turn];
      context.arc(centre.x, centre.y, Math.max(0, scale * depth), from, to);
    },
    tick,
    caption: tick(radius + 16 / scale),
    border: undefined,
    box: {
      left: centre.x - scale * radius,
      top: centre.y - scale * radius,
      right: centre.x + scale * radius,
      bottom: centre.y + scale * radius,
    },
  };
}

function corners({ left, top, right, bottom }: Box): Point[] {
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}

function middleAngle({ left, top, right, bottom }: Box, centre: Point): number {
  return Math.atan2((top + bottom) / 2 - centre.y, (left + right) / 2 - centre.x);
}

/** The angles under which a point outside of a box sees it, less than half a turn; undefined from within. */
function seenAngles(box: Box, centre: Point): [number, number] | undefined {
  if (contains(box, centre)) return undefined;
  const middle = middleAngle(box, centre);
  let [least, most] = [0, 0];
  for (const corner of corners(box)) {
    let off = Math.atan2(corner.y - centre.y, corner.x - centre.x) - middle;
    if (off > turn / 2) off -= turn;
    if (off < -turn / 2) off += turn;
    least = Math.min(least, off);
    most = Math.max(most, off);
  }
  return [middle + least, middle + most];
}

/** The rows within two angles: in two pieces where the top is between them. */
function positionsOf([from, to]: [number, number], start: number, step: number): [number, number][] {
  const around = turn / step;
  const first = ((((from - start) % turn) + turn) % turn) / step;
  const last = first + (to - from) / step;
  return last <= around
    ? [[first, last]]
    : [
        [first, around],
        [0, last - around],
      ];
}

/** How far from a centre a ray leaves a box; −Infinity where it does not meet it. */
function exit({ left, top, right, bottom }: Box, centre: Point, angle: number): number {
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const across = [(left - centre.x) / dx, (right - centre.x) / dx];
  const down = [(top - centre.y) / dy, (bottom - centre.y) / dy];
  const enters = Math.max(Math.min(...across), Math.min(...down));
  const leaves = Math.min(Math.max(...across), Math.max(...down));
  return leaves >= Math.max(0, enters) ? leaves : -Infinity;
}

function depthsOf(box: Box, centre: Point, scale: number): [number, number] {
  const dx = Math.max(box.left - centre.x, 0, centre.x - box.right);
  const dy = Math.max(box.top - centre.y, 0, centre.y - box.bottom);
  const far = Math.max(...corners(box).map((corner) => Math.hypot(corner.x - centre.x, corner.y - centre.y)));
  return [Math.hypot(dx, dy) / scale, far / scale];
}

/** Outwards from the circle; on its left half towards it, so that it is read from left to right. */
function labelPlace(plot: Box, at: Point, angle: number): LabelPlace | undefined {
  if (!contains(plot, at)) return undefined;
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const toSide = dx > 0 ? (plot.right - at.x) / dx : dx < 0 ? (plot.left - at.x) / dx : Infinity;
  const toEdge = dy > 0 ? (plot.bottom - at.y) / dy : dy < 0 ? (plot.top - at.y) / dy : Infinity;
  const width = Math.min(mostLabelPx, toSide - marginPx, toEdge - marginPx);
  if (width < leastLabelPx) return undefined;
  const isFlipped = dx < 0;
  return {
    ...at,
    angle: Math.atan2(isFlipped ? -dy : dy, Math.abs(dx)),
    align: isFlipped ? 'right' : 'left',
    width,
    countAt: 'name',
  };
}

function arcPath(centre: Point, radius: number, from: number, to: number): string {
  const at = (angle: number): string =>
    `${(centre.x + radius * Math.cos(angle)).toFixed(2)} ${(centre.y + radius * Math.sin(angle)).toFixed(2)}`;
  const arc = `A${radius.toFixed(2)} ${radius.toFixed(2)} 0 0 1`;
  return `M${at(from)}${arc} ${at((from + to) / 2)}${arc} ${at(to)}`;
}
