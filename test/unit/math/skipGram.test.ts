import { describe, expect, it } from 'vitest';
import { learnSkipGram } from '../../../src/engine/encoder/skipGramVectors';
import { kernels } from '../../../src/engine/math/kernels';
import type { Matrix } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { plainSkipGram, type SkipGramTask } from '../../../src/engine/math/skipGram';
import { silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import { largestDifference, normalMatrix } from '../../support/matrices';

const start = (rows: number, columns: number): Matrix => {
  const { values } = normalMatrix(rows, columns, 1);
  return { rows, columns, values: values.map((value) => value / 10) };
};
const task: SkipGramTask = {
  input: start(6, 8),
  table: Int32Array.from([0, 1, 2, 3, 4, 5, 0, 1]),
  window: 3,
  negatives: 2,
  seed: 7,
};

describe('the kernel', () => {
  it('learns what its plain twin learns, over several texts and lengths', () => {
    const [fast, plain] = [kernels().skipGram(task), plainSkipGram(task)];
    expect(kernels().name).toBe('wasm-simd');
    for (const length of [5, 200_000, 40]) {
      const random = seededRandom(length);
      const words = Int32Array.from({ length }, () => Math.floor(random() * 7) - 1);
      const to = Math.min(length, 300);
      for (const learner of [fast, plain]) learner.learn(words, 0, to >> 1, 0.05, true);
      for (const learner of [fast, plain]) learner.learn(words, to >> 1, to, 0.05, false);
      expect(largestDifference(fast.vectors().values, plain.vectors().values)).toBeLessThan(1e-4);
    }
    expect(largestDifference(fast.vectors().values, task.input.values)).toBeGreaterThan(0.01);
  });

  it('learns nothing across documents', () => {
    for (const make of [kernels().skipGram, plainSkipGram]) {
      const learner = make(task);
      learner.learn(Int32Array.from([0, -1, 1, -1, 2, -1]), 0, 6, 0.5, true);
      expect(learner.vectors().values).toEqual(task.input.values);
    }
  });

  it('makes one step as the paper says', () => {
    // One pair a side, no negatives: y starts at zero, so σ = ½ and y becomes rate / 2 · x, for the first pair.
    const learner = plainSkipGram({ ...task, negatives: 0, window: 1 });
    learner.learn(Int32Array.from([3, 4]), 0, 1, 0.1, true); // word 3 is learned beside 4
    learner.learn(Int32Array.from([3, 4]), 0, 1, 0.1, true);
    const x = task.input.values.subarray(32, 40);
    const squared = x.reduce((sum, value) => sum + value * value, 0);
    const second = 0.1 * (1 - 1 / (1 + Math.exp(-0.05 * squared))) * 0.05; // the step along y = 0.05 x
    const expected = x.map((value) => value * (1 + second));
    expect(largestDifference(learner.vectors().values.subarray(32, 40), expected)).toBeLessThan(1e-4);
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

  it('stops when it is cancelled', async () => {
    let time = 0;
    const context = { ...silentContext, now: () => (time += 50), isCancelled: () => true };
    await expect(learn(1, context)).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled'));
  });
});
