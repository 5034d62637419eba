import type { Rank, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorflow, type Tensorflow } from '../../../src/engine/autoencoder/tensorflow';
import { seededRandom } from '../../../src/engine/math/random';
import { Parameters } from '../../../src/engine/network/parameters';
import { attendSegments, maxOfSegments } from '../../../src/engine/network/segments';
import {
  type SequenceKind,
  sequenceLayers,
  type SequenceOptions,
  type WordBatch,
} from '../../../src/engine/network/sequenceLayers';
import { silentContext } from '../../../src/engine/runContext';
import { largestDifference, normalMatrix } from '../../support/matrices';

// The twins below are TensorFlow's own operations, one document at a time.
let tf: Tensorflow;
beforeAll(async () => {
  ({ tf } = await loadTensorflow('cpu', silentContext));
}, 60_000);

const dimensions = 5;
const table = normalMatrix(12, dimensions, 1);
const documents = [[0, 3, 4, -1, 7], [2], [], [5, 6, 11, 10, 9, 8, 1]];
const batch: WordBatch = {
  offsets: Uint32Array.from([0, 5, 6, 6, 13]),
  words: Int32Array.from(documents.flat()),
};

function flat(x: Tensor): Tensor1D {
  return tf.reshape(x, [x.size]);
}

function wordsOf(document: readonly number[]): Tensor2D {
  const rows = document.map((word) =>
    word < 0
      ? new Array<number>(dimensions).fill(0)
      : Array.from(table.values.subarray(word * dimensions, (word + 1) * dimensions)),
  );
  return tf.tensor2d(rows, [rows.length, dimensions]);
}

/** What the layer makes of the batch, and its loss's gradient by each weight; the loss is a fixed weighted sum. */
function resultsOf(
  kind: SequenceKind,
  options: Partial<SequenceOptions>,
  twin?: (x: Tensor2D, weights: Parameters['tensors']) => Tensor1D,
): Record<string, ArrayLike<number>> {
  const layer = sequenceLayers[kind]({ dimensions, ...options });
  const parameters = Parameters.start(tf, layer.shapes, seededRandom(4));
  const variables = parameters.list();
  // Biases of zero would hide mistakes.
  variables.forEach((variable, v) => variable.assign(tf.tensor(normalMatrix(1, variable.size, 20 + v).values.map((value) => value / 3), variable.shape))); // prettier-ignore
  const made = (): Tensor2D =>
    twin === undefined
      ? layer.apply(tf, parameters.tensors, batch, table)
      : tf.stack<Tensor1D>(documents.map((d) => (d.length === 0 ? emptyRow() : twin(wordsOf(d), parameters.tensors)))) as Tensor2D; // prettier-ignore
  const emptyRow = (): Tensor1D =>
    kind === 'cnn' ? flat(tf.relu(parameters.tensors['convolutionBias']!)) : tf.zeros([layer.features]);
  const mixed = tf.tensor(normalMatrix(documents.length, layer.features, 9).values, [documents.length, layer.features]);
  const output = made();
  expect(output.shape).toEqual([documents.length, layer.features]);
  const { grads } = tf.variableGrads(() => tf.sum(tf.mul(made(), mixed)), variables);
  const results = { output: output.dataSync() as ArrayLike<number> };
  const names = Object.keys(layer.shapes);
  variables.forEach((variable, v) => Object.assign(results, { [names[v]!]: grads[variable.name]!.dataSync() }));
  return results;
}

function expectSame(found: Record<string, ArrayLike<number>>, wanted: Record<string, ArrayLike<number>>): void {
  expect(Object.keys(found)).toEqual(Object.keys(wanted));
  for (const [name, values] of Object.entries(found)) {
    expect(largestDifference(values, wanted[name]!), name).toBeLessThan(2e-5);
    expect(Math.max(...Array.from(values, Math.abs)), name).toBeGreaterThan(0);
  }
}

