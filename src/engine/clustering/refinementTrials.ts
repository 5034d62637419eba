import type { SparseMatrix } from '../math/matrix';
import { type Random, seedFrom } from '../math/random';
import { runJob, share, sharedBuffer, threadCount } from '../math/threads/threads';
import type { RunContext } from '../runContext';
import type { TrialParams } from './bottleneckTrials';
import type { BottleneckEvidence } from './informationBottleneck';
import { meanOf } from './predictability';
import type { NamedEncoding, Start } from './refinementStarts';
import { viewGraphs } from './viewJudgement';

export interface Trial {
  readonly name: string;
  readonly labels: Int32Array;
  /** λ of the bottleneck. */
  readonly sizeWeight: number;
  /** Comparable between trials of one λ. */
  readonly objective: number;
  /** Predictability of the clusters from each single view; comparable between all trials. */
  readonly told: readonly number[];
  /** Modularity of the clusters in the single views' graphs of neighbours, their mean; likewise. */
  readonly knit: number;
}

const trialPasses = 3;
/** λ where clusters may be of any size. */
const unevenSizeWeight = 0.3;
/** Clusters that the views judge better by less than this are judged equal. */
const leastGain = 0.008;
/** Multiplications from which further threads are worth their start. */
const parallelFrom = 1e9;

/** A few passes from each start, on all cores: with clusters of even size, and where there are views to judge them by, of any size too. */
export async function refinementTrials(
  { counts, vectors }: BottleneckEvidence,
  starts: readonly Start[],
  k: number,
  views: readonly NamedEncoding[],
  random: Random,
  context: RunContext,
): Promise<Trial[]> {
  const n = counts.rows;
  const sizeWeights = views.length > 0 ? [0, unevenSizeWeight] : [0];
  const trials = sizeWeights.flatMap((sizeWeight) =>
    starts.map((_, start) => ({ start, sizeWeight, maxPasses: trialPasses, seed: seedFrom(random) })),
  );
  const encodings = views.map(({ encoding }) => encoding);
  const graphs = await viewGraphs(encodings, { ...context, progress: () => {} });
  const work = trials.length * trialPasses * k * (n * vectors.columns + counts.indices.length);
  const threads = work > parallelFrom ? threadCount() : 1;
  const shared = <T extends Float32Array | Int32Array | Uint32Array>(values: T): T => (threads > 1 ? share(values) : values); // prettier-ignore
  const sharedSparse = (x: SparseMatrix): SparseMatrix => ({ ...x, offsets: shared(x.offsets), indices: shared(x.indices), values: shared(x.values) }); // prettier-ignore
  const params: TrialParams = {
    counts: sharedSparse(counts),
    vectors: { ...vectors, values: shared(vectors.values) },
    views: encodings.map((encoding) => ({ ...encoding, values: shared(encoding.values) })),
    graphs: graphs.map(sharedSparse),
    k,
    starts: new Int32Array(sharedBuffer(starts.length * n * 4)),
    trials,
    labels: new Int32Array(sharedBuffer(trials.length * n * 4)),
    objectives: new Float64Array(sharedBuffer(trials.length * 8)),
    told: new Float64Array(sharedBuffer(trials.length * views.length * 8)),
    knit: new Float64Array(sharedBuffer(trials.length * 8)),
  };
  starts.forEach(({ labels }, start) => params.starts.set(labels, start * n));
  const report = (done: number): void => context.progress({ stage: 'cluster', done, total: trials.length, unit: 'refinements' }); // prettier-ignore
  await runJob('bottleneckTrials', params, trials.length, context, { threads, report });
  return trials.map(({ start, sizeWeight }, trial) => ({
    name: starts[start]!.name,
    sizeWeight,
    labels: params.labels.slice(trial * n, (trial + 1) * n),
    objective: params.objectives[trial]!,
    told: Array.from(params.told.subarray(trial * views.length, (trial + 1) * views.length)),
    knit: params.knit[trial]!,
  }));
}

/**
 * The trial that goes on. The words point to the best objective with clusters of even size; another trial takes its place where
 * the single views judge it clearly better, by how well each tells its clusters and how well knit these are in each, and where
 * no view tells it worse than the worst tells the first: the views that come from the corpus' own words are not to outvote one
 * that knows words from elsewhere.
 */
export function bestOf(trials: readonly Trial[]): Trial {
  const even = trials.filter(({ sizeWeight }) => sizeWeight === 0);
  const usual = even.reduce((best, trial) => (trial.objective > best.objective ? trial : best));
  const least = Math.min(...usual.told);
  const judged = ({ told, knit }: Trial): number => meanOf(told) + knit;
  const best = trials
    .filter(({ told }) => Math.min(...told) >= least)
    .reduce((first, trial) => (judged(trial) > judged(first) ? trial : first), usual);
  return judged(best) >= judged(usual) + leastGain ? best : usual;
}
