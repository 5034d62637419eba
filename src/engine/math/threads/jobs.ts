import { bottleneckTrials, type TrialParams } from '../../clustering/bottleneckTrials';
import { type CellParams, cellTasks } from '../cellTasks';
import { type ClosestParams, closestTasks } from '../closestTasks';
import { type NearestParams, nearestTasks } from '../nearestTasks';
import { type StartParams, startTrials } from '../../clustering/startTrials';
import type { Steps } from '../../runContext';
import { type NeighbourParams, neighbourTasks } from '../neighbourTasks';
import { type RefineParams, refineTasks } from '../refineTasks';
import { type SkipGramParams, skipGramTasks } from '../skipGramTasks';

/** What each job is given: numbers, words and arrays on shared memory. */
export interface JobParams {
  readonly neighbours: NeighbourParams;
  readonly skipGram: SkipGramParams;
  readonly nearest: NearestParams;
  readonly bottleneckTrials: TrialParams;
  readonly startTrials: StartParams;
  readonly closest: ClosestParams;
  readonly cells: CellParams;
  readonly refine: RefineParams;
}

export type JobName = keyof JobParams;

/** Does a task at once, or, where that takes longer than a breath, in steps. */
export type RunTask = (task: number) => void | Steps<void>;

/**
 * A piece of work in tasks that any participant may run in any order, with the same result. Each participant (a thread) has
 * a number of its own, so that it can keep partial results in a place of its own.
 */
export interface Job<P> {
  /** Makes ready to run tasks as this participant. */
  start(params: P, participant: number): RunTask;
  /** Forgets the partial results of a participant that died. Where tasks write to places of their own there are none. */
  forget?(params: P, participant: number): void;
}

/** Everything that threads can do. A new job is a file and a line. */
export const jobs: { readonly [N in JobName]: Job<JobParams[N]> } = {
  neighbours: neighbourTasks,
  skipGram: skipGramTasks,
  nearest: nearestTasks,
  bottleneckTrials,
  startTrials,
  closest: closestTasks,
  cells: cellTasks,
  refine: refineTasks,
};

export function startJob<N extends JobName>(name: N, params: JobParams[N], participant: number): RunTask {
  return (jobs[name] as Job<JobParams[N]>).start(params, participant);
}
