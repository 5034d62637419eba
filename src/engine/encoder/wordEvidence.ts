import type { WordEvidence } from '../clustering/refine';
import type { SparseMatrix } from '../math/matrix';
import { columnsByStem } from '../preprocessing/savedVocabulary';
import { countTerms, documentFrequencies, selectColumns, stemCounts } from '../preprocessing/termCounts';
import type { TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import type { Encoding } from './encoder';

export interface CorpusEvidence extends WordEvidence {
  /** The commonest term behind each column of the counts. */
  readonly terms: readonly string[];
}

/** The words that clusters are refined by: stems in at least two documents and at most half of them. */
export function wordEvidence(corpus: TokenizedCorpus, { encoding, compared }: Encoding): CorpusEvidence {
  const { vocabulary } = corpus.words;
  const { space, counts } = stemCounts(corpus.words);
  const frequency = documentFrequencies(counts);
  const most = counts.rows / 2;
  const { matrix, columns } = selectColumns(counts, (word) => frequency[word]! >= 2 && frequency[word]! <= most);
  const terms = Array.from(columns, (column) => vocabulary[space.termOf[column]!]!.text);
  return { counts: matrix, vectors: encoding, compared, terms };
}

/** New documents' counts of the words that earlier clusters were refined by. */
export function evidenceCounts({ words }: TokenizedCorpus, terms: readonly string[]): SparseMatrix {
  return countTerms(words, { featureOf: columnsByStem(words.vocabulary, terms), features: terms.length });
}
