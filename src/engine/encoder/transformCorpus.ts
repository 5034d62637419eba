import * as v from 'valibot';
import type { ViewName } from '../../shared/options';
import { type Matrix, zeros } from '../math/matrix';
import type { TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import type { RunContext } from '../runContext';
import { type ModelPart, partOf, type SavedModel, settingOf } from '../storage/model';
import { transformBigrams } from './bigramView';
import { transformBigramVectors, transformCorpusVectors } from './corpusVectorView';
import type { Encoding, Transformer } from './encoder';
import { fuseViews, type View } from './fuse';
import { transformSequences } from './sequenceView';
import { transformTfIdf } from './tfIdfView';
import { transformSentences } from './transformerView';
import { transformWordVectors } from './wordVectorView';

/** Every view's transformer. A new encoder has a line here as well as in `encoders`. */
const transformers = {
  'word-vectors': transformWordVectors,
  tfidf: transformTfIdf,
  bigrams: transformBigrams,
  'corpus-vectors': transformCorpusVectors,
  'bigram-vectors': transformBigramVectors,
  'skip-gram': transformCorpusVectors,
  cnn: transformSequences,
  lstm: transformSequences,
  attention: transformSequences,
  transformer: transformSentences,
} satisfies Record<ViewName, Transformer>;

const viewsSchema = v.array(
  v.object({ name: v.picklist(Object.keys(transformers) as ViewName[]), weight: v.number() }),
);

/** The parts of a model that encode: each view's own, and 'encoding' for how they are fused. */
export function encodingParts({ views, encoding }: Encoding): Record<string, ModelPart> {
  return {
    ...Object.fromEntries(views.map(({ name, model }) => [name, model])),
    encoding: {
      settings: { views: views.map(({ name, weight }) => ({ name, weight })), columns: encoding.columns },
      arrays: {},
    },
  };
}

/**
 * Encodes new documents, given in the saved vocabulary, into the space of an analysis' encodings.
 *
 * @returns unit rows [documents × dimensions]; zero for a document of which no view knows a word
 */
export async function transformCorpus(
  model: SavedModel,
  corpus: TokenizedCorpus,
  context: RunContext,
): Promise<Matrix> {
  const fusion = partOf(model, 'encoding');
  const wanted = settingOf(fusion, 'views', viewsSchema);
  const views: View[] = [];
  for (const [done, { name, weight }] of wanted.entries()) {
    context.progress({ stage: 'encode', done, total: wanted.length, unit: 'views', detail: name });
    views.push({ name, weight, encoding: await transformers[name](partOf(model, name), corpus, context) });
    await context.yieldToEvents();
  }
  context.progress({ stage: 'encode', done: wanted.length, total: wanted.length, unit: 'views' });
  if (views.length === 0) return zeros(corpus.documents.length, settingOf(fusion, 'columns', v.number()));
  return fuseViews(views);
}
