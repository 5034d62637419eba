import * as v from 'valibot';
import { GroveError } from '../../shared/errors';
import { type Matrix, npyOf, zeros } from '../math/matrix';
import { columnsByText } from '../preprocessing/savedVocabulary';
import { arrayOf, type ModelPart, settingOf } from '../storage/model';
import type { Encoder, Transformer } from './encoder';
import { readShippedWordVectors, shippedFingerprint } from './shippedWordVectors';
import { sifEncoding, sifTransform, sifWeight, termProbabilities } from './smoothInverseFrequency';
import { loadWordVectors, type WordVectors } from './wordVectors';

const sifSmoothing = 3e-4;

/** Fewer documents than this share with any known word: the vectors are of another language. */
const leastCoverage = 0.5;

/** The mean of pretrained word vectors, weighted by smooth inverse frequency. */
export const encodeWordVectors: Encoder = async (corpus, { options }, context) => {
  const { vocabulary } = corpus.words;
  const words = await loadWordVectors(vocabulary, options.wordVectors, context);
  // Ranks are of use where they are of the corpus' language.
  const isRanked = corpus.language === 'en' || options.wordVectors !== '';
  const probabilities = termProbabilities(vocabulary, isRanked ? words.rankOf : undefined);
  const weights = probabilities.map((probability) => sifWeight(probability, sifSmoothing));
  const { encoding, commonDirection } = sifEncoding(corpus.words, words, weights);
  const covered = countNonZeroRows(encoding.values, encoding.rows, encoding.columns);
  if (covered < leastCoverage * encoding.rows) {
    const share = `only ${covered} of ${encoding.rows} documents hold words that ${words.name} knows`;
    if (options.encoder === 'word-vectors' && covered === 0)
      throw new GroveError('bad-input', `${share}. Choose another encoder, or vectors for this language.`);
    if (options.encoder !== 'word-vectors') return { inapplicable: share };
  }
  return { name: 'word-vectors', encoding, weight: 1, model: modelOf() };

  /** The shipped vectors are named by their fingerprint; a person's own are kept, as far as the corpus needs them. */
  function modelOf(): ModelPart {
    const known = Array.from(vocabulary.keys()).filter((t) => words.rowOf[t]! >= 0);
    const isShipped = options.wordVectors === '';
    return {
      terms: known.map((t) => vocabulary[t]!.text),
      settings: { shipped: isShipped ? shippedFingerprint() : '', dimensions: words.dimensions, isRanked },
      arrays: {
        commonDirection: { shape: [commonDirection.length], values: commonDirection },
        weights: { shape: [known.length], values: Float64Array.from(known, (t) => weights[t]!) },
        ...(!isShipped && { vectors: npyOf(gatheredRows(words, known)) }),
      },
    };
  }
};

function gatheredRows({ dimensions, rowOf, vectors }: WordVectors, terms: readonly number[]): Matrix {
  const rows = zeros(terms.length, dimensions);
  terms.forEach((t, i) => {
    const from = rowOf[t]! * dimensions;
    rows.values.set(vectors.subarray(from, from + dimensions), i * dimensions);
  });
  return rows;
}

/**
 * New documents, by the word vectors of a saved model. Of the shipped vectors they may use words that the earlier
 * documents did not hold.
 */
export const transformWordVectors: Transformer = (part, { words: sequences }) => {
  const { vocabulary } = sequences;
  const placeOf = columnsByText(vocabulary, part.terms ?? []);
  const savedWeights = arrayOf(part, 'weights', Float64Array).values;
  const commonDirection = arrayOf(part, 'commonDirection', Float64Array).values;
  const dimensions = settingOf(part, 'dimensions', v.number());
  const shipped = settingOf(part, 'shipped', v.string());
  if (shipped === '') {
    const { values: vectors } = arrayOf(part, 'vectors', Float32Array);
    const weights = Float64Array.from(placeOf, (place) => (place < 0 ? 0 : savedWeights[place]!));
    return sifTransform(sequences, { dimensions, rowOf: placeOf, vectors }, weights, commonDirection);
  }
  if (shipped !== shippedFingerprint())
    throw new GroveError(
      'bad-analysis',
      "The analysis was made with other word vectors than this Grove's. Cluster the folder again, or use the Grove that made it.",
    );
  const words = readShippedWordVectors(vocabulary);
  const probabilities = termProbabilities(vocabulary, settingOf(part, 'isRanked', v.boolean()) ? words.rankOf : undefined); // prettier-ignore
  const weights = Float64Array.from(placeOf, (place, t) =>
    place < 0 ? sifWeight(probabilities[t]!, sifSmoothing) : savedWeights[place]!,
  );
  return sifTransform(sequences, words, weights, commonDirection);
};

function countNonZeroRows(values: Float32Array, rows: number, columns: number): number {
  let count = 0;
  for (let i = 0; i < rows; i++)
    for (let d = 0; d < columns; d++)
      if (values[i * columns + d] !== 0) {
        count++;
        break;
      }
  return count;
}
