import { kernels } from './kernels';
import type { LearnedVectors } from './skipGram';
import type { Job } from './threads/jobs';

/** Vectors of all words; those of a block stand together. */
export type SkipGramVectors = LearnedVectors;

/**
 * Pairs of words by the blocks of their input and their output. Task a learns the pairs of input block a and output block
 * (a + shift) mod blocks, with negatives from that output block: no two tasks share a row, so any order, and any number of
 * threads, gives the same vectors. All tasks together write every row once. Source: Zhu et al., "GraphVite", WWW 2019.
 */
export interface SkipGramParams {
  readonly d: number;
  /** First row of each block, and the end [blocks + 1]. */
  readonly starts: Int32Array;
  readonly before: SkipGramVectors;
  /** On other memory than `before`, so that a task that was broken off can be done again. */
  readonly learned: SkipGramVectors;
  /** Rows to draw as negatives, counted from their block's first [blocks × a power of two]. */
  readonly tables: Int32Array;
  /** Pairs by shift and input block; rows counted from their block's first [pairs × 2]. */
  readonly pairs: Int32Array;
  /** First pair of each shift and input block, and the end [blocks² + 1]. */
  readonly offsets: Int32Array;
  readonly shift: number;
  readonly negatives: number;
  readonly rate: number;
  readonly seed: number;
}

export const skipGramTasks: Job<SkipGramParams> = {
  start({ d, starts, before, learned, tables, pairs, offsets, shift, negatives, rate, seed }) {
    const blocks = starts.length - 1;
    const drawn = tables.length / blocks;
    const rows = (values: Float32Array, block: number): Float32Array =>
      values.subarray(starts[block]! * d, starts[block + 1]! * d);
    return (task) => {
      const other = (task + shift) % blocks;
      const bucket = shift * blocks + task;
      kernels().learnPairs(
        {
          pairs: pairs.subarray(2 * offsets[bucket]!, 2 * offsets[bucket + 1]!),
          input: rows(before.input, task),
          output: rows(before.output, other),
          table: tables.subarray(other * drawn, (other + 1) * drawn),
          seed: Math.imul(seed + task, 0x9e3779b1) >>> 0 || 1,
          ...{ d, negatives, rate },
        },
        { input: rows(learned.input, task), output: rows(learned.output, other) },
      );
    };
  },
};
