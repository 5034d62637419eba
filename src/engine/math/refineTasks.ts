import { kernels } from './kernels';
import type { Similarity } from './nearestLists';
import type { Job } from './threads/jobs';

/** Lists of neighbours, to be bettered by the neighbours' neighbours. */
export interface RefineParams {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array; // [rows × columns]
  readonly k: number;
  readonly similarity: Similarity;
  /** The neighbours as they were before. */
  readonly known: Int32Array; // [rows × k], −1 where there is none
  /** Some of the rows that have row i among their neighbours: reverse[reverseOffsets[i]] … */
  readonly reverse: Int32Array;
  readonly reverseOffsets: Int32Array; // [rows + 1]
  /** Rows in an order in which those near each other are together. */
  readonly order: Int32Array; // [rows]
  readonly rowsATask: number;
  /** The lists, the same as `known` at first: each task writes its own rows'. */
  readonly similarities: Float32Array; // [rows × k]
  readonly indices: Int32Array; // [rows × k]
}

export const refineTasks: Job<RefineParams> = {
  start(params) {
    const { rows, columns, values, k, similarity, known, reverse, reverseOffsets, order, rowsATask } = params;
    const { similarities, indices } = params;
    const offers = kernels().candidates({ rows, columns, values }, similarity, { k, similarities, indices });
    const seenBy = new Int32Array(rows).fill(-1);
    let candidates = new Int32Array(1 << 16);
    return (task) => {
      const own = order.subarray(task * rowsATask, (task + 1) * rowsATask);
      const offsets = new Int32Array(own.length + 1);
      let count = 0;
      for (let place = 0; place < own.length; place++) {
        const row = own[place]!;
        const most = count + k * (k + reverseOffsets[row + 1]! - reverseOffsets[row]!);
        if (most > candidates.length) candidates = grown(candidates, 2 * most);
        seenBy[row] = row;
        for (let p = row * k; p < (row + 1) * k; p++) if (known[p]! >= 0) seenBy[known[p]!] = row;
        for (let p = row * k; p < (row + 1) * k; p++) if (known[p]! >= 0) take(row, known[p]!);
        for (let p = reverseOffsets[row]!; p < reverseOffsets[row + 1]!; p++) take(row, reverse[p]!);
        offsets[place + 1] = count;
      }
      offers.offer(own, offsets, candidates.subarray(0, count));

      function take(row: number, between: number): void {
        for (let p = between * k; p < (between + 1) * k; p++) {
          const candidate = known[p]!;
          if (candidate < 0 || seenBy[candidate] === row) continue;
          seenBy[candidate] = row;
          candidates[count++] = candidate;
        }
      }
    };
  },
};

function grown(values: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const more = new Int32Array(length);
  more.set(values);
  return more;
}
