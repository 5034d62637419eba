import { seededRandom } from '../math/random';
import type { Matrix, SparseMatrix } from '../math/matrix';
import type { Job } from '../math/threads/jobs';
import { bottleneckSteps } from './informationBottleneck';
import { predictabilitySteps } from './predictability';
import { halvingSeed, knitIn } from './viewJudgement';

/** Runs of the information bottleneck that compete with each other, over the same evidence. */
export interface TrialParams {
  readonly counts: SparseMatrix; // [documents × words]
  readonly vectors: Matrix; // [documents × columns]
  /** The views that the clusters found are told by. */
  readonly views: readonly Matrix[];
  /** Who is near whom in each view. */
  readonly graphs: readonly SparseMatrix[];
  readonly k: number;
  /** Labels that trials start from. */
  readonly starts: Int32Array; // [starts × documents]
  readonly trials: readonly TrialSettings[];
  /** What each trial finds: each task writes its own. */
  readonly labels: Int32Array; // [trials × documents]
  readonly objectives: Float64Array; // [trials]
  /** Predictability of the clusters from each view. */
  readonly told: Float64Array; // [trials × views]
  /** Their modularity in the views' graphs, the mean. */
  readonly knit: Float64Array; // [trials]
}

export interface TrialSettings {
  readonly start: number;
  readonly sizeWeight: number; // λ
  readonly maxPasses: number;
  readonly seed: number;
}

export const bottleneckTrials: Job<TrialParams> = {
  start({ counts, vectors, views, graphs, k, starts, trials, labels, objectives, told, knit }) {
    const n = counts.rows;
    return function* (task) {
      const { start, sizeWeight, maxPasses, seed } = trials[task]!;
      const from = starts.subarray(start * n, (start + 1) * n);
      const settings = { maxPasses, sizeWeight };
      const found = yield* bottleneckSteps({ counts, vectors }, from, k, settings, seededRandom(seed));
      labels.set(found.labels, task * n);
      objectives[task] = found.objective;
      told.set(yield* predictabilitySteps(views, found.labels, k, seededRandom(halvingSeed)), task * views.length);
      knit[task] = knitIn(graphs, found.labels, k);
    };
  },
};
