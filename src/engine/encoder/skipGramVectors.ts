import { kernels } from '../math/kernels';
import type { Matrix } from '../math/matrix';
import type { Random } from '../math/random';
import { breather, type RunContext } from '../runContext';
import type { WordSequences } from './cooccurrence';

export interface SkipGramOptions {
  readonly epochs: number;
  readonly window?: number;
  readonly negatives?: number;
  /** Words more frequent than this share are dropped at random, the more the more frequent they are. */
  readonly sample?: number;
  /** Falls to almost nothing over the epochs. */
  readonly learningRate?: number;
  readonly random: Random;
  readonly context: RunContext;
}

const tableBits = 20;
/** About as many words as are learned in 20 ms. */
const wordsACall = 2500;
const leastRateShare = 1e-4;

/**
 * Word vectors by skip-gram with negative sampling: a dynamic window, frequent words subsampled, negatives drawn by
 * frequency^¾. One thread, so that the same seed gives the same vectors. Source: Mikolov et al., "Distributed
 * representations of words and phrases and their compositionality", NIPS 2013.
 *
 * @param start the vectors to start from [vocabulary × d], d a multiple of 4
 */
export async function learnSkipGram(
  { offsets, words }: WordSequences,
  start: Matrix,
  options: SkipGramOptions,
): Promise<Matrix> {
  const { epochs, window = 5, negatives = 5, sample = 1e-3, learningRate = 0.025, random, context } = options;
  const frequency = new Float64Array(start.rows);
  for (const word of words) frequency[word] = frequency[word]! + 1;
  const keep = keptShares(frequency, words.length, sample);
  const seed = 1 + Math.floor(random() * 0xfffffffe);
  const learner = kernels().skipGram({ input: start, table: drawTable(frequency), window, negatives, seed });
  const breathe = breather(context);
  const text = new Int32Array(words.length + offsets.length);
  for (let epoch = 0; epoch < epochs; epoch++) {
    let length = 0;
    for (let i = 0; i + 1 < offsets.length; i++) {
      for (let p = offsets[i]!; p < offsets[i + 1]!; p++) if (random() < keep[words[p]!]!) text[length++] = words[p]!;
      text[length++] = -1;
    }
    text.fill(-1, length);
    for (let from = 0; from < length; from += wordsACall) {
      const done = (epoch + from / length) / epochs;
      const rate = learningRate * Math.max(leastRateShare, 1 - done);
      learner.learn(text, from, Math.min(from + wordsACall, length), rate, from === 0);
      if (breathe.due()) await breathe();
    }
    context.progress({ stage: 'encode', done: epoch + 1, total: epochs, unit: 'epochs', detail: 'skip-gram' });
  }
  return learner.vectors();
}

/** The share of each word's occurrences that is kept: √(t/f) + t/f of its share f of the text, as word2vec has it. */
function keptShares(frequency: Float64Array, total: number, sample: number): Float64Array {
  return frequency.map((count) => {
    const ratio = (sample * total) / Math.max(count, 1);
    return Math.min(1, Math.sqrt(ratio) + ratio);
  });
}

/** Words as often as frequency^¾ says, in a table of 2²⁰. */
function drawTable(frequency: Float64Array): Int32Array {
  const table = new Int32Array(1 << tableBits);
  const powers = frequency.map((count) => Math.pow(count, 0.75));
  const total = powers.reduce((sum, power) => sum + power, 0);
  let word = 0;
  let reached = powers[0]! / total;
  for (let at = 0; at < table.length; at++) {
    while ((at + 0.5) / table.length > reached && word + 1 < powers.length) reached += powers[++word]! / total;
    table[at] = word;
  }
  return table;
}
