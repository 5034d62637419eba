import { randomizedSvd } from '../math/svd';
import type { TermSequences } from '../preprocessing/tokenizedCorpus';
import type { RunContext } from '../runContext';
import { positivePmi } from './cooccurrence';
import { type Matrix, npyOf } from '../math/matrix';
import { columnsByText } from '../preprocessing/savedVocabulary';
import { arrayOf, type ModelPart } from '../storage/model';
import type { EncodedView, Encoder, Transformer } from './encoder';
import { readShippedWordVectors } from './shippedWordVectors';
import { sifEncoding, sifTransform, sifWeight, termProbabilities } from './smoothInverseFrequency';
import { rowsOfWords } from './wordTable';

const vocabularyLimit = 15_000;
/** Long texts fill the table of co-occurrences: beyond this many tokens, fewer words keep it small. */
const manyTokens = 600_000;
const vocabularyLimitOfLongTexts = 8000;
const leastFrequency = 2;
const window = 10;
const dimensions = 64;
const sifSmoothing = 1e-3;

/**
 * Word vectors counted from the corpus itself (positive PMI of co-occurrence, reduced by truncated SVD to U · S^¾),
 * averaged with SIF weights. The best single view measured, in English and Chinese: it knows the corpus' own words.
 */
export const encodeCorpusVectors: Encoder = (corpus, { random }, context) => {
  const { vocabulary } = corpus.words;
  const ranks = corpus.language === 'en' ? readShippedWordVectors(vocabulary).rankOf : undefined;
  const probabilities = termProbabilities(vocabulary, ranks);
  return encodeByCooccurrence('corpus-vectors', corpus.words, probabilities, random, context);
};

/** The same over character bigrams: for short Chinese texts. */
export const encodeBigramVectors: Encoder = async (corpus, { random }, context) => {
  if (corpus.bigrams === undefined) return { inapplicable: 'no document is Chinese' };
  const probabilities = termProbabilities(corpus.bigrams.vocabulary, undefined);
  return encodeByCooccurrence('bigram-vectors', corpus.bigrams, probabilities, random, context);
};

async function encodeByCooccurrence(
  name: string,
  sequences: TermSequences,
  probabilities: Float64Array,
  random: () => number,
  context: RunContext,
): Promise<EncodedView | { inapplicable: string }> {
  const { rowOf, termOf } = chooseWords(sequences);
  const least = dimensions * 2;
  if (termOf.length < least)
    return { inapplicable: `fewer than ${least} words occur twice: too few to learn word vectors from` };
  const information = await positivePmi(rowsOfWords(sequences, rowOf), termOf.length, window, context);
  const decomposed = await randomizedSvd(information, dimensions, {
    powerIterations: 3,
    oversampling: 10,
    random,
    context,
  });
  const { s } = decomposed;
  const u = decomposed.u();
  for (let i = 0, at = 0; i < u.rows; i++)
    for (let d = 0; d < u.columns; d++, at++) u.values[at] = u.values[at]! * Math.pow(s[d]!, 0.75);
  return viewOfWordVectors(name, sequences, { rowOf, termOf, vectors: u }, probabilities);
}

/**
 * The SIF mean of word vectors that were learned from the corpus.
 *
 * @param words a vector [words × d] for each of the terms `termOf`; `rowOf` is −1 for the others
 * @param probabilities one a term
 */
export function viewOfWordVectors(
  name: string,
  sequences: TermSequences,
  { rowOf, termOf, vectors }: { rowOf: Int32Array; termOf: Int32Array; vectors: Matrix },
  probabilities: Float64Array,
): EncodedView {
  const weights = probabilities.map((probability) => sifWeight(probability, sifSmoothing));
  const words = { dimensions: vectors.columns, rowOf, vectors: vectors.values };
  const { encoding, commonDirection } = sifEncoding(sequences, words, weights);
  return {
    name,
    encoding,
    weight: 1,
    model: {
      terms: Array.from(termOf, (term) => sequences.vocabulary[term]!.text),
      arrays: {
        vectors: npyOf(vectors),
        weights: { shape: [termOf.length], values: Float64Array.from(termOf, (term) => weights[term]!) },
        commonDirection: { shape: [commonDirection.length], values: commonDirection },
      },
    },
  };
}

/** New documents, by the word vectors of a saved model. */
export const transformCorpusVectors: Transformer = (part, { words }) => transformByWordVectors(part, words);

export const transformBigramVectors: Transformer = (part, { bigrams }) => transformByWordVectors(part, bigrams!);

function transformByWordVectors(part: ModelPart, sequences: TermSequences): Matrix {
  const rowOf = columnsByText(sequences.vocabulary, part.terms ?? []);
  const { shape, values } = arrayOf(part, 'vectors', Float32Array);
  const weightOfRow = arrayOf(part, 'weights', Float64Array).values;
  const weights = Float64Array.from(rowOf, (row) => (row < 0 ? 0 : weightOfRow[row]!));
  const words = { dimensions: shape[1] ?? 0, rowOf, vectors: values };
  return sifTransform(sequences, words, weights, arrayOf(part, 'commonDirection', Float64Array).values);
}

/** The most frequent words that are not stop words and occur at least twice. */
function chooseWords({ vocabulary, terms }: TermSequences): { rowOf: Int32Array; termOf: Int32Array } {
  const chosen = Array.from(vocabulary.keys())
    .filter((t) => !vocabulary[t]!.isStopWord && vocabulary[t]!.frequency >= leastFrequency)
    .sort((a, b) => vocabulary[b]!.frequency - vocabulary[a]!.frequency || a - b)
    .slice(0, terms.length > manyTokens ? vocabularyLimitOfLongTexts : vocabularyLimit);
  const rowOf = new Int32Array(vocabulary.length).fill(-1);
  chosen.forEach((term, row) => (rowOf[term] = row));
  return { rowOf, termOf: Int32Array.from(chosen) };
}
