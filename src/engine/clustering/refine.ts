import type { Matrix } from '../math/matrix';
import { type Random, seededRandom } from '../math/random';
import type { RunContext } from '../runContext';
import { type BottleneckEvidence, type BottleneckResult, informationBottleneck } from './informationBottleneck';
import { kMeans } from './kMeans';
import { predictability } from './predictability';

/** What is known of the documents beside the vectors that are clustered. */
export interface WordEvidence extends BottleneckEvidence {
  /** The views that were fused: each is a start of its own. */
  readonly views: readonly { readonly name: string; readonly encoding: Matrix }[];
}

/** Fewer documents say too little of words: a single one would pull a whole cluster. */
const leastDocuments = 40;
const trialPasses = 3;
const finalPasses = 12;
/** λ of the bottleneck where clusters may be of any size. */
const unevenSizeWeight = 0.3;
/** How much better the views must tell uneven clusters, so that they are preferred. */
const leastGain = 0.003;
/** Halves the documents in the same way for every trial, so that scores can be compared. */
const halvingSeed = 1;

export interface Refined {
  readonly labels: Int32Array;
  /** λ that the bottleneck took. */
  readonly sizeWeight: number;
  readonly reason: string;
}

interface Trial {
  readonly name: string;
  readonly labels: Int32Array;
  readonly objective: number;
}

/**
 * Re-assigns documents by the sequential information bottleneck on their words. The outcome depends on where it starts, and
 * which start is best differs by corpus: with `seekStarts`, k-means of the fused vectors and of each view compete with
 * `labels`, and the best objective after three passes goes on. The bottleneck favours clusters of even size; where each view by
 * itself tells clusters that may be uneven clearly better, those go on instead. No true label takes part.
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
  const sources = seekStarts ? [{ name: 'all views', encoding: x }, ...evidence.views] : [];
  const triesUneven = seekStarts && evidence.views.length > 1;
  const total = (1 + sources.length) * (triesUneven ? 2 : 1) + 1;
  let done = 0;
  const report = (): void => context.progress({ stage: 'cluster', done: done++, total, unit: 'refinements' });
  const settle = (start: Int32Array, maxPasses: number, sizeWeight: number): Promise<BottleneckResult> =>
    informationBottleneck(evidence, start, k, { maxPasses, sizeWeight }, random, context);

  const starts = [{ name: 'the clusters found', labels }];
  for (const { name, encoding } of sources) {
    const found = await kMeans(encoding, k, { nInit: 1, random, context: quiet });
    starts.push({ name: `k-means of ${name}`, labels: found.labels });
  }
  const tried = async (sizeWeight: number): Promise<Trial[]> => {
    const trials: Trial[] = [];
    for (const start of starts) {
      report();
      trials.push({ name: start.name, ...(await settle(start.labels, trialPasses, sizeWeight)) });
    }
    return trials;
  };
  const even = (await tried(0)).reduce((best, trial) => (trial.objective > best.objective ? trial : best));
  const uneven = triesUneven ? await tried(unevenSizeWeight) : [];
  const better = await clearlyBetterTold(even, uneven, evidence.views, k, quiet);
  const sizeWeight = better === undefined ? 0 : unevenSizeWeight;
  report();
  const final = await settle((better ?? even).labels, finalPasses, sizeWeight);
  const moved = final.labels.reduce((count, label, i) => count + (label === labels[i] ? 0 : 1), 0);
  const from = sources.length === 0 ? '' : ` from the best of ${starts.length} starts (${(better ?? even).name})`;
  const share = sources.length === 0 ? `; ${moved} of ${labels.length} documents moved` : '';
  const sizes = better === undefined ? '' : '; clusters of uneven size, which the single views tell better';
  return { labels: final.labels, sizeWeight, reason: `by their words (information bottleneck)${from}${share}${sizes}` };
}

/** The trial that the views tell best, if they tell it clearly better than `usual`. */
async function clearlyBetterTold(
  usual: Trial,
  trials: readonly Trial[],
  views: WordEvidence['views'],
  k: number,
  context: RunContext,
): Promise<Trial | undefined> {
  if (trials.length === 0) return undefined;
  const encodings = views.map(({ encoding }) => encoding);
  const scoreOf = ({ labels }: Trial): Promise<number> =>
    predictability(encodings, labels, k, seededRandom(halvingSeed), context);
  let least = (await scoreOf(usual)) + leastGain;
  let best: Trial | undefined;
  for (const trial of trials) {
    const score = await scoreOf(trial);
    if (score < least) continue;
    least = score;
    best = trial;
  }
  return best;
}
