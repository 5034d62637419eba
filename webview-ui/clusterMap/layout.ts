import { quickselect } from 'd3-array';
import type { Size } from '../canvas';

/** Where documents lie on the map at scale 1, in CSS pixels: [documents × 2]. */
export function placeDocuments(projection: Float32Array, size: Size): Float32Array {
  const margin = 36;
  let minX = Infinity;
  let maxX = -Infinity;
  let minY = Infinity;
  let maxY = -Infinity;
  for (let i = 0; i < projection.length; i += 2) {
    minX = Math.min(minX, projection[i]!);
    maxX = Math.max(maxX, projection[i]!);
    minY = Math.min(minY, projection[i + 1]!);
    maxY = Math.max(maxY, projection[i + 1]!);
  }
  const scale = Math.min(
    (size.width - 2 * margin) / (maxX - minX || 1),
    (size.height - 2 * margin) / (maxY - minY || 1),
  );
  const offsetX = (size.width - scale * (maxX - minX)) / 2;
  const offsetY = (size.height - scale * (maxY - minY)) / 2;
  const places = new Float32Array(projection.length);
  for (let i = 0; i < projection.length; i += 2) {
    places[i] = offsetX + scale * (projection[i]! - minX);
    places[i + 1] = offsetY + scale * (maxY - projection[i + 1]!);
  }
  return places;
}

/** False where the analysis was made without a projection. */
export function hasProjection(projection: Float32Array): boolean {
  return projection.some((value) => value !== 0 && Number.isFinite(value));
}

/** The middle of each class, by the median of its documents' places: [classes × 2], NaN for an empty one. */
export function medianCentres(places: Float32Array, classOf: Int32Array, classes: number): Float32Array {
  const ends = new Int32Array(classes);
  for (const of of classOf) if (of >= 0) ends[of]!++;
  for (let c = 1; c < classes; c++) ends[c]! += ends[c - 1]!;
  const next = Int32Array.from(ends, (_, c) => ends[c - 1] ?? 0);
  const x = new Float32Array(ends.at(-1) ?? 0);
  const y = new Float32Array(x.length);
  for (let d = 0; d < classOf.length; d++) {
    const of = classOf[d]!;
    if (of < 0) continue;
    const at = next[of]!++;
    x[at] = places[d * 2]!;
    y[at] = places[d * 2 + 1]!;
  }
  const centres = new Float32Array(2 * classes);
  for (let c = 0; c < classes; c++) {
    const start = ends[c - 1] ?? 0;
    centres[2 * c] = median(x, start, ends[c]!);
    centres[2 * c + 1] = median(y, start, ends[c]!);
  }
  return centres;
}

/** The upper median of the values from `start` to before `end`, which are put into another order. */
function median(values: Float32Array, start: number, end: number): number {
  if (start === end) return Number.NaN;
  const middle = start + ((end - start) >> 1);
  return quickselect(values, middle, start, end - 1)[middle]!;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where each label goes so that none overlap: the first of its places that is free, undefined where none is.
 *
 * @param places of each label, the preferred one first; the first labels choose first
 */
export function placeLabels(places: readonly (readonly Box[])[]): (Box | undefined)[] {
  const taken: Box[] = [];
  return places.map((candidates) => {
    const free = candidates.find((box) => !taken.some((other) => overlap(box, other)));
    if (free !== undefined) taken.push(free);
    return free;
  });
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}

/** Finds the document nearest to a point, by a grid over the places at scale 1. */
export interface PlaceIndex {
  /** The nearest within `radius`, or −1. */
  nearest(x: number, y: number, radius: number): number;
  /** The documents in a rectangle; undefined where there are more than `most`. */
  within(left: number, top: number, right: number, bottom: number, most: number): number[] | undefined;
}

/** The grid is made when it is first asked: the first picture does without. */
export function placeIndex(places: Float32Array, size: Size): PlaceIndex {
  let made: PlaceIndex | undefined;
  const index = (): PlaceIndex => (made ??= placeGrid(places, size));
  return {
    nearest: (x, y, radius) => index().nearest(x, y, radius),
    within: (left, top, right, bottom, most) => index().within(left, top, right, bottom, most),
  };
}

function placeGrid(places: Float32Array, size: Size): PlaceIndex {
  const documents = places.length / 2;
  const cell = Math.max(4, Math.sqrt((size.width * size.height) / Math.max(1, documents)));
  const columns = Math.max(1, Math.ceil(size.width / cell));
  const rows = Math.max(1, Math.ceil(size.height / cell));
  const column = (x: number): number => Math.max(0, Math.min(columns - 1, Math.floor(x / cell)));
  const row = (y: number): number => Math.max(0, Math.min(rows - 1, Math.floor(y / cell)));
  const starts = new Int32Array(columns * rows + 1);
  const cells = new Int32Array(documents);
  for (let d = 0; d < documents; d++) {
    cells[d] = row(places[d * 2 + 1]!) * columns + column(places[d * 2]!);
    starts[cells[d]! + 1]!++;
  }
  for (let c = 0; c < columns * rows; c++) starts[c + 1]! += starts[c]!;
  const next = starts.slice();
  const members = new Int32Array(documents);
  for (let d = 0; d < documents; d++) members[next[cells[d]!]!++] = d;
  return {
    nearest(x, y, radius) {
      let best = -1;
      let bestDistance = radius * radius;
      for (let r = row(y - radius); r <= row(y + radius); r++) {
        for (let c = column(x - radius); c <= column(x + radius); c++) {
          for (let m = starts[r * columns + c]!; m < starts[r * columns + c + 1]!; m++) {
            const d = members[m]!;
            const distance = (places[d * 2]! - x) ** 2 + (places[d * 2 + 1]! - y) ** 2;
            if (distance > bestDistance || (distance === bestDistance && best !== -1)) continue;
            best = d;
            bestDistance = distance;
          }
        }
      }
      return best;
    },
    within(left, top, right, bottom, most) {
      const found: number[] = [];
      for (let r = row(top); r <= row(bottom); r++) {
        for (let m = starts[r * columns + column(left)]!; m < starts[r * columns + column(right) + 1]!; m++) {
          const d = members[m]!;
          const [x, y] = [places[d * 2]!, places[d * 2 + 1]!];
          if (x < left || x > right || y < top || y > bottom) continue;
          if (found.push(d) > most) return undefined;
        }
      }
      return found;
    },
  };
}
