import type { RowBounds } from './kernels';
import type { Matrix } from './matrix';

/** How far each row is from centroids at least and at most. */
interface Distances {
  /** To the nearest. */
  readonly upper: Float64Array; // [rows]
  /** To all others. */
  readonly lower: Float64Array; // [rows]
}

/** How far centroids are from where they were. */
interface Movement {
  readonly distances: Float64Array; // [k]
  readonly farthest: number;
  /** The greatest of the distances without that of `farthest`. */
  readonly secondDistance: number;
}

/** From centroids to those that took their places, [k × columns] both. */
function movementOf(from: Matrix, to: Matrix): Movement {
  const { rows: k, columns } = from;
  const distances = new Float64Array(k);
  for (let c = 0; c < k; c++) {
    let sum = 0;
    for (let at = c * columns; at < (c + 1) * columns; at++) sum += (from.values[at]! - to.values[at]!) ** 2;
    distances[c] = Math.sqrt(sum);
  }
  const farthest = distances.indexOf(Math.max(...distances));
  const secondDistance = distances.reduce((most, distance, c) => (c === farthest ? most : Math.max(most, distance)), 0);
  return { distances, farthest, secondDistance };
}

/** What bounds are made of; threads share it. */
export interface BoundsParams {
  readonly distances: Distances;
  /** Of the centroids since the last search; undefined where nothing is known. */
  readonly movement: Movement | undefined;
  /** How far squared distances of the kernels can be from the true ones: within it a row is looked at. */
  readonly error: number;
}

/** Follows centroids from one search of the nearest to the next. */
export class CentroidPath {
  readonly #distances: Distances;
  readonly #squaredLength: number; // the greatest of all rows
  #last: Matrix | undefined;

  /** @param buffer zeros that threads can share, where there are several */
  constructor(x: Matrix, buffer: (bytes: number) => ArrayBufferLike = (bytes) => new ArrayBuffer(bytes)) {
    const column = (): Float64Array => new Float64Array(buffer(x.rows * 8));
    this.#distances = { upper: column(), lower: column() };
    this.#squaredLength = greatestSquaredLength(x);
  }

  /** @param isFollowing whether the centroids took the places of the last ones, and labels are as they were left */
  next(centroids: Matrix, isFollowing: boolean): BoundsParams {
    const movement = isFollowing && this.#last !== undefined ? movementOf(this.#last, centroids) : undefined;
    this.#last = centroids;
    const squaredLength = Math.max(this.#squaredLength, greatestSquaredLength(centroids));
    return { distances: this.#distances, movement, error: errorOf(centroids.columns, squaredLength) };
  }
}

/**
 * A product of d terms in 32-bit floats is off by at most d · 2⁻²⁴ times the product of lengths, and the squared distance by
 * twice that and the rounding of lengths.
 */
const errorOf = (columns: number, squaredLength: number): number => 4 * (columns + 4) * 2 ** -24 * squaredLength;

function greatestSquaredLength({ rows, columns, values }: Matrix): number {
  let greatest = 0;
  for (let i = 0, p = 0; i < rows; i++) {
    let sum = 0;
    for (let t = 0; t < columns; t++, p++) sum += values[p]! * values[p]!;
    if (sum > greatest) greatest = sum;
  }
  return greatest;
}

/**
 * Lloyd's iterations with bounds (Hamerly, "Making k-means even faster", 2010): a row's centroid moves towards another by no more
 * than both move, so rows that are nearer to theirs than to any other by more than that needn't be looked at. Without the test
 * on half the distance between centroids, and without measuring the distance to the own centroid again before all others are:
 * with text vectors the first leaves out no further row, and the second costs as much on scalars as all centroids by SIMD.
 */
export function hamerlyBounds({ distances: { upper, lower }, movement, error }: BoundsParams): RowBounds {
  return {
    isOpen(row, label) {
      if (movement === undefined) return true;
      const { distances, farthest, secondDistance } = movement;
      const most = label === farthest ? secondDistance : distances[farthest]!;
      const near = upper[row]! + distances[label]!;
      const far = lower[row]! - most;
      upper[row] = near;
      lower[row] = far;
      return !(near < far);
    },
    found(row, squared, nextSquared) {
      upper[row] = Math.sqrt(squared + error);
      lower[row] = Math.sqrt(Math.max(0, nextSquared - error));
    },
  };
}
