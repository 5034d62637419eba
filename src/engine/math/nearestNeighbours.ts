import type { RunContext } from '../runContext';
import type { Matrix } from './matrix';
import { insertNearest, type Similarity } from './nearestLists';
import { listsOf, type NeighbourParams, neighbourTaskList } from './neighbourTasks';
import { requireFinite } from './requireFinite';
import { runJob, sharedBuffer, share, threadCount } from './threads/threads';

export interface Neighbours {
  /** Neighbours a row: what was asked for, or all others where there are fewer. */
  readonly k: number;
  /** The rows nearest to each row, nearest first, never itself; of equals the lower number comes first. */
  readonly indices: Int32Array; // [rows × k]
  readonly similarities: Float32Array; // [rows × k]
}

/** Multiplications from which further threads are worth their start. */
const parallelFrom = 1e9;

/**
 * The k nearest other rows of each row, exactly: each pair is compared once, in tiles, on all cores. By product, which is
 * the cosine for rows of unit length (a zero row is at 0 from all), or by minus the squared Euclidean distance.
 * O(rows² · columns). Throws GroveError('bad-input') naming the first row that holds a value that is not finite.
 */
export async function nearestNeighbours(
  x: Matrix,
  k: number,
  context: RunContext,
  { similarity = 'product', threads }: { readonly similarity?: Similarity; readonly threads?: number } = {},
): Promise<Neighbours> {
  requireFinite(x);
  const { rows, columns } = x;
  const size = Math.max(0, Math.min(k, rows - 1));
  const isLarge = (rows * rows * columns) / 2 > parallelFrom;
  const participants = threads ?? (isLarge ? threadCount() : 1);
  const cells = participants * rows * size;
  const params: NeighbourParams = {
    ...{ rows, columns, k: size, similarity },
    values: participants > 1 ? share(x.values) : x.values,
    similarities: new Float32Array(sharedBuffer(cells * 4)).fill(-Infinity),
    indices: new Int32Array(sharedBuffer(cells * 4)).fill(-1),
  };
  if (size > 0) {
    const tasks = neighbourTaskList(params);
    const report = (finished: number): void => {
      const done = tasks[finished]?.tileStart ?? rows;
      context.progress({ stage: 'cluster', done, total: rows, unit: 'documents compared' });
    };
    await runJob('neighbours', params, tasks.length, context, { threads: participants, report });
  }
  return merged(params, participants);
}

/** The lists of all participants in one. The best of the best are the same, however the pairs were divided. */
function merged(params: NeighbourParams, participants: number): Neighbours {
  const { k, similarities, indices } = listsOf(params, 0);
  const all = { k, similarities: similarities.slice(), indices: indices.slice() };
  for (let participant = 1; participant < participants; participant++) {
    const other = listsOf(params, participant);
    for (let at = 0; at < other.indices.length; at++)
      if (other.indices[at]! >= 0) insertNearest(all, Math.floor(at / k), other.indices[at]!, other.similarities[at]!);
  }
  return all;
}
