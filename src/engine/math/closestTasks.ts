import { kernels } from './kernels';
import type { Job } from './threads/jobs';

/** Rows of which each is to find the nearest of some others. */
export interface ClosestParams {
  readonly columns: number;
  readonly values: Float32Array; // [rows × columns]
  readonly targets: Float32Array; // [targets × columns]
  readonly k: number;
  /** Each task writes its own rows'. */
  readonly similarities: Float32Array; // [rows × k]
  readonly indices: Int32Array; // [rows × k]
  readonly rowsATask: number;
}

export const closestTasks: Job<ClosestParams> = {
  start({ columns, values, targets, k, similarities, indices, rowsATask }) {
    const x = { rows: values.length / columns, columns, values };
    const y = { rows: targets.length / columns, columns, values: targets };
    const blocks = kernels().blocks(x, y, 'squared-distance', { k, similarities, indices });
    const all = Int32Array.from({ length: y.rows }, (_, i) => i);
    return (task) => {
      const first = task * rowsATask;
      const count = Math.min(rowsATask, x.rows - first);
      blocks.offer(
        Int32Array.from({ length: count }, (_, i) => first + i),
        all,
        false,
      );
    };
  },
};
