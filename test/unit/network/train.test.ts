import type { Rank, Scalar } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow, type Tensorflow } from '../../../src/engine/autoencoder/tensorflow';
import { SequenceNetwork } from '../../../src/engine/encoder/sequenceNetwork';
import { normalizeRows } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { denseShapes } from '../../../src/engine/network/parameters';
import type { SequenceKind } from '../../../src/engine/network/sequenceLayers';
import { cosineLoss, dropout, trainFrom, type TrainingOptions } from '../../../src/engine/network/train';
import { type RunContext, silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import type { StageProgress } from '../../../src/shared/progress';
import { largestDifference, normalMatrix } from '../../support/matrices';

let tf: Tensorflow;
beforeAll(async () => {
  ({ tf } = await loadTensorflow('wasm', silentContext));
}, 60_000);

describe('trainFrom', () => {
  const x = normalMatrix(600, 4, 1);
  const wanted = Float32Array.from({ length: 600 }, (_, i) => x.values[i * 4]! - 2 * x.values[i * 4 + 1]! + 0.5);
  /** Mean squared error of a line. */
  const lossOf = (tensors: Parameters<Parameters<typeof trainFrom>[3]>[0], samples: Int32Array): Scalar => {
    const rows = Array.from(samples, (i) => Array.from(x.values.subarray(i * 4, i * 4 + 4)));
    const made = tf.add(tf.matMul(tf.tensor2d(rows), tensors['line']!), tensors['lineBias']!);
    return tf.mean(tf.square(tf.sub(made, tf.tensor2d(Array.from(samples, (i) => [wanted[i]!])))));
  };
  const train = (options: Partial<TrainingOptions>) =>
    trainFrom(
      tf,
      denseShapes('line', 4, 1),
      { samples: 600, epochs: 60, batchSize: 32, learningRate: 0.05, random: seededRandom(1), stage: 'encode', context: silentContext, ...options }, // prettier-ignore
      lossOf,
    );

  it('finds the weights of a line, and stops when it has them', async () => {
    const { weights, loss, heldOutLoss } = await train({ epochs: 500, leastImprovement: 0.05 });
    expect(largestDifference(weights['line']!.values, [1, -2, 0, 0])).toBeLessThan(0.05);
    expect(weights['lineBias']!.values[0]).toBeCloseTo(0.5, 1);
    expect(loss.length).toBeLessThan(500);
    expect(heldOutLoss.length).toBe(loss.length);
  });

  it('keeps the weights of the best epoch', async () => {
    const longer = await train({ learningRate: 3, epochs: 6, leastImprovement: -Infinity });
    const best = longer.heldOutLoss.indexOf(Math.min(...longer.heldOutLoss));
    const shorter = await train({ learningRate: 3, epochs: best + 1, leastImprovement: -Infinity });
    expect(best).toBeLessThan(5);
    expect(longer.weights).toEqual(shorter.weights);
  });

  it('cuts gradients to length', async () => {
    const sizeOf = async (longestGradient: number): Promise<number> => {
      const start = await train({ epochs: 1, learningRate: 0, longestGradient });
      const end = await train({ epochs: 1, longestGradient, samplesAnEpoch: 32, batchSize: 32 });
      return largestDifference(start.weights['line']!.values, end.weights['line']!.values);
    };
    expect(await sizeOf(1e-12)).toBeLessThan(1e-4); // below Adam's epsilon
    expect(await sizeOf(1)).toBeGreaterThan(1e-2);
  });
});

describe('out of memory', () => {
  const failing = (message: string) => {
    const before = tf.memory().numTensors;
    let batches = 0;
    const training = trainFrom(
      tf,
      denseShapes('line', 4, 1),
      { samples: 600, epochs: 3, random: seededRandom(1), stage: 'encode', context: silentContext },
      (tensors) => {
        if (++batches > 1) throw new RangeError(message);
        return tf.sum(tensors['line']!);
      },
    );
    return { training, leaked: () => tf.memory().numTensors - before };
  };

  it.each([
    'Array buffer allocation failed',
    'WebAssembly.Memory.grow(): Maximum memory size exceeded, out of memory',
    'memory access out of bounds',
    'OOM when allocating tensor with shape[1,2]',
  ])('(%s) is told with what to lower, and leaves no tensor', async (message) => {
    const { training, leaked } = failing(message);
    await expect(training).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/not enough memory .*--word-vectors.*--dimensions/) as string,
    });
    expect(leaked()).toBe(0);
  });

  it('is not what every other error is taken for', async () => {
    await expect(failing('something else').training).rejects.toThrow('something else');
  });
});

