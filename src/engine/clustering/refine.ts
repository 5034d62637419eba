import { gatherRows, type Matrix, selectRows } from '../math/matrix';
import type { Random } from '../math/random';
import type { RunContext } from '../runContext';
import { centroidsOf } from './clusterMeans';
import { type BottleneckEvidence, informationBottleneck } from './informationBottleneck';
import { kMeans } from './kMeans';
import { type NamedEncoding, refinementStarts } from './refinementStarts';
import { bestOf, refinementTrials } from './refinementTrials';

/** What is known of the documents beside the vectors that are clustered. */
export interface WordEvidence extends BottleneckEvidence {
  /** Starts compete on these documents. */
  readonly compared: {
    /** Ascending; absent where it is all of them. */
    readonly documents?: Int32Array;
    /** Their rows in the views that were fused: each is a start of its own. */
    readonly views: readonly NamedEncoding[];
  };
}

/** Fewer documents say too little of words: a single one would pull a whole cluster. */
const leastDocuments = 40;
const finalPasses = 12;

export interface Refined {
  readonly labels: Int32Array;
  /** λ that the bottleneck took. */
  readonly sizeWeight: number;
  readonly reason: string;
}

/**
 * Re-assigns documents by the sequential information bottleneck on their words. The outcome depends on where it starts, and
 * which start is best differs by corpus: with `seekStarts`, `refinementStarts` compete with `labels`, each with clusters of even
 * size, which the bottleneck favours, and with clusters that may be uneven; after three passes `bestOf` says which goes on
 * (where only some documents are compared, with all documents in the clusters whose centres among those are nearest). No true
 * label takes part.
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
  const fused = documents === undefined ? x : compared.vectors;
  const sought = seekStarts ? await refinementStarts(fused, views, k, random, quiet) : [];
  const starts = [{ name: 'the clusters found', labels: found }, ...sought];
  const judges = seekStarts && views.length > 1 ? views : [];
  const trials = await refinementTrials(compared, starts, k, judges, random, context);
  const better = bestOf(trials);
  const sizeWeight = better.sizeWeight;
  const start = documents === undefined ? better.labels : await byCentres(compared.vectors, better.labels, k, evidence.vectors, { random, context: quiet }); // prettier-ignore
  const final = await informationBottleneck(evidence, start, k, { maxPasses: finalPasses, sizeWeight }, random, context); // prettier-ignore
  const moved = final.labels.reduce((count, label, i) => count + (label === labels[i] ? 0 : 1), 0);
  const from = sought.length === 0 ? '' : ` from the best of ${starts.length} starts (${better.name})`;
  const share = sought.length === 0 ? `; ${moved} of ${labels.length} documents moved` : '';
  const sizes = sizeWeight === 0 ? '' : '; clusters of uneven size';
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
