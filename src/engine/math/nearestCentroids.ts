import type { Steps } from '../runContext';
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
}

export const rowsATask = ({ columns }: Matrix, k: number): number =>
  Math.max(1, Math.floor(productsATask / Math.max(1, k * columns)));

/** Finds the nearest of k centroids for each row of x, which must not change meanwhile, on the thread that asks. */
export function nearestCentroids(x: Matrix, k: number): CentroidSearch {
  const { rows } = x;
  const labels = new Int32Array(rows).fill(-1);
  const squared = new Float32Array(rows);
  const nearest = kernels().nearest(x);
  const step = rowsATask(x, k);
  return {
    labels,
    squared,
    *assign(centroids) {
      for (let first = 0; first < rows; first += step) {
        nearest.assign(centroids, labels, squared, first, Math.min(rows, first + step));
        yield undefined;
      }
    },
  };
}