it('dropout keeps the mean and drops its share', () => {
  const kept = tf.tidy(() =>
    dropout(tf, tf.ones<Rank.R2>([100, 100]), 0.2, seededRandom(1)).dataSync(),
  ) as Float32Array;
  expect(kept.filter((value) => value === 0).length / kept.length).toBeCloseTo(0.2, 1);
  expect(kept.reduce((sum, value) => sum + value, 0) / kept.length).toBeCloseTo(1, 1);
});

it('the loss is 0 for the same direction, 2 for the opposite', () => {
  const wanted = tf.tensor2d([[0.6, 0.8]]);
  expect(cosineLoss(tf, tf.tensor2d([[3, 4]]), wanted).dataSync()[0]).toBeCloseTo(0, 5);
  expect(cosineLoss(tf, tf.tensor2d([[-3, -4]]), wanted).dataSync()[0]).toBeCloseTo(2, 5);
});

describe.each<SequenceKind>(['cnn', 'lstm', 'attention'])('the network %s', (kind) => {
  const table = normalMatrix(30, 8, 2);
  const random = seededRandom(3);
  // Documents of two topics: words 0 … 14 and 15 … 29. The last has no word, the one before it is long.
  const lengths = [...Array.from({ length: 78 }, (_, i) => 1 + (i % 7)), 100, 0];
  const words = lengths.flatMap((length, i) => Array.from({ length }, () => (i % 2) * 15 + Math.floor(random() * 15)));
  const offsets = Uint32Array.from([0, ...lengths]);
  for (let i = 1; i < offsets.length; i++) offsets[i] = offsets[i]! + offsets[i - 1]!;
  const documents = { offsets, words: Int32Array.from(words) };
  // The topics' targets are opposite.
  const direction = normalizeRows(normalMatrix(1, 6, 8)).values;
  const target = {
    rows: 80,
    columns: 6,
    values: Float32Array.from({ length: 480 }, (_, at) => (Math.floor(at / 6) % 2 === 0 ? 1 : -1) * direction[at % 6]!),
  };
  const fit = (seed: number, epochs: number, context: RunContext = silentContext) =>
    SequenceNetwork.fit(documents, table, target, {
      kind,
      backend: 'wasm',
      random: seededRandom(seed),
      context,
      epochs,
    });

  it('learns to tell topics, and encodes documents without words as zero', async () => {
    const network = await fit(1, 30);
    expect(network.loss.at(-1)).toBeLessThan(network.loss[0]! / 2);
    const codes = await network.transform(documents, silentContext);
    const cosine = (i: number, j: number): number => {
      let dot = 0;
      for (let d = 0; d < codes.columns; d++) dot += codes.values[i * codes.columns + d]! * codes.values[j * codes.columns + d]!; // prettier-ignore
      return dot;
    };
    let same = 0;
    let other = 0;
    for (let i = 0; i < 78; i += 2) {
      same += cosine(i, (i + 2) % 78) / 39;
      other += cosine(i, i + 1) / 39;
    }
    expect(same).toBeGreaterThan(other + 0.2);
    expect(cosine(78, 78)).toBeCloseTo(1, 4);
    expect(cosine(79, 79)).toBe(0);
  });

  it('gives the same bytes for the same seed, and others for another', async () => {
    const [first, again, other] = [await fit(1, 1), await fit(1, 1), await fit(2, 1)];
    expect(first.weights).toEqual(again.weights);
    expect(first.weights).not.toEqual(other.weights);
  });

  it('encodes a document as it does among others', async () => {
    const network = await fit(1, 1);
    const alone = await network.transform({ offsets: Uint32Array.from([0, 100]), words: documents.words.slice(offsets[78], offsets[79]) }, silentContext); // prettier-ignore
    const all = await network.transform(documents, silentContext);
    expect(largestDifference(alone.values, all.values.subarray(78 * 64, 79 * 64))).toBeLessThan(1e-5);
  });

  it('leaves no tensor behind, nor when it is cancelled in the middle of an epoch', async () => {
    const before = tf.memory().numTensors;
    await (await fit(1, 2)).transform(documents, silentContext);
    expect(tf.memory().numTensors).toBe(before);
    let breaths = 0;
    const context = { ...silentContext, isCancelled: () => ++breaths === 3 };
    await expect(fit(1, 100, context)).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled'));
    expect(breaths).toBe(3);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('reports its loss', async () => {
    const seen: StageProgress[] = [];
    await fit(1, 1, { ...silentContext, progress: (p) => seen.push(p) });
    expect(seen.at(-1)).toMatchObject({ stage: 'encode', unit: 'epochs', done: 1, total: 1 });
    expect(seen.at(-1)!.detail).toMatch(/^loss \d\.\d{4}$/);
  });
});
