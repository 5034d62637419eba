import { type BoundsParams, hamerlyBounds } from './centroidBounds';
import { kernels } from './kernels';
import type { Job } from './threads/jobs';

/** Rows of which each is to find the nearest of some centroids. */
export interface NearestParams {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array; // [rows × columns]
  readonly centroids: Float32Array; // [k × columns]
  /** The nearest centroid of each row, and its squared distance: each task writes its own rows'. */
  readonly labels: Int32Array; // [rows]
  readonly squared: Float32Array; // [rows]
  readonly bounds: BoundsParams;
  readonly rowsATask: number;
}

export const nearestTasks: Job<NearestParams> = {
  start({ rows, columns, values, centroids, labels, squared, bounds, rowsATask }) {
    const nearest = kernels().nearest({ rows, columns, values });
    const matrix = { rows: centroids.length / columns, columns, values: centroids };
    const known = hamerlyBounds(bounds);
    return (task) => {
      const first = task * rowsATask;
      nearest.assign(matrix, labels, squared, first, Math.min(rows, first + rowsATask), known);
    };
  },
};
