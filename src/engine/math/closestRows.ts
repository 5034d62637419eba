import type { RunContext } from '../runContext';
import type { ClosestParams } from './closestTasks';
import type { Matrix } from './matrix';
import { runJob, share, sharedBuffer } from './threads/threads';

/** Multiplications a task: up to 30 ms, so that a run can be cancelled between two. */
const productsATask = 3e8;

/** The k rows of y that are nearest to each row of x by Euclidean distance, nearest first. [x.rows × k], k ≤ y.rows */
export async function closestRows(
  x: Matrix,
  y: Matrix,
  k: number,
  context: RunContext,
  threads: number,
): Promise<Int32Array> {
  const isShared = threads > 1;
  const params: ClosestParams = {
    columns: x.columns,
    values: isShared ? share(x.values) : x.values,
    targets: isShared ? share(y.values) : y.values,
    k,
    similarities: new Float32Array(sharedBuffer(x.rows * k * 4)).fill(-Infinity),
    indices: new Int32Array(sharedBuffer(x.rows * k * 4)).fill(-1),
    rowsATask: Math.max(64, Math.floor(productsATask / Math.max(1, y.values.length))),
  };
  await runJob('closest', params, Math.ceil(x.rows / params.rowsATask), context, { threads });
  return params.indices;
}
