import { type Matrix, zeros } from '../math/matrix';
import type { Random } from '../math/random';
import { viewOfWordVectors } from './corpusVectorView';
import type { Encoder } from './encoder';
import { termProbabilities } from './smoothInverseFrequency';
import { learnSkipGram } from './skipGramVectors';
import { rowsOfWords } from './wordTable';
import { loadWordVectors, type WordVectors } from './wordVectors';

const leastFrequency = 2;
const fewestWords = 128;
/** A small corpus is read more often, until this many words were learned. */
const wordsToLearn = 3_000_000;
const fewestEpochs = 5;
const mostEpochs = 40;

/**
 * Word vectors learned from the corpus by skip-gram, starting from the pretrained ones, averaged with SIF weights. Stop words
 * take part in learning, not in the mean.
 */
export const encodeSkipGram: Encoder = async (corpus, { options, random }, context) => {
  const { vocabulary } = corpus.words;
  const rowOf = new Int32Array(vocabulary.length).fill(-1);
  const terms: number[] = [];
  vocabulary.forEach((term, t) => {
    if (term.frequency >= leastFrequency) rowOf[t] = terms.push(t) - 1;
  });
  if (terms.length < fewestWords)
    return { inapplicable: `fewer than ${fewestWords} words occur twice: too few to learn word vectors from` };
  const pretrained = await loadWordVectors(vocabulary, options.wordVectors, context);
  const sequences = rowsOfWords(corpus.words, rowOf);
  const epochs = Math.ceil(wordsToLearn / sequences.words.length);
  const vectors = await learnSkipGram(sequences, startFrom(terms, pretrained, random), {
    epochs: Math.min(mostEpochs, Math.max(fewestEpochs, epochs)),
    random,
    context,
  });
  const isRanked = corpus.language === 'en' || options.wordVectors !== '';
  const probabilities = termProbabilities(vocabulary, isRanked ? pretrained.rankOf : undefined);
  return viewOfWordVectors(
    'skip-gram',
    corpus.words,
    { rowOf, termOf: Int32Array.from(terms), vectors },
    probabilities,
  );
};

const usualDimensions = 100;

/** Pretrained vectors at a mean squared length of 1; other words start near zero, as in word2vec. */
function startFrom(
  terms: readonly number[],
  { found, dimensions, rowOf, vectors }: WordVectors,
  random: Random,
): Matrix {
  const d = found === 0 ? usualDimensions : Math.ceil(dimensions / 4) * 4;
  const start = zeros(terms.length, d);
  let squares = 0;
  for (const value of vectors) squares += value * value;
  const scale = squares === 0 ? 0 : Math.sqrt(found / squares);
  terms.forEach((t, r) => {
    const from = rowOf[t]! * dimensions;
    for (let k = 0; k < d; k++)
      start.values[r * d + k] = from < 0 ? (random() - 0.5) / d : k < dimensions ? vectors[from + k]! * scale : 0;
  });
  return start;
}
