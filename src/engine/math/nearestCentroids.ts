import type { Steps } from '../runContext';
import { type BoundsParams, CentroidPath, hamerlyBounds } from './centroidBounds';
import { kernels } from './kernels';
import type { Matrix } from './matrix';

/** Multiplications a task: up to 30 ms, so that a run can be cancelled between two. */
const productsATask = 3e8;

export interface CentroidSearch {
  /** The nearest centroid of each row, of equals the first, and the squared distance to it; the caller's to change until the next call. */
  readonly labels: Int32Array; // [rows]
  readonly squared: Float32Array; // [rows]
  /** Fills both. */
  assign(centroids: Matrix): Steps<void>;
  /**
   * The same labels with less work where centroids have moved little since the last call, after which no label may have been
   * changed. The squared distance of a row that needn't be looked at stays what it was.
   */
  follow(centroids: Matrix): Steps<void>;
}

export const rowsATask = ({ columns }: Matrix, k: number): number =>
  Math.max(1, Math.floor(productsATask / Math.max(1, k * columns)));

/** Finds the nearest of k centroids for each row of x, which must not change meanwhile, on the thread that asks. */
export function nearestCentroids(x: Matrix, k: number): CentroidSearch {
  const { rows } = x;
  const labels = new Int32Array(rows).fill(-1);
  const squared = new Float32Array(rows);
  const nearest = kernels().nearest(x);
  const path = new CentroidPath(x);
  const step = rowsATask(x, k);
  function* search(centroids: Matrix, params: BoundsParams): Steps<void> {
    const bounds = hamerlyBounds(params);
    for (let first = 0; first < rows; first += step) {
      nearest.assign(centroids, labels, squared, first, Math.min(rows, first + step), bounds);
      yield undefined;
    }
  }
  return {
    labels,
    squared,
    assign: (centroids) => search(centroids, path.next(centroids, false)),
    follow: (centroids) => search(centroids, path.next(centroids, true)),
  };
}
