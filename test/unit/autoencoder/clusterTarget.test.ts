import type { Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Autoencoder } from '../../../src/engine/autoencoder/autoencoder';
import { clusterLoss, startCentres, targetDistribution } from '../../../src/engine/autoencoder/clusterTarget';
import { loadTensorflow, type Tensorflow } from '../../../src/engine/autoencoder/tensorflow';
import { centroidsOf } from '../../../src/engine/clustering/clusterMeans';
import { type Matrix, normalizeRows } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { tensorOf } from '../../../src/engine/network/parameters';
import { silentContext } from '../../../src/engine/runContext';
import reference from '../../fixtures/autoencoder/clusterTarget.json';
import { blobs, largestDifference, matrixOf } from '../../support/matrices';

let tf: Tensorflow;
beforeAll(async () => {
  ({ tf } = await loadTensorflow('wasm', silentContext));
}, 60_000);

const { rows, columns, clusters, scale } = reference;
const codes = matrixOf(rows, columns, reference.codes);
const centres = matrixOf(clusters, columns, reference.centres);
const target = matrixOf(rows, clusters, reference.target);

describe('against NumPy', () => {
  it('starts from the means of the clusters, in their own width', () => {
    const start = startCentres(codes, Int32Array.from(reference.labels));
    expect(largestDifference(start.centres.values, centres.values)).toBeLessThan(1e-6);
    expect(start.scale).toBeCloseTo(scale, 6);
  });

  it('sharpens the distribution over them', () => {
    expect(largestDifference(targetDistribution(codes, centres, scale).values, target.values)).toBeLessThan(1e-6);
  });

  it('measures the divergence from it, and where it falls', () => {
    const given = tensorOf(tf, codes);
    const lossOf = (x: Tensor2D) => clusterLoss(tf, x, tensorOf(tf, centres), scale, target);
    expect(lossOf(given).dataSync()[0]).toBeCloseTo(reference.loss, 5);
    const gradient = tf
      .grad((x) => lossOf(x as Tensor2D))(given)
      .dataSync();
    expect(largestDifference(gradient, reference.gradient)).toBeLessThan(1e-5);
  });
});

/** The mean squared distance to the cluster's centre, as a share of that to the common one. */
function spread(x: Matrix, labels: Int32Array, k: number): number {
  const distances = (of: Int32Array, count: number): number => {
    const { values } = centroidsOf(x, of, count);
    let sum = 0;
    for (let i = 0; i < x.rows; i++)
      for (let d = 0; d < x.columns; d++) sum += (x.values[i * x.columns + d]! - values[of[i]! * x.columns + d]!) ** 2;
    return sum;
  };
  return distances(labels, k) / distances(new Int32Array(x.rows), 1);
}

it('sharpening draws clusters together, the same for the same seed, and leaves no tensor', async () => {
  const x = normalizeRows(blobs(150, 12, 3, 0.8, 4));
  const labels = Int32Array.from({ length: 150 }, (_, i) => i % 3);
  const request = () => ({ dimensions: 5, hidden: 32, batchSize: 32, backend: 'wasm', random: seededRandom(1), context: silentContext }) as const; // prettier-ignore
  const start = await Autoencoder.fit(x, request());
  const before = tf.memory().numTensors;
  const [sharp, again] = [await start.sharpen(x, x, labels, request()), await start.sharpen(x, x, labels, request())];
  expect(again.weights).toEqual(sharp.weights);
  expect(Object.keys(sharp.weights)).toEqual(Object.keys(start.weights));
  expect(sharp.loss.length).toBe(start.loss.length + 8);
  const spreads = [];
  for (const network of [start, sharp]) spreads.push(spread(await network.transform(x, silentContext), labels, 3));
  expect(spreads[1]).toBeLessThan(0.8 * spreads[0]!);
  expect(tf.memory().numTensors).toBe(before);
});
