import fc from 'fast-check';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { learnSkipGram } from '../../../src/engine/encoder/skipGramVectors';
import { divideWords } from '../../../src/engine/encoder/wordBlocks';
import { gatherPairs, readText } from '../../../src/engine/encoder/wordPairs';
import { kernels } from '../../../src/engine/math/kernels';
import type { Matrix } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { type LearnPairs, plainLearnPairs, type WordPairs } from '../../../src/engine/math/skipGram';
import type { SkipGramParams } from '../../../src/engine/math/skipGramTasks';
import { runJob, sharedBuffer } from '../../../src/engine/math/threads/threads';
import { silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import { largestDifference, normalMatrix } from '../../support/matrices';

const start = (rows: number, columns: number): Matrix => {
  const { values } = normalMatrix(rows, columns, 1);
  return { rows, columns, values: values.map((value) => value / 10) };
};

const learned = (learn: LearnPairs, work: WordPairs) => {
  const after = { input: new Float32Array(work.input.length), output: new Float32Array(work.output.length) };
  learn(work, after);
  return after;
};

describe('the kernel', () => {
  const work: WordPairs = {
    pairs: Int32Array.from({ length: 600 }, (_, i) => (i * 7 + (i >> 3)) % 6),
    input: start(6, 8).values,
    output: start(6, 8).values.map((value) => -value),
    d: 8,
    table: Int32Array.from([0, 1, 2, 3, 4, 5, 0, 1]),
    negatives: 2,
    rate: 0.05,
    seed: 7,
  };

  it('learns what its plain twin learns, and leaves what it was given as it was', () => {
    expect(kernels().name).toBe('wasm-simd');
    const kept = work.input.slice();
    const fast = learned(kernels().learnPairs, work);
    const plain = learned(plainLearnPairs, work);
    expect(largestDifference(fast.input, plain.input)).toBeLessThan(1e-4);
    expect(largestDifference(fast.output, plain.output)).toBeLessThan(1e-4);
    expect(largestDifference(fast.input, work.input)).toBeGreaterThan(0.01);
    expect(work.input).toEqual(kept);
  });

  it('makes one step as the paper says', () => {
    // No negatives: y starts at zero, so σ = ½ and y becomes rate / 2 · x; the second time x moves along it.
    const pairs = Int32Array.from([4, 3, 4, 3]);
    const after = learned(plainLearnPairs, { ...work, pairs, output: new Float32Array(48), negatives: 0, rate: 0.1 });
    const x = work.input.subarray(32, 40);
    const squared = x.reduce((sum, value) => sum + value * value, 0);
    const second = 0.1 * (1 - 1 / (1 + Math.exp(-0.05 * squared))) * 0.05;
    const expected = x.map((value) => value * (1 + second));
    expect(largestDifference(after.input.subarray(32, 40), expected)).toBeLessThan(1e-4);
  });
});

describe('pairs', () => {
  it('are those of words within reach of each other in a document, each in its bucket, whatever the division', () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(299), { maxLength: 12 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        (documents, step) => {
          const offsets = Uint32Array.from([0, ...documents.map(({ length }) => length)]);
          for (let i = 1; i < offsets.length; i++) offsets[i] = offsets[i]! + offsets[i - 1]!;
          const division = divideWords(Float64Array.from({ length: 300 }, (_, word) => 300 - word));
          const { placeOf, starts } = division;
          const blocks = starts.length - 1;
          expect([...placeOf].sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, place) => place));
          const text = readText({ offsets, words: Int32Array.from(documents.flat()) }, division, new Float64Array(300).fill(1), 1, seededRandom(1)); // prettier-ignore
          const found: string[] = [];
          let room: Int32Array = new Int32Array(0);
          for (let from = 0; from < text.length; from += step) {
            const buckets = gatherPairs(text, division, from, Math.min(from + step, text.length), room);
            room = buckets.pairs;
            for (let shift = 0; shift < blocks; shift++)
              for (let block = 0; block < blocks; block++)
                for (let pair = buckets.offsets[shift * blocks + block]!; pair < buckets.offsets[shift * blocks + block + 1]!; pair++) // prettier-ignore
                  found.push(`${room[2 * pair]! + starts[block]!} ${room[2 * pair + 1]! + starts[(block + shift) % blocks]!}`); // prettier-ignore
          }
          const wanted = documents.flatMap((words) =>
            words.flatMap((word, i) =>
              [i - 1, i + 1].flatMap((j) => (words[j] === undefined ? [] : [`${placeOf[words[j]]} ${placeOf[word]}`])),
            ),
          );
          expect(found.sort()).toEqual(wanted.sort());
        },
      ),
    ));

  it('reach to all distances alike, also of words that are often dropped', () => {
    const division = divideWords(new Float64Array(1).fill(1));
    const words = new Int32Array(40_000);
    const text = readText({ offsets: Uint32Array.from([0, words.length]), words }, division, Float64Array.from([0.25]), 5, seededRandom(1)); // prettier-ignore
    expect(text.length / words.length).toBeCloseTo(0.25, 1);
    const counts = new Map<number, number>();
    for (let i = 0; i + 1 < text.length; i++) counts.set(text.reach[i]!, (counts.get(text.reach[i]!) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5]);
    for (const count of counts.values()) expect(count / text.length).toBeCloseTo(0.2, 1);
  });
});

