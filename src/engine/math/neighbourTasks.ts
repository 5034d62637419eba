import { kernels } from './kernels';
import type { NearestLists, Similarity } from './nearestLists';
import type { Job } from './threads/jobs';

/** A matrix whose rows are compared with each other. */
export interface NeighbourParams {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array; // [rows × columns]
  readonly k: number;
  readonly similarity: Similarity;
  /** Lists of each participant, empty at first. */
  readonly similarities: Float32Array; // [participants × rows × k]
  readonly indices: Int32Array; // [participants × rows × k]
}

/** Rows a side of a tile: both fit in the cache. */
const tile = 256;
/** Multiplications a task, about 15 ms: between two tasks a run can be cancelled. */
const productsATask = 2e8;

interface NeighbourTask {
  /** First row of the tile whose rows are compared. */
  readonly tileStart: number;
  /** Rows that they are compared with; only pairs with the lower number among these count. */
  readonly from: number;
  readonly to: number;
}

/** All pairs of rows, each in one task. */
export function neighbourTaskList({
  rows,
  columns,
}: {
  readonly rows: number;
  readonly columns: number;
}): NeighbourTask[] {
  const step = tile * Math.max(1, Math.floor(productsATask / (tile * tile * Math.max(1, columns))));
  const tasks: NeighbourTask[] = [];
  for (let tileStart = 0; tileStart < rows; tileStart += tile) {
    const end = Math.min(rows, tileStart + tile);
    for (let from = 0; from < end; from += step) tasks.push({ tileStart, from, to: Math.min(end, from + step) });
  }
  return tasks;
}

export const neighbourTasks: Job<NeighbourParams> = {
  start(params, participant) {
    const { rows, columns, values, similarity } = params;
    const pairs = kernels().pairs({ rows, columns, values }, similarity, listsOf(params, participant));
    const tasks = neighbourTaskList(params);
    return (task) => {
      const { tileStart, from, to } = tasks[task]!;
      const count = Math.min(tile, rows - tileStart);
      for (let a = from; a < to; a += tile) pairs.offer(a, Math.min(tile, to - a), tileStart, count);
    };
  },
  forget: emptyLists,
};

/** Takes everything out of a participant's lists. */
export function emptyLists(params: Parameters<typeof listsOf>[0], participant: number): void {
  const { similarities, indices } = listsOf(params, participant);
  similarities.fill(-Infinity);
  indices.fill(-1);
}

/** A participant's own lists. */
export function listsOf(
  { rows, k, similarities, indices }: Pick<NeighbourParams, 'rows' | 'k' | 'similarities' | 'indices'>,
  participant: number,
): NearestLists {
  const from = participant * rows * k;
  const to = from + rows * k;
  return { k, similarities: similarities.subarray(from, to), indices: indices.subarray(from, to) };
}
