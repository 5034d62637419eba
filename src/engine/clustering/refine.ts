import { gatherRows, type Matrix, selectRows } from '../math/matrix';
import { type Random, seededRandom } from '../math/random';
import type { RunContext } from '../runContext';
import { type BottleneckEvidence, informationBottleneck } from './informationBottleneck';
import { centroidsOf, kMeans } from './kMeans';
import { predictability } from './predictability';

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
 * `labels`, and the best objective after three passes goes on (where only some documents are compared, with all documents in the
 * clusters whose centres among those are nearest). The bottleneck favours clusters of even size; where each view by
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
  const { views } = evidence.compared;
  const documents = seekStarts ? evidence.compared.documents : undefined;
  const compared = documents === undefined ? evidence : evidenceOf(evidence, documents);
  const found = documents === undefined ? labels : await byCentres(evidence.vectors, labels, k, compared.vectors, { random, context: quiet }); // prettier-ignore
  const allViews = documents === undefined ? x : compared.vectors;
  const sources = seekStarts ? [{ name: 'all views', encoding: allViews }, ...views] : [];
  const triesUneven = seekStarts && views.length > 1;
  const total = (1 + sources.length) * (triesUneven ? 2 : 1) + 1;
  let done = 0;
  const report = (): void => context.progress({ stage: 'cluster', done: done++, total, unit: 'refinements' });

  const starts = [{ name: 'the clusters found', labels: found }];
  for (const { name, encoding } of sources) {
    const start = await kMeans(encoding, k, { nInit: 1, random, context: quiet });
    starts.push({ name: `k-means of ${name}`, labels: start.labels });
  }
  const tried = async (sizeWeight: number): Promise<Trial[]> => {
    const trials: Trial[] = [];
    for (const start of starts) {
      report();
      const settled = await informationBottleneck(compared, start.labels, k, { maxPasses: trialPasses, sizeWeight }, random, context); // prettier-ignore
      trials.push({ name: start.name, ...settled });
    }
    return trials;
  };
  const even = (await tried(0)).reduce((best, trial) => (trial.objective > best.objective ? trial : best));
  const uneven = triesUneven ? await tried(unevenSizeWeight) : [];
  const better = await clearlyBetterTold(even, uneven, views, k, quiet);
  const sizeWeight = better === undefined ? 0 : unevenSizeWeight;
  report();
  const best = (better ?? even).labels;
  const start = documents === undefined ? best : await byCentres(compared.vectors, best, k, evidence.vectors, { random, context: quiet }); // prettier-ignore
  const final = await informationBottleneck(evidence, start, k, { maxPasses: finalPasses, sizeWeight }, random, context); // prettier-ignore
  const moved = final.labels.reduce((count, label, i) => count + (label === labels[i] ? 0 : 1), 0);
  const from = sources.length === 0 ? '' : ` from the best of ${starts.length} starts (${(better ?? even).name})`;
  const share = sources.length === 0 ? `; ${moved} of ${labels.length} documents moved` : '';
  const sizes = better === undefined ? '' : '; clusters of uneven size, which the single views tell better';
  return { labels: final.labels, sizeWeight, reason: `by their words (information bottleneck)${from}${share}${sizes}` };
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

/** The trial that the views tell best, if they tell it clearly better than `usual`. */
async function clearlyBetterTold(
  usual: Trial,
  trials: readonly Trial[],
  views: WordEvidence['compared']['views'],
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
