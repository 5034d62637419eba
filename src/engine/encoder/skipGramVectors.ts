import { type Matrix, zeros } from '../math/matrix';
import type { Random } from '../math/random';
import type { SkipGramVectors } from '../math/skipGramTasks';
import { runJob, sharedBuffer, threadCount } from '../math/threads/threads';
import { breather, type RunContext } from '../runContext';
import type { WordSequences } from './cooccurrence';
import { divideWords, type WordBlocks } from './wordBlocks';
import { gatherPairs, readText } from './wordPairs';

export interface SkipGramOptions {
  readonly epochs: number;
  /** At most 255. */
  readonly window?: number;
  readonly negatives?: number;
  /** Words more frequent than this share are dropped at random, the more the more frequent they are. */
  readonly sample?: number;
  /** Falls to almost nothing over the epochs. */
  readonly learningRate?: number;
  /** Threads to use; the vectors are the same for any number. As many as there are cores, unless the text is short. */
  readonly threads?: number;
  readonly random: Random;
  readonly context: RunContext;
}

const tableBits = 20;
/** About as many words as are learned in 25 ms. */
const wordsATask = 3000;
const leastRateShare = 1e-4;
/** Pairs a task from which further threads are worth their messages. */
const parallelFrom = 4000;

/**
 * Word vectors by skip-gram with negative sampling: a dynamic window, frequent words subsampled, negatives drawn by
 * frequency^¾. Pairs are learned some hundred thousand words at a time, block by block (see `SkipGramParams`), so that threads
 * never meet in a row and the same seed gives the same vectors for any number of them. Source: Mikolov et al.,
 * "Distributed representations of words and phrases and their compositionality", NIPS 2013.
 *
 * @param start the vectors to start from [vocabulary × d], d a multiple of 4
 */
export async function learnSkipGram(
  sequences: WordSequences,
  start: Matrix,
  options: SkipGramOptions,
): Promise<Matrix> {
  const { epochs, window = 5, negatives = 5, sample = 1e-3, learningRate = 0.025, random, context } = options;
  const { words } = sequences;
  const frequency = new Float64Array(start.rows);
  for (const word of words) frequency[word] = frequency[word]! + 1;
  const keep = keptShares(frequency, words.length, sample);
  const division = divideWords(frequency);
  const { starts, placeOf } = division;
  const blocks = starts.length - 1;
  const d = start.columns;
  const tables = drawTables(frequency, division);
  let before = emptyVectors(start.rows, d);
  let learned = emptyVectors(start.rows, d);
  placeOf.forEach((place, w) => before.input.set(start.values.subarray(w * d, (w + 1) * d), place * d));
  const breathe = breather(context);
  const step = wordsATask * blocks * blocks;
  let room: Int32Array = new Int32Array(0);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const text = readText(sequences, division, keep, window, random);
    for (let from = 0; from < text.length; from += step) {
      const { pairs, offsets } = gatherPairs(text, division, from, Math.min(from + step, text.length), room);
      room = pairs;
      const done = (epoch + from / text.length) / epochs;
      const rate = learningRate * Math.max(leastRateShare, 1 - done);
      const isLong = offsets[blocks * blocks]! > parallelFrom * blocks * blocks;
      const threads = Math.min(blocks, options.threads ?? (isLong ? threadCount() : 1));
      for (let shift = 0; shift < blocks; shift++) {
        const seed = Math.floor(random() * 0x100000000);
        const params = { d, starts, before, learned, tables, pairs, offsets, shift, negatives, rate, seed };
        await runJob('skipGram', params, blocks, context, { threads });
        [before, learned] = [learned, before];
        if (breathe.due()) await breathe();
      }
    }
    context.progress({ stage: 'encode', done: epoch + 1, total: epochs, unit: 'epochs', detail: 'skip-gram' });
  }
  const vectors = zeros(start.rows, d);
  placeOf.forEach((place, w) => vectors.values.set(before.input.subarray(place * d, (place + 1) * d), w * d));
  return vectors;
}

function emptyVectors(rows: number, d: number): SkipGramVectors {
  const empty = (): Float32Array => new Float32Array(sharedBuffer(rows * d * 4));
  return { input: empty(), output: empty() };
}

/** The share of each word's occurrences that is kept: √(t/f) + t/f of its share f of the text, as word2vec has it. */
function keptShares(frequency: Float64Array, total: number, sample: number): Float64Array {
  return frequency.map((count) => {
    const ratio = (sample * total) / Math.max(count, 1);
    return Math.min(1, Math.sqrt(ratio) + ratio);
  });
}

/** The words of each block as often as frequency^¾ says, in tables of 2²⁰ together. */
function drawTables(frequency: Float64Array, { placeOf, starts }: WordBlocks): Int32Array {
  const blocks = starts.length - 1;
  const size = 1 << (tableBits - Math.ceil(Math.log2(blocks)));
  const tables = new Int32Array(sharedBuffer(blocks * size * 4));
  const powers = new Float64Array(frequency.length);
  placeOf.forEach((place, word) => (powers[place] = Math.pow(frequency[word]!, 0.75)));
  for (let block = 0; block < blocks; block++) {
    const own = powers.subarray(starts[block], starts[block + 1]);
    const total = own.reduce((sum, power) => sum + power, 0);
    let word = 0;
    let reached = own[0]! / total;
    for (let at = 0; at < size; at++) {
      while ((at + 0.5) / size > reached && word + 1 < own.length) reached += own[++word]! / total;
      tables[block * size + at] = word;
    }
  }
  return tables;
}
