import type { ClusterOptions } from '../../shared/options';
import type { Matrix } from '../math/matrix';
import { seededRandom } from '../math/random';
import type { TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import type { RunContext } from '../runContext';
import type { ModelPart } from '../storage/model';
import { fuseViews, type View } from './fuse';
import { encodeBigrams } from './bigramView';
import { encodeBigramVectors, encodeCorpusVectors } from './corpusVectorView';
import { encodeTfIdf } from './tfIdfView';
import { encodeWordVectors } from './wordVectorView';

export interface EncodedView extends View {
  /** What a view keeps so that new documents can be encoded as the old ones were. */
  readonly model: ModelPart;
}

/**
 * An encoder turns a corpus into one view of its documents: a unit row a document. It answers with a sentence instead
 * where it has nothing to say of this corpus (no Chinese in it, no word with a vector).
 */
export type Encoder = (
  corpus: TokenizedCorpus,
  request: { readonly options: ClusterOptions; readonly random: () => number },
  context: RunContext,
) => Promise<EncodedView | { readonly inapplicable: string }>;

/**
 * Encodes new documents as a view's own were, by its saved model. The corpus is in the saved vocabulary. Documents that
 * the view had encode to the same row.
 */
export type Transformer = (part: ModelPart, corpus: TokenizedCorpus, context: RunContext) => Matrix | Promise<Matrix>;

/** Every view by name, in the order in which they are fused. A new encoder is a file of its own and a line here. */
const encoders = {
  'word-vectors': encodeWordVectors,
  tfidf: encodeTfIdf,
  bigrams: encodeBigrams,
  'corpus-vectors': encodeCorpusVectors,
  'bigram-vectors': encodeBigramVectors,
} satisfies Record<string, Encoder>;

export type ViewName = keyof typeof encoders;

/** Which views an encoder option stands for. */
const viewsOf: Record<ClusterOptions['encoder'], readonly ViewName[]> = {
  auto: ['word-vectors', 'tfidf', 'bigrams', 'corpus-vectors', 'bigram-vectors'],
  tfidf: ['tfidf', 'bigrams'],
  'word-vectors': ['word-vectors'],
};

export interface Encoding {
  /** The fused encoding, unit rows [documents × dimensions]. */
  readonly encoding: Matrix;
  readonly views: readonly EncodedView[];
  /** What 'auto' became. */
  readonly resolved: { readonly encoder: string };
  readonly reason: string;
}

/**
 * Word vectors counted from the corpus know its words best: beside them the general views count half (measured on
 * StackOverflow: accuracy .81 against .78 at equal weights, .72 without them).
 */
const weightBesideCorpusVectors: Partial<Record<string, number>> = { 'word-vectors': 0.5, tfidf: 0.5 };

function weighed(views: readonly EncodedView[]): EncodedView[] {
  const hasCorpusVectors = views.some((view) => view.name === 'corpus-vectors');
  const isChinese = views.some((view) => view.name === 'bigrams');
  if (!hasCorpusVectors || isChinese) return [...views];
  return views.map((view) => ({ ...view, weight: weightBesideCorpusVectors[view.name] ?? view.weight }));
}

/** Encodes the corpus with each view that the option names and that applies, and fuses them. */
export async function encodeCorpus(
  corpus: TokenizedCorpus,
  options: ClusterOptions,
  context: RunContext,
): Promise<Encoding> {
  const names = viewsOf[options.encoder];
  const views: EncodedView[] = [];
  const left: string[] = [];
  for (const [done, name] of names.entries()) {
    context.progress({ stage: 'encode', done, total: names.length, unit: 'views', detail: name });
    const view = await encoders[name](corpus, { options, random: seededRandom(options.seed) }, context);
    if ('inapplicable' in view) left.push(view.inapplicable);
    else views.push(view);
  }
  if (views.length === 0) {
    // Nothing to tell the documents apart by: no shared word, no known word. One constant view keeps the run alive.
    const rows = corpus.documents.length;
    const encoding = { rows, columns: 1, values: new Float32Array(rows) };
    return {
      encoding,
      views,
      resolved: { encoder: 'none' },
      reason: `no view applies: ${[...new Set(left)].join('; ')}`,
    };
  }
  const fused = views.length === 1 ? 'one view applies' : 'views see different things and are fused';
  const reason = [`${fused}: ${views.map((view) => view.name).join(' + ')}`, ...new Set(left)].join('; ');
  context.progress({ stage: 'encode', done: names.length, total: names.length, unit: 'views' });
  const encoder = options.encoder === 'auto' ? views.map((view) => view.name).join(' + ') : options.encoder;
  const fusedViews = weighed(views);
  return { encoding: fuseViews(fusedViews), views: fusedViews, resolved: { encoder }, reason };
}
