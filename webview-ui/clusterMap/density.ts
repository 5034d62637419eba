import { contourDensity } from 'd3-contour';
import type { Size } from '../canvas';
import { Outline } from '../savedPicture/pen';

const bandwidthPx = 14;
const levels = 7;

/** The door to d3-contour: lines of equal density of the places, as one path in their coordinates. */
export function densityContours(places: Float32Array, { width, height }: Size): Outline {
  const documents = Array.from({ length: places.length / 2 }, (_, d) => d);
  const contours = contourDensity<number>()
    .x((d) => places[2 * d]!)
    .y((d) => places[2 * d + 1]!)
    .size([width, height])
    .bandwidth(bandwidthPx)
    .thresholds(levels)(documents);
  const rings = contours.flatMap(({ coordinates }) => coordinates.flat());
  return new Outline(rings.map((ring) => `M${ring.map(([x, y]) => `${x!.toFixed(2)} ${y!.toFixed(2)}`).join('L')}Z`).join('')); // prettier-ignore
}
