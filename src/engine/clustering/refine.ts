import { gatherRows, type Matrix, selectRows } from '../math/matrix';
import type { Random } from '../math/random';
import { runJob, share, sharedBuffer, threadCount } from '../math/threads/threads';
import type { RunContext } from '../runContext';
import type { TrialParams } from './bottleneckTrials';
import { centroidsOf } from './clusterMeans';
import { type BottleneckEvidence, informationBottleneck } from './informationBottleneck';
import { kMeans } from './kMeans';
import type { StartParams } from './startTrials';

/** What is known of the documents beside the vectors that are clustered. */
export interface WordEvidence extends BottleneckEvidence {
  /** Starts compete on these documents. */
  readonly compared: {
    /** Ascending; absent where it is all of them. */
    readonly documents?: Int32Array;
    /** Their rows in the views that were fused: each is a start of its own. */
    readonly views: readonly { readonly name: string; readonly encoding: Matrix }[];
  };
}

/** Fewer documents say too little of words: a single one would pull a whole cluster. */
const leastDocuments = 40;
const trialPasses = 3;
const finalPasses = 12;
/** λ of the bottleneck where clusters may be of any size. */
const unevenSizeWeight = 0.3;
/** Clusters that the views tell better by less than this are told equally well. */
const leastGain = 0.015;

export interface Refined {
  readonly labels: Int32Array;
  /** λ that the bottleneck took. */
  readonly sizeWeight: number;
  readonly reason: string;
}

interface Start {
  readonly name: string;
  readonly labels: Int32Array; // [documents]
}

export interface Trial {
  readonly name: string;
  readonly labels: Int32Array;
  readonly sizeWeight: number;
  /** Comparable between trials of one λ. */
  readonly objective: number;
  /** How well the single views tell its clusters: comparable between all trials. */
  readonly told: number;
}

/**
 * Re-assigns documents by the sequential information bottleneck on their words. The outcome depends on where it starts, and
 * which start is best differs by corpus: with `seekStarts`, k-means of the fused vectors and of each view compete with
 * `labels`, and what each view by itself tells best after three passes goes on, or by the best objective where there is one view
 * (where only some documents are compared, with all documents in the clusters whose centres among those are nearest). The
 * bottleneck favours clusters of even size; where the views tell clusters that may be uneven clearly better, those go on
 * instead. No true label takes part.
 */
export async function refineByWords(
  x: Matrix,
  labels: Int32Array,
  k: number,
  evidence: WordEvidence,
  seekStarts: boolean,
  { random, context }: { readonly random: Random; readonly context: RunContext },
): Promise<Refined | undefined> {
  if (k < 2 || labels.length < Math.max(leastDocuments, 2 * k) || evidence.counts.indices.length === 0)
    return undefined;
  const quiet: RunContext = { ...context, progress: () => {} };
  const { views } = evidence.compared;
  const documents = seekStarts ? evidence.compared.documents : undefined;
  const compared = documents === undefined ? evidence : evidenceOf(evidence, documents);
  const found = documents === undefined ? labels : await byCentres(evidence.vectors, labels, k, compared.vectors, { random, context: quiet }); // prettier-ignore
  const allViews = documents === undefined ? x : compared.vectors;
  const sources = seekStarts ? [{ name: 'all views', encoding: allViews }, ...views] : [];
  const starts = [{ name: 'the clusters found', labels: found }, ...(await startsOf(sources, k, random, quiet))];
  const triesUneven = seekStarts && views.length > 1;
  const trials = await runTrials(compared, starts, k, triesUneven ? views : [], random, context);
  const better = bestOf(trials);
  const sizeWeight = better.sizeWeight;
  const start = documents === undefined ? better.labels : await byCentres(compared.vectors, better.labels, k, evidence.vectors, { random, context: quiet }); // prettier-ignore
  const final = await informationBottleneck(evidence, start, k, { maxPasses: finalPasses, sizeWeight }, random, context); // prettier-ignore
  const moved = final.labels.reduce((count, label, i) => count + (label === labels[i] ? 0 : 1), 0);
  const from = sources.length === 0 ? '' : ` from the best of ${starts.length} starts (${better.name})`;
  const share = sources.length === 0 ? `; ${moved} of ${labels.length} documents moved` : '';
  const sizes = sizeWeight === 0 ? '' : '; clusters of uneven size, which the single views tell better';
  return { labels: final.labels, sizeWeight, reason: `by their words (information bottleneck)${from}${share}${sizes}` };
}

/**
 * The trial that goes on: of those with clusters of even size the best objective; instead of it, of those with clusters of uneven
 * size the one that the views tell best, where they tell it much better.
 */
