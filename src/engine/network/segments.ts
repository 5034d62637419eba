import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../autoencoder/tensorflow';

/**
 * Pooling over runs of rows of different length, with gradients of our own: documents of a batch stand packed one after
 * the other, so no padding is computed, and the wasm backend's slow gradients of max and softmax are not needed.
 */

/** Rows of a packed matrix that belong together: run i is `rows[offsets[i]]` … `rows[offsets[i + 1] − 1]`. */
export interface Segments {
  readonly offsets: Uint32Array; // [runs + 1]
  /** Where the rows are; absent when they stand in order. */
  readonly rows?: Int32Array;
}

/** The largest value of each column in each run: [rows × d] → [runs × d]. Empty runs are zero. */
export function maxOfSegments(tf: Tensorflow, x: Tensor2D, { offsets, rows }: Segments): Tensor2D {
  const [height, columns] = x.shape;
  const runs = offsets.length - 1;
  const op = tf.customGrad((input) => {
    const values = (input as Tensor).dataSync();
    const largest = new Float32Array(runs * columns);
    const from = new Int32Array(runs * columns).fill(-1);
    for (let i = 0; i < runs; i++) {
      const to = i * columns;
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
        const start = (rows === undefined ? e : rows[e]!) * columns;
        const isFirst = e === offsets[i]!;
        for (let d = 0; d < columns; d++) {
          const value = values[start + d]!;
          if (!isFirst && value <= largest[to + d]!) continue;
          largest[to + d] = value;
          from[to + d] = start + d;
        }
      }
    }
    return {
      value: tf.tensor2d(largest, [runs, columns]),
      gradFunc: (dy: Tensor) => {
        const gradient = dy.dataSync();
        const spread = new Float32Array(height * columns);
        for (let at = 0; at < from.length; at++) if (from[at]! >= 0) spread[from[at]!] = gradient[at]!;
        return tf.tensor2d(spread, [height, columns]);
      },
    };
  });
  return op(x) as Tensor2D;
}

/**
 * Attention pooling: for each of h columns of scores, the mean of a run's rows weighted by the softmax of their scores.
 * The h means stand side by side. Empty runs are zero.
 *
 * @param x [rows × d], packed
 * @param scores [rows × h]
 * @returns [runs × h·d]
 */
export function attendSegments(tf: Tensorflow, x: Tensor2D, scores: Tensor2D, offsets: Uint32Array): Tensor2D {
  const [height, columns] = x.shape;
  const heads = scores.shape[1];
  const runs = offsets.length - 1;
  const op = tf.customGrad((input, scored) => {
    const values = (input as Tensor).dataSync();
    const weights = softmaxOfSegments((scored as Tensor).dataSync(), heads, offsets);
    const means = new Float32Array(runs * heads * columns);
    for (let i = 0; i < runs; i++)
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++)
        for (let h = 0; h < heads; h++) {
          const weight = weights[e * heads + h]!;
          const to = (i * heads + h) * columns;
          for (let d = 0; d < columns; d++) means[to + d] = means[to + d]! + weight * values[e * columns + d]!;
        }
    return {
      value: tf.tensor2d(means, [runs, heads * columns]),
      gradFunc: (dy: Tensor) => {
        const gradient = dy.dataSync();
        const ofRows = new Float32Array(height * columns);
        const ofScores = new Float32Array(height * heads);
        for (let i = 0; i < runs; i++)
          for (let h = 0; h < heads; h++) {
            const given = (i * heads + h) * columns;
            let mean = 0;
            for (let d = 0; d < columns; d++) mean += gradient[given + d]! * means[given + d]!;
            for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
              const weight = weights[e * heads + h]!;
              let dot = 0;
              for (let d = 0, at = e * columns; d < columns; d++, at++) {
                dot += gradient[given + d]! * values[at]!;
                ofRows[at] = ofRows[at]! + weight * gradient[given + d]!;
              }
              ofScores[e * heads + h] = weight * (dot - mean);
            }
          }
        return [tf.tensor2d(ofRows, [height, columns]), tf.tensor2d(ofScores, [height, heads])];
      },
    };
  });
  return op(x, scores) as Tensor2D;
}

/** exp(s) / Σ exp(s) in each run and column: [rows × heads]. */
function softmaxOfSegments(scores: ArrayLike<number>, heads: number, offsets: Uint32Array): Float32Array {
  const weights = new Float32Array(scores.length);
  for (let i = 0; i + 1 < offsets.length; i++)
    for (let h = 0; h < heads; h++) {
      let most = -Infinity;
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) most = Math.max(most, scores[e * heads + h]!);
      let sum = 0;
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
        const weight = Math.exp(scores[e * heads + h]! - most);
        weights[e * heads + h] = weight;
        sum += weight;
      }
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) weights[e * heads + h] = weights[e * heads + h]! / sum;
    }
  return weights;
}
