import { GroveError } from '../../shared/errors';
import type { Encoder } from './encoder';
import { sifEncoding, sifWeight, termProbabilities } from './smoothInverseFrequency';
import { loadWordVectors } from './wordVectors';

const sifSmoothing = 3e-4;

/** Fewer documents than this share with any known word: the vectors are of another language. */
const leastCoverage = 0.5;

/** The mean of pretrained word vectors, weighted by smooth inverse frequency. */
export const encodeWordVectors: Encoder = async (corpus, { options }, context) => {
  const { vocabulary } = corpus.words;
  const words = await loadWordVectors(vocabulary, options.wordVectors, context);
  const { encoding, commonDirection } = sifEncoding(corpus.words, words, weightsOf());
  const covered = countNonZeroRows(encoding.values, encoding.rows, encoding.columns);
  if (covered < leastCoverage * encoding.rows) {
    const share = `only ${covered} of ${encoding.rows} documents hold words that ${words.name} knows`;
    if (options.encoder === 'word-vectors' && covered === 0)
      throw new GroveError('bad-input', `${share}. Choose another encoder, or vectors for this language.`);
    if (options.encoder !== 'word-vectors') return { inapplicable: share };
  }
  return {
    name: 'word-vectors',
    encoding,
    weight: 1,
    model: { terms: [], arrays: { commonDirection: { shape: [commonDirection.length], values: commonDirection } } },
  };

  function weightsOf(): Float64Array {
    const ranked = corpus.language === 'en' || options.wordVectors !== '';
    const probabilities = termProbabilities(vocabulary, ranked ? words.rankOf : undefined);
    return probabilities.map((probability) => sifWeight(probability, sifSmoothing));
  }
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