export function bestOf(trials: readonly Trial[]): Trial {
  const even = trials.filter(({ sizeWeight }) => sizeWeight === 0);
  const usual = even.reduce((best, trial) => (trial.objective > best.objective ? trial : best));
  const uneven = trials.filter(({ sizeWeight }) => sizeWeight > 0);
  const told = uneven.reduce((best, trial) => (trial.told > best.told ? trial : best), usual);
  return told.told >= usual.told + leastGain ? told : usual;
}

function evidenceOf({ counts, vectors }: BottleneckEvidence, documents: Int32Array): BottleneckEvidence {
  return { counts: selectRows(counts, documents), vectors: gatherRows(vectors, documents) };
}

/** Puts each of the rows `to` into the cluster whose centre among the rows `from` is nearest; none stays empty. */
async function byCentres(
  from: Matrix,
  labels: Int32Array,
  k: number,
  to: Matrix,
  { random, context }: { readonly random: Random; readonly context: RunContext },
): Promise<Int32Array> {
  const starts = [centroidsOf(from, labels, k)];
  return (await kMeans(to, k, { nInit: 0, starts, maxIterations: 0, random, context })).labels;
}

/** Multiplications from which further threads are worth their start, and how many iterations of k-means are reckoned with for that. */
const parallelFrom = 1e9;
const usualIterations = 20;

/** k-means of each way of seeing the documents, on all cores. */
async function startsOf(
  sources: readonly { readonly name: string; readonly encoding: Matrix }[],
  k: number,
  random: Random,
  context: RunContext,
): Promise<Start[]> {
  if (sources.length === 0) return [];
  const n = sources[0]!.encoding.rows;
  const columns = sources.reduce((sum, { encoding }) => sum + encoding.columns, 0);
  const threads = usualIterations * n * k * columns > parallelFrom ? threadCount() : 1;
  const params: StartParams = {
    encodings: sources.map(({ encoding }) => onThreads(encoding, threads)),
    k,
    seeds: sources.map(() => seedFrom(random)),
    labels: new Int32Array(sharedBuffer(sources.length * n * 4)),
  };
  await runJob('startTrials', params, sources.length, context, { threads });
  return sources.map(({ name }, at) => ({
    name: `k-means of ${name}`,
    labels: params.labels.slice(at * n, (at + 1) * n),
  }));
}

const seedFrom = (random: Random): number => Math.floor(random() * 2 ** 32);

const onThreads = (x: Matrix, threads: number): Matrix => (threads > 1 ? { ...x, values: share(x.values) } : x);

/** A few passes from each start, on all cores: with clusters of even size, and where there are views to tell them by, of any size too. */
async function runTrials(
  { counts, vectors }: BottleneckEvidence,
  starts: readonly Start[],
  k: number,
  views: WordEvidence['compared']['views'],
  random: Random,
  context: RunContext,
): Promise<Trial[]> {
  const n = counts.rows;
  const sizeWeights = views.length > 0 ? [0, unevenSizeWeight] : [0];
  const trials = sizeWeights.flatMap((sizeWeight) =>
    starts.map((_, start) => ({ start, sizeWeight, maxPasses: trialPasses, seed: seedFrom(random) })),
  );
  const work = trials.length * trialPasses * k * (n * vectors.columns + counts.indices.length);
  const threads = work > parallelFrom ? threadCount() : 1;
  const { offsets, indices, values } = counts;
  const params: TrialParams = {
    counts:
      threads > 1 ? { ...counts, offsets: share(offsets), indices: share(indices), values: share(values) } : counts,
    vectors: onThreads(vectors, threads),
    views: views.map(({ encoding }) => onThreads(encoding, threads)),
    k,
    starts: new Int32Array(sharedBuffer(starts.length * n * 4)),
    trials,
    labels: new Int32Array(sharedBuffer(trials.length * n * 4)),
    objectives: new Float64Array(sharedBuffer(trials.length * 8)),
    told: new Float64Array(sharedBuffer(trials.length * 8)),
  };
  starts.forEach(({ labels }, start) => params.starts.set(labels, start * n));
  const report = (done: number): void => context.progress({ stage: 'cluster', done, total: trials.length, unit: 'refinements' }); // prettier-ignore
  await runJob('bottleneckTrials', params, trials.length, context, { threads, report });
  return trials.map(({ start, sizeWeight }, trial) => ({
    name: starts[start]!.name,
    sizeWeight,
    labels: params.labels.slice(trial * n, (trial + 1) * n),
    objective: params.objectives[trial]!,
    told: params.told[trial]!,
  }));
}
