import type { RunContext } from '../runContext';
import type { Matrix } from './matrix';
import type { NearestLists, Similarity } from './nearestLists';
import { runJob, sharedBuffer } from './threads/threads';

const rowsATask = 256;

/**
 * Offers each row the neighbours of its neighbours and of some rows that it is a neighbour of, which are likely to be near
 * as well. Source: Dong, Moses and Li, "Efficient k-nearest neighbor graph construction for generic similarity measures", 2011.
 *
 * @param x on shared memory where there are several threads, and so are the lists
 * @param order the rows in an order in which those near each other are together
 */
export async function refineNeighbours(
  x: Matrix,
  lists: NearestLists,
  order: Int32Array,
  similarity: Similarity,
  context: RunContext,
  threads: number,
): Promise<void> {
  const known = new Int32Array(sharedBuffer(lists.indices.byteLength));
  known.set(lists.indices);
  const params = { ...x, ...lists, similarity, known, ...reversed(known, lists.k, x.rows), order, rowsATask };
  const tasks = Math.ceil(x.rows / rowsATask);
  const report = (finished: number): void =>
    context.progress({ stage: 'cluster', done: Math.min(x.rows, finished * rowsATask), total: x.rows, unit: 'documents compared' }); // prettier-ignore
  await runJob('refine', params, tasks, context, { threads, report });
}

/** For each row up to k of the rows that have it in their lists, those first that have it near the top. */
function reversed(
  known: Int32Array,
  k: number,
  rows: number,
): { readonly reverse: Int32Array; readonly reverseOffsets: Int32Array } {
  const counts = new Int32Array(rows);
  for (const other of known) if (other >= 0 && counts[other]! < k) counts[other] = counts[other]! + 1;
  const reverseOffsets = new Int32Array(sharedBuffer((rows + 1) * 4));
  for (let i = 0; i < rows; i++) reverseOffsets[i + 1] = reverseOffsets[i]! + counts[i]!;
  const reverse = new Int32Array(sharedBuffer(reverseOffsets[rows]! * 4));
  const next = Int32Array.from(reverseOffsets);
  for (let place = 0; place < k; place++)
    for (let i = 0; i < rows; i++) {
      const other = known[i * k + place]!;
      if (other < 0 || next[other]! === reverseOffsets[other + 1]!) continue;
      reverse[next[other]!] = i;
      next[other] = next[other]! + 1;
    }
  return { reverse, reverseOffsets };
}