describe("against TensorFlow's own layers, values and gradients", () => {
  it.each([2, 3, 4, 5])('a convolution of width %i', (filterWidth) => {
    const twin = (x: Tensor2D, weights: Parameters['tensors']): Tensor1D => {
      const kernel = tf.reshape<Rank.R3>(weights['convolution']!, [filterWidth, dimensions, 128]);
      const convolved = tf.conv1d(tf.reshape<Rank.R3>(x, [1, x.shape[0], dimensions]), kernel, 1, 'same');
      return flat(tf.relu(tf.max(tf.add(convolved, weights['convolutionBias']!), 1)));
    };
    expectSame(resultsOf('cnn', { filterWidth }), resultsOf('cnn', { filterWidth }, twin));
  });

  it.each(['both', 'forward'] as const)('an LSTM, %s', (directions) => {
    const passes = directions === 'both' ? ['forward', 'backward'] : ['forward'];
    const twin = (x: Tensor2D, weights: Parameters['tensors']): Tensor1D =>
      tf.concat(passes.map((pass) => pooledStates(pass === 'backward' ? tf.reverse(x, 0) : x, pass, weights)));
    expectSame(resultsOf('lstm', { directions }), resultsOf('lstm', { directions }, twin));
  });

  /** tf.basicLSTMCell has the gates enter, candidate, keep, show and one matrix for words and state. */
  function pooledStates(x: Tensor2D, pass: string, weights: Parameters['tensors']): Tensor1D {
    const reordered = (matrix: Tensor2D): Tensor2D => {
      const [enter, keep, candidate, show] = tf.split(matrix, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
      return tf.concat([enter, candidate, keep, show], 1);
    };
    const kernel = tf.concat([reordered(weights[`${pass}Words`]!), reordered(weights[`${pass}State`]!)], 0);
    const bias = flat(reordered(weights[`${pass}WordsBias`]!));
    let [cell, state]: [Tensor2D, Tensor2D] = [tf.zeros([1, 64]), tf.zeros([1, 64])];
    const states = tf.split(x, x.shape[0], 0).map((word) => {
      [cell, state] = tf.basicLSTMCell(tf.scalar(1), kernel, bias, word as Tensor2D, cell, state);
      return state;
    });
    return tf.max(tf.concat(states, 0), 0);
  }

  it('self-attention', () => {
    const twin = (x: Tensor2D, weights: Parameters['tensors']): Tensor1D => {
      const projected = tf.relu(tf.add(tf.matMul(x, weights['projection']!), weights['projectionBias']!));
      const hidden = tf.tanh(tf.add(tf.matMul(projected, weights['attention']!), weights['attentionBias']!));
      const scores = tf.add(tf.matMul(hidden, weights['heads']!), weights['headsBias']!);
      return flat(tf.matMul(tf.softmax(tf.transpose(scores)), projected));
    };
    const { headsBias: found, ...rest } = resultsOf('attention', {});
    const { headsBias: wanted, ...wantedRest } = resultsOf('attention', {}, twin);
    expectSame(rest, wantedRest);
    // A bias added to every score of a document changes nothing.
    expect(largestDifference(found!, wanted!)).toBeLessThan(1e-5);
  });
});

describe('pooling', () => {
  it('of runs without rows is zero, forward and backward', () => {
    const x = tf.zeros<Rank.R2>([0, 3]);
    expect(Array.from(maxOfSegments(tf, x, { offsets: Uint32Array.from([0, 0, 0]) }).dataSync())).toEqual([0, 0, 0, 0, 0, 0]); // prettier-ignore
    const scores = tf.zeros<Rank.R2>([0, 2]);
    expect(Array.from(attendSegments(tf, x, scores, Uint32Array.from([0, 0])).dataSync())).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('by attention survives scores that would overflow', () => {
    const x = tf.tensor2d([1, 2], [2, 1]);
    const scores = tf.tensor2d([1000, -1000], [2, 1]);
    expect(Array.from(attendSegments(tf, x, scores, Uint32Array.from([0, 2])).dataSync())).toEqual([1]);
  });
});