describe('learnSkipGram', () => {
  // Two topics of ten words each that never meet.
  const random = seededRandom(2);
  const words = Int32Array.from({ length: 4000 }, (_, p) => (Math.floor(p / 10) % 2) * 10 + Math.floor(random() * 10));
  const offsets = Uint32Array.from({ length: 401 }, (_, i) => i * 10);
  const learn = (seed: number, context = silentContext) =>
    learnSkipGram({ words, offsets }, start(20, 16), { epochs: 10, sample: 1, learningRate: 0.05, random: seededRandom(seed), context }); // prettier-ignore

  it('brings words together that occur together, the same for the same seed', async () => {
    const vectors = await learn(1);
    const cosine = (i: number, j: number): number => {
      const dot = (a: number, b: number): number =>
        vectors.values.subarray(a * 16, a * 16 + 16).reduce((sum, value, k) => sum + value * vectors.values[b * 16 + k]!, 0); // prettier-ignore
      return dot(i, j) / Math.sqrt(dot(i, i) * dot(j, j));
    };
    let same = 0;
    let other = 0;
    for (let i = 0; i < 10; i++)
      for (let j = 0; j < 10; j++) {
        if (i !== j) same += cosine(i, j) / 90;
        other += cosine(i, 10 + j) / 100;
      }
    expect(same).toBeGreaterThan(other + 0.5);
    expect(await learn(1)).toEqual(vectors);
    expect(await learn(2)).not.toEqual(vectors);
  });

  it('learns the same bytes on one thread and on several', async () => {
    const drawn = seededRandom(3);
    const many = Int32Array.from({ length: 20_000 }, () => Math.floor(drawn() ** 3 * 1100));
    const sequences = { words: many, offsets: Uint32Array.from({ length: 101 }, (_, i) => i * 200) };
    const on = (threads: number) =>
      learnSkipGram(sequences, start(1100, 8), { epochs: 2, threads, random: seededRandom(4), context: { ...silentContext, now: () => performance.now() } }); // prettier-ignore
    const one = await on(1);
    expect(largestDifference(one.values, start(1100, 8).values)).toBeGreaterThan(0.001);
    expect(await on(2)).toEqual(one);
    expect(await on(5)).toEqual(one);
  });

  it('does again what a thread had begun and left broken', async () => {
    const shared = (values: ArrayLike<number>): Int32Array => {
      const list = new Int32Array(sharedBuffer(values.length * 4));
      list.set(values);
      return list;
    };
    const floats = (): Float32Array => new Float32Array(sharedBuffer(8 * 4 * 4)).fill(0.1);
    const make = (): SkipGramParams => ({
      ...{ d: 4, shift: 1, negatives: 1, rate: 0.1, seed: 5 },
      starts: shared([0, 4, 8]),
      before: { input: floats(), output: floats() },
      learned: { input: floats(), output: floats() },
      tables: shared([0, 1, 2, 3, 3, 2, 1, 0]),
      pairs: shared([0, 1, 2, 3, 1, 1, 3, 0]),
      offsets: shared([0, 0, 0, 2, 4]),
    });
    const [whole, broken] = [make(), make()];
    await runJob('skipGram', whole, 2, silentContext, { threads: 1 });
    const dying = new Worker(
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', ({ params, board, participant }) => {
         const task = Atomics.add(board.cells, 0, 1);
         if (task < board.tasks) Atomics.store(board.cells, 3 + task, participant);
         params.learned.input.fill(99, 16 * task, 16 * task + 16);
         process.exit(7);
       });`,
      { eval: true },
    );
    await new Promise((resolve) => dying.once('online', resolve));
    const ended = new Promise<void>((resolve) => dying.once('exit', () => resolve()));
    let clock = 0;
    const context = { ...silentContext, now: () => (clock += 50), yieldToEvents: () => ended };
    await runJob('skipGram', broken, 2, context, { threads: 2, spawn: () => dying });
    expect(whole.learned.input).not.toEqual(whole.before.input);
    expect(broken.learned).toEqual(whole.learned);
  });

  it('stops when it is cancelled', async () => {
    let time = 0;
    const context = { ...silentContext, now: () => (time += 50), isCancelled: () => true };
    await expect(learn(1, context)).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled'));
  });
});
