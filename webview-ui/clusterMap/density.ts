import { contourDensity } from 'd3-contour';
import type { Size } from '../canvas';

const bandwidthPx = 14;
const levels = 7;

/** The door to d3-contour: lines of equal density of the places, as one path in their coordinates. */
export function densityContours(places: Float32Array, { width, height }: Size): Path2D {
  const documents = Array.from({ length: places.length / 2 }, (_, d) => d);
  const contours = contourDensity<number>()
    .x((d) => places[2 * d]!)
    .y((d) => places[2 * d + 1]!)
    .size([width, height])
    .bandwidth(bandwidthPx)
    .thresholds(levels)(documents);
  const path = new Path2D();
  for (const { coordinates } of contours)
    for (const ring of coordinates.flat()) {
      ring.forEach(([x, y], i) => (i === 0 ? path.moveTo(x!, y!) : path.lineTo(x!, y!)));
      path.closePath();
    }
  return path;
}
