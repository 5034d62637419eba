import type { Matrix } from '../math/matrix';
import type { Random } from '../math/random';
import type { RunContext } from '../runContext';
import { type BottleneckEvidence, type BottleneckResult, informationBottleneck } from './informationBottleneck';
import { kMeans } from './kMeans';

/** What is known of the documents beside the vectors that are clustered. */
export interface WordEvidence extends BottleneckEvidence {
  /** The views that were fused: each is a start of its own. */
  readonly views: readonly { readonly name: string; readonly encoding: Matrix }[];
}

/** Fewer documents say too little of words: a single one would pull a whole cluster. */
const leastDocuments = 40;
const trialPasses = 3;
const finalPasses = 12;

export interface Refined {
  readonly labels: Int32Array;
  readonly reason: string;
}

/**
 * Re-assigns documents by the sequential information bottleneck on their words. The outcome depends on where it starts, and
 * which start is best differs by corpus: with `seekStarts`, k-means of the fused vectors and of each view compete with
 * `labels`, and the best objective after three passes goes on. No true label takes part.
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
  let best: (BottleneckResult & { name: string }) | undefined;
  for (let done = 0; done < 1 + sources.length; done++) {
    context.progress({ stage: 'cluster', done, total: sources.length + 2, unit: 'refinements' });
    const source = sources[done - 1];
    const start =
      source === undefined
        ? { name: 'the clusters found', labels }
        : { name: `k-means of ${source.name}`, labels: (await kMeans(source.encoding, k, { nInit: 1, random, context: quiet })).labels }; // prettier-ignore
    const trial = await informationBottleneck(evidence, start.labels, k, trialPasses, random, context);
    if (best === undefined || trial.objective > best.objective) best = { ...trial, name: start.name };
  }
  const final = await informationBottleneck(evidence, best!.labels, k, finalPasses, random, context);
  const moved = final.labels.reduce((count, label, i) => count + (label === labels[i] ? 0 : 1), 0);
  const from = sources.length === 0 ? '' : ` from the best of ${sources.length + 1} starts (${best!.name})`;
  const share = sources.length === 0 ? `; ${moved} of ${labels.length} documents moved` : '';
  return { labels: final.labels, reason: `by their words (information bottleneck)${from}${share}` };
}
