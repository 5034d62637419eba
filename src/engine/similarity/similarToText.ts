import type { SimilarResult, SimilarToTextParams } from '../../shared/engineProtocol';
import { GroveError } from '../../shared/errors';
import { transformCorpus } from '../encoder/transformCorpus';
import { queryCorpus } from '../preprocessing/queryCorpus';
import { inSavedVocabulary, savedLanguage } from '../preprocessing/savedVocabulary';
import type { RunContext } from '../runContext';
import { greatest } from './greatest';
import { cosines } from './openEncodings';
import { openSearchable, stemsOf } from './openSearchable';
import { leftOut, sharedTermCount } from './similarDocuments';
import { holds, type WordIndex } from './wordIndex';

/**
 * The documents nearest to a text that is none of them: the cosine of their encodings to the text's, by the saved model.
 *
 * @throws GroveError 'bad-input' where the model knows no word of it
 */
export async function similarToText(params: SimilarToTextParams, context: RunContext): Promise<SimilarResult> {
  const { analysis, text, top, within, leaveOut = {} } = params;
  const { model, index, rows, encodings, language } = await openSearchable(analysis);
  const corpus = inSavedVocabulary(await queryCorpus(text, savedLanguage(model), language), model);
  const encoding = await transformCorpus(model, corpus, context);
  if (encoding.values.every((value) => value === 0))
    throw new GroveError('bad-input', 'No word of this text is known in the analysis. Take more of it.');
  const similarity = cosines(encodings, encoding.values);
  const at = within === undefined ? -1 : rows.findIndex(({ id }) => id === within);
  const isLeftOut = at < 0 ? () => false : leftOut(leaveOut, rows, at, similarity);
  const order = greatest(similarity, top, (i) => i !== at && !isLeftOut(i));
  const stems = rarestFirst(stemsOf(corpus.words, index), index);
  return {
    document: within ?? '',
    similar: order.map((i) => {
      const { id, path, row, title, cluster, cluster_label: clusterLabel } = rows[i]!;
      const shared = stems.filter((stem) => holds(index, stem, i)).slice(0, sharedTermCount);
      return {
        ...{ id, path, row, title, cluster, clusterLabel },
        similarity: Math.max(-1, Math.min(1, similarity[i]!)),
        sharedTerms: shared.map((stem) => index.terms[stem]!),
      };
    }),
  };
}

function rarestFirst(stems: readonly number[], { offsets }: WordIndex): number[] {
  const frequency = (stem: number): number => offsets[stem + 1]! - offsets[stem]!;
  return [...stems].sort((a, b) => frequency(a) - frequency(b) || a - b);
}
