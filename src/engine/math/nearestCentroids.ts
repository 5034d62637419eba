import { breather, type RunContext } from '../runContext';
import { kernels } from './kernels';
import type { Matrix } from './matrix';
import { runJob, sharedBuffer, shareFloats, threadCount } from './threads/threads';

/** Multiplications a task: up to 30 ms, so that a run can be cancelled between two. */
const productsATask = 3e8;
/** Multiplications from which further threads are worth their start. */
const parallelFrom = 1e9;

export interface CentroidSearch {
  /** The nearest centroid of each row, of equals the first, and the squared distance to it; the caller's to change until the next call. */
  readonly labels: Int32Array; // [rows]
  readonly squared: Float32Array; // [rows]
  /** Fills both. Throws when the run was cancelled. */
  assign(centroids: Matrix): Promise<void>;
}

/**
 * Finds the nearest of k centroids for each row of x, which must not change meanwhile: on all cores where there is much to
 * do. The answer is the same for any number of threads.
 */
export function centroidSearch(
  x: Matrix,
  k: number,
  context: RunContext,
  threads = x.rows * k * x.columns > parallelFrom ? threadCount() : 1,
): CentroidSearch {
  const { rows, columns } = x;
  const bufferOf = threads > 1 ? sharedBuffer : (bytes: number): ArrayBufferLike => new ArrayBuffer(bytes);
  const labels = new Int32Array(bufferOf(rows * 4)).fill(-1);
  const squared = new Float32Array(bufferOf(rows * 4));
  const rowsATask = Math.max(1, Math.floor(productsATask / Math.max(1, k * columns)));
  if (threads === 1) {
    const nearest = kernels().nearest(x);
    const breathe = breather(context);
    const assign = async (centroids: Matrix): Promise<void> => {
      for (let first = 0; first < rows; first += rowsATask) {
        nearest.assign(centroids, labels, squared, first, Math.min(rows, first + rowsATask));
        if (breathe.due()) await breathe();
      }
    };
    return { labels, squared, assign };
  }
  const values = shareFloats(x.values);
  const assign = (centroids: Matrix): Promise<void> => {
    const params = { rows, columns, values, centroids: centroids.values, labels, squared, rowsATask };
    return runJob('nearest', params, Math.ceil(rows / rowsATask), context, { threads });
  };
  return { labels, squared, assign };
}
