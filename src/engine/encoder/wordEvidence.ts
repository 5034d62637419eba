import type { WordEvidence } from '../clustering/refine';
import { countTerms, documentFrequencies, selectColumns, stemFeatures } from '../preprocessing/termCounts';
import type { TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import type { Encoding } from './encoder';

/** The words that clusters are refined by: stems in at least two documents and at most half of them. */
export function wordEvidence(corpus: TokenizedCorpus, { encoding, views }: Encoding): WordEvidence {
  const counts = countTerms(corpus.words, stemFeatures(corpus.words.vocabulary));
  const frequency = documentFrequencies(counts);
  const most = counts.rows / 2;
  const { matrix } = selectColumns(counts, (word) => frequency[word]! >= 2 && frequency[word]! <= most);
  return { counts: matrix, vectors: encoding, views };
}
