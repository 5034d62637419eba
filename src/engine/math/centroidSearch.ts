import type { RunContext, Steps } from '../runContext';
import { type BoundsParams, CentroidPath } from './centroidBounds';
import type { Matrix } from './matrix';
import { type CentroidSearch, nearestCentroids, rowsATask } from './nearestCentroids';
import { runJob, share, sharedBuffer, threadCount } from './threads/threads';

/** Multiplications from which further threads are worth their start. */
const parallelFrom = 1e9;

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
  if (threads === 1) return nearestCentroids(x, k);
  const { rows, columns } = x;
  const labels = new Int32Array(sharedBuffer(rows * 4)).fill(-1);
  const squared = new Float32Array(sharedBuffer(rows * 4));
  const values = share(x.values);
  const step = rowsATask(x, k);
  const path = new CentroidPath(x, sharedBuffer);
  function* search(centroids: Matrix, bounds: BoundsParams): Steps<void> {
    const params = { rows, columns, values, centroids: centroids.values, labels, squared, bounds, rowsATask: step };
    yield runJob('nearest', params, Math.ceil(rows / step), context, { threads });
  }
  return {
    labels,
    squared,
    assign: (centroids) => search(centroids, path.next(centroids, false)),
    follow: (centroids) => search(centroids, path.next(centroids, true)),
  };
}
