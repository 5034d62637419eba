import type { CellGroups } from './cellGroups';
import { kernels } from './kernels';
import type { Similarity } from './nearestLists';
import { emptyLists, listsOf } from './neighbourTasks';
import type { Job } from './threads/jobs';

/** Groups of rows of a matrix to be compared. */
export interface CellParams extends CellGroups {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array; // [rows × columns]
  readonly k: number;
  readonly similarity: Similarity;
  /** Lists of each participant, empty at first. */
  readonly similarities: Float32Array; // [participants × rows × k]
  readonly indices: Int32Array; // [participants × rows × k]
  /** Whether members are compared with each other. */
  readonly isFirst: boolean;
}

/** A task a group. */
export const cellTasks: Job<CellParams> = {
  start(params, participant) {
    const { rows, columns, values, similarity, members, memberOffsets, guests, guestOffsets, isFirst } = params;
    const x = { rows, columns, values };
    const blocks = kernels().blocks(x, x, similarity, listsOf(params, participant));
    return (group) => {
      const own = members.subarray(memberOffsets[group], memberOffsets[group + 1]);
      if (isFirst) blocks.offer(own, own, false);
      blocks.offer(guests.subarray(guestOffsets[group], guestOffsets[group + 1]), own, true);
    };
  },
  forget: emptyLists,
};
