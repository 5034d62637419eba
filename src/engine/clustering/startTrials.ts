import type { Matrix } from '../math/matrix';
import { nearestCentroids } from '../math/nearestCentroids';
import { seededRandom } from '../math/random';
import type { Job } from '../math/threads/jobs';
import { kMeansSteps } from './kMeansSteps';

/** k-means of several ways of seeing the same documents. */
export interface StartParams {
  readonly encodings: readonly Matrix[]; // [documents × columns] each
  readonly k: number;
  readonly seeds: readonly number[];
  /** What k-means of each finds: each task writes its own. */
  readonly labels: Int32Array; // [encodings × documents]
}

/** What follows moves documents anyway: the last few that change their cluster needn't be waited for. */
const maxIterations = 40;

export const startTrials: Job<StartParams> = {
  start({ encodings, k, seeds, labels }) {
    return function* (task) {
      const x = encodings[task]!;
      const settings = { nInit: 1, maxIterations, random: seededRandom(seeds[task]!) };
      const found = yield* kMeansSteps(x, k, settings, nearestCentroids(x, k));
      labels.set(found.labels, task * x.rows);
    };
  },
};
