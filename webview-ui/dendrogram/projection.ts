import type { Pen } from '../savedPicture/pen';
import type { Orientation } from '../../src/shared/viewProtocol';
import type { Box, Point, Size } from '../canvas';
import { type HeightAxis, heightAxis } from '../scale';
import type { View } from '../zoom';
import { linearProjection } from './linear';
import { radialProjection } from './radial';

/**
 * Where the tree stands on the canvas. A place in the tree is a position (in rows, 0.5 being the middle of the first) and
 * a depth (from root to leaves, in CSS pixels at scale 1); all that is drawn, hit or dragged asks here where that is.
 */
export interface Projection {
  readonly orientation: Orientation;
  /** The part of the canvas on which the tree is drawn. */
  readonly plot: Box;
  readonly axis: HeightAxis;
  /** Where the root's stem begins, and where leaves stand. */
  readonly stemDepth: number;
  readonly leafDepth: number;
  /** All that can be panned to, at scale 1. */
  readonly content: Box;
  readonly scales: readonly [least: number, most: number];
  readonly pans: 'x' | 'y' | 'both';
  /** Under a view: how far it is zoomed and panned. */
  at(view: View): Placement;
}

export interface Placement extends Omit<Projection, 'at' | 'content' | 'scales'> {
  point(position: number, depth: number): Point;
  /** The inverse of `point`. */
  place(x: number, y: number): Place;
  /** Goes on with a path from one position to another at one depth: the edge of a merge, or the base of a triangle. */
  span(context: Pen, from: number, to: number, depth: number): void;
  /** A closed path around all between two positions and two depths. */
  area(context: Pen, from: number, to: number, near: number, far: number): void;
  /** CSS pixels of one row at a depth. */
  rowPx(depth: number): number;
  /** CSS pixels of one unit of depth. */
  readonly depthPx: number;
  /** The positions that the canvas shows. */
  readonly seen: readonly (readonly [from: number, to: number])[];
  /** Whether the canvas shows something between two positions at this depth or beyond it. */
  isShown(from: number, to: number, depth: number): boolean;
  /** The depths that the canvas shows. */
  readonly seenDepths: readonly [least: number, most: number];
  /** The depth at which a row with its name ends. */
  endDepth(position: number): number;
  /** Where the name of a row stands; undefined where it cannot be seen. */
  label(position: number): LabelPlace | undefined;
  /** The line of equal height, across all rows, as an SVG path. Empty where it cannot be seen. */
  line(depth: number): string;
  /** The same as a path of a canvas. */
  grid(context: Pen, depth: number): void;
  /** Where a height is written. */
  tick(depth: number): TickPlace;
  /** Where the axis' name is written. */
  readonly caption: TickPlace;
  /** A line between the axis and the tree. */
  readonly border: readonly [Point, Point] | undefined;
  /** Around the tree without names. */
  readonly box: Box;
}

export interface Place {
  readonly position: number;
  readonly depth: number;
}

export interface TickPlace extends Point {
  readonly align: 'left' | 'center';
}

export interface LabelPlace extends Point {
  /** Radians, clockwise; between −π/2 and π/2, so that no name is upside down. */
  readonly angle: number;
  readonly align: 'left' | 'right';
  /** CSS pixels that the name and its count may take. */
  readonly width: number;
  /** The count stands at the end of that width, or right after the name. */
  readonly countAt: 'end' | 'name';
}

export interface TreeShape {
  readonly rows: number;
  /** The height of the root. */
  readonly greatest: number;
  readonly exponent: 1 | 0.5;
}

/** Below the tree: the axis, or the room of the buttons. */
export const stripPx = 30;

/** @param isMini without axis, names and margins, as small as need be */
export function projectionOf(orientation: Orientation, shape: TreeShape, size: Size, isMini = false): Projection {
  const axis = (root: number, leaves: number): HeightAxis => heightAxis(shape.greatest, root, leaves, shape.exponent);
  return orientation === 'radial'
    ? radialProjection(shape.rows, size, axis, isMini)
    : linearProjection(orientation, shape.rows, size, axis, isMini);
}

/** Whether the tree goes on beyond the canvas. */
export function isPartlySeen({ box, plot }: Placement): boolean {
  return (
    box.left < plot.left - 1 || box.top < plot.top - 1 || box.right > plot.right + 1 || box.bottom > plot.bottom + 1
  );
}
