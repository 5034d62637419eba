import type { Matrix, SparseMatrix } from '../math/matrix';
import type { TermSequences, TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import type { RunContext } from '../runContext';
import { columnsByStem } from '../preprocessing/savedVocabulary';
import { arrayOf, type ModelPart } from '../storage/model';
import type { EncodedView, Encoder, Transformer } from './encoder';
import { foldIn, latentSemanticAnalysis, weighCounts, weighTfIdf } from './latentSemanticAnalysis';
import { readShippedWordVectors } from './shippedWordVectors';
import { sifWeight, termProbabilities } from './smoothInverseFrequency';
import { countTerms, stemCounts } from '../preprocessing/termCounts';

export const lsaDimensions = 100;

/** The rank that a corpus of n documents can carry: a quarter of it, at most 100; tiny corpora keep a handful. */
export function lsaRank(documents: number): number {
  return Math.max(Math.min(lsaDimensions, Math.floor(documents / 4)), Math.min(8, documents - 1), 1);
}

/** TF-IDF of the words' stems, reduced by latent semantic analysis. */
export const encodeTfIdf: Encoder = async (corpus, { random }, context) => {
  const { space, counts } = stemCounts(corpus.words);
  if (space.features === 0) return { inapplicable: 'no document holds a word that is not a stop word' };
  // In English, general-language frequency tells which words are telling; elsewhere idf alone has to.
  const weights = corpus.language === 'en' ? generalWeights(corpus, space.termOf) : undefined;
  return encodeCounts('tfidf', corpus.words, counts, space.termOf, weights, random, context);
};

const lsaSmoothing = 1e-3;

function generalWeights(corpus: TokenizedCorpus, termOf: Int32Array): Float64Array {
  const { vocabulary } = corpus.words;
  const probabilities = termProbabilities(vocabulary, readShippedWordVectors(vocabulary).rankOf);
  return Float64Array.from(termOf, (term) => sifWeight(probabilities[term]!, lsaSmoothing));
}

/** The LSA view of a matrix of counts. */
export async function encodeCounts(
  name: string,
  sequences: TermSequences,
  counts: SparseMatrix,
  termOf: Int32Array,
  featureWeights: Float64Array | undefined,
  random: () => number,
  context: RunContext,
): Promise<EncodedView | { inapplicable: string }> {
  const { matrix, columns, weights } = weighTfIdf(counts, { featureWeights });
  if (matrix.columns === 0) return { inapplicable: `no two documents share a term (${name})` };
  const { encoding, singularValues, termVectors } = await latentSemanticAnalysis(
    matrix,
    lsaRank(counts.rows),
    random,
    context,
  );
  return {
    name,
    encoding,
    weight: 1,
    model: {
      terms: Array.from(columns, (column) => sequences.vocabulary[termOf[column]!]!.text),
      arrays: {
        weights: { shape: [weights.length], values: weights },
        singularValues: { shape: [singularValues.length], values: singularValues },
        termVectors: { shape: [termVectors.rows, termVectors.columns], values: termVectors.values },
      },
    },
  };
}

/** New documents' stems, in the view of a saved model. */
export const transformTfIdf: Transformer = (part, { words }) =>
  transformCounts(part, words, columnsByStem(words.vocabulary, part.terms ?? []));

/** @param columnOf the part's column of each term of the vocabulary; −1 for none */
export function transformCounts(part: ModelPart, sequences: TermSequences, columnOf: Int32Array): Matrix {
  const weights = arrayOf(part, 'weights', Float64Array).values;
  const { shape, values } = arrayOf(part, 'termVectors', Float32Array);
  const counts = countTerms(sequences, { featureOf: columnOf, features: weights.length });
  const termVectors = { rows: weights.length, columns: shape[1] ?? 0, values };
  return foldIn(weighCounts(counts, weights), termVectors, arrayOf(part, 'singularValues', Float32Array).values);
}
