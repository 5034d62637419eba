import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../autoencoder/tensorflow';
import { type Matrix, zeros } from '../math/matrix';

export interface EpochScores {
  readonly loss: number;
  readonly accuracy: number;
}

/**
 * The mean cross-entropy of logits. Written with its own gradient (probability − truth): TensorFlow.js' log-softmax leaks on
 * WebAssembly.
 */
export function crossEntropy(
  tf: Tensorflow,
  logits: Tensor2D,
  labels: Int32Array,
  onScores: (scores: EpochScores) => void,
): Scalar {
  const [rows, columns] = logits.shape;
  const op = tf.customGrad((given) => {
    const matrix = { rows, columns, values: (given as Tensor).dataSync<'float32'>() };
    const scores = scoresOf(matrix, labels);
    onScores(scores);
    return {
      value: tf.scalar(scores.loss),
      gradFunc: (dy: Tensor) => {
        const { values } = softmax(matrix);
        const scale = dy.dataSync()[0]! / rows;
        labels.forEach((label, i) => (values[i * columns + label] = values[i * columns + label]! - 1));
        return tf.tensor2d(
          values.map((value) => value * scale),
          [rows, columns],
        );
      },
    };
  });
  return op(logits) as Scalar;
}

/** Mean cross-entropy, and the share of documents whose greatest logit is that of their class. */
export function scoresOf(logits: Matrix, labels: Int32Array): EpochScores {
  if (logits.rows === 0) return { loss: 0, accuracy: 0 };
  const { values, columns } = softmax(logits);
  let loss = 0;
  let correct = 0;
  for (let i = 0; i < logits.rows; i++) {
    const own = values[i * columns + labels[i]!]!;
    loss -= Math.log(Math.max(own, 1e-12));
    if (own >= Math.max(...values.subarray(i * columns, (i + 1) * columns))) correct++;
  }
  return { loss: loss / logits.rows, accuracy: correct / logits.rows };
}

/** The probability of each class by its logit; rows sum to 1. */
export function softmax({ rows, columns, values }: Matrix): Matrix {
  const out = zeros(rows, columns);
  for (let i = 0, at = 0; i < rows; i++, at += columns) {
    let most = -Infinity;
    let sum = 0;
    for (let c = 0; c < columns; c++) most = Math.max(most, values[at + c]!);
    for (let c = 0; c < columns; c++) sum += out.values[at + c] = Math.exp(values[at + c]! - most);
    for (let c = 0; c < columns; c++) out.values[at + c] = out.values[at + c]! / sum;
  }
  return out;
}
