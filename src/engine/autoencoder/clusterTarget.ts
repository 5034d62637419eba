import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import { centroidsOf } from '../clustering/clusterMeans';
import { type Matrix, zeros } from '../math/matrix';
import { tensorOf } from '../network/parameters';
import type { Tensorflow } from './tensorflow';

/** The name of the centres among the weights that are trained. */
export const centresShape = 'centres';

/**
 * The clusters' means, and the root of the mean squared distance of rows to their cluster's: distances are measured in it,
 * so that the kernel below has the data's own width.
 *
 * @param codes unit rows [n × d]
 * @param labels 0 … k − 1 [n]
 */
export function startCentres(codes: Matrix, labels: Int32Array): { centres: Matrix; scale: number } {
  const k = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const centres = centroidsOf(codes, labels, k);
  let sum = 0;
  for (let i = 0; i < codes.rows; i++) sum += squaredDistance(codes, i, centres, labels[i]!);
  return { centres, scale: Math.sqrt(sum / codes.rows) || 1 };
}

/**
 * What the distribution over clusters should become: p_ij ∝ q_ij² / Σ_i q_ij, with q_ij ∝ 1 / (1 + |z_i − c_j|² / scale²).
 * Source: Xie, Girshick, Farhadi, "Unsupervised deep embedding for clustering analysis", ICML 2016, eq. 1 and 3.
 *
 * @returns rows that sum to 1 [n × k]
 */
export function targetDistribution(codes: Matrix, centres: Matrix, scale: number): Matrix {
  const k = centres.rows;
  const p = zeros(codes.rows, k);
  const sizes = new Float64Array(k);
  for (let i = 0; i < codes.rows; i++) {
    let sum = 0;
    for (let j = 0; j < k; j++) {
      const near = 1 / (1 + squaredDistance(codes, i, centres, j) / (scale * scale));
      p.values[i * k + j] = near;
      sum += near;
    }
    for (let j = 0; j < k; j++) {
      const q = p.values[i * k + j]! / sum;
      p.values[i * k + j] = q;
      sizes[j] = sizes[j]! + q;
    }
  }
  for (let i = 0; i < codes.rows; i++) {
    let sum = 0;
    for (let j = 0; j < k; j++) {
      const q = p.values[i * k + j]!;
      const sharp = (q * q) / sizes[j]!;
      p.values[i * k + j] = sharp;
      sum += sharp;
    }
    for (let j = 0; j < k; j++) p.values[i * k + j] = p.values[i * k + j]! / sum;
  }
  return p;
}

/**
 * The mean Kullback–Leibler divergence of the distribution over centres from the wanted one; inside a tidy.
 *
 * @param codes unit rows [n × d]
 * @param wanted rows that sum to 1 [n × k]
 */
export function clusterLoss(tf: Tensorflow, codes: Tensor2D, centres: Tensor2D, scale: number, wanted: Matrix): Scalar {
  const lengths = tf.add(tf.sum(tf.square(codes), 1, true), tf.reshape(tf.sum(tf.square(centres), 1), [1, -1]));
  const distances = tf.relu(tf.sub(lengths, tf.mul(2, tf.matMul(codes, centres, false, true))));
  const near = tf.reciprocal(tf.add(1, tf.div(distances, scale * scale)));
  const logarithm = tf.log(tf.add(tf.div(near, tf.sum(near, 1, true)), 1e-9));
  const entropy = wanted.values.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0) / wanted.rows;
  return tf.sub<Scalar>(entropy, tf.div(tf.sum(tf.mul(tensorOf(tf, wanted), logarithm)), wanted.rows));
}

function squaredDistance(x: Matrix, i: number, y: Matrix, j: number): number {
  let sum = 0;
  for (let d = 0, p = i * x.columns, q = j * x.columns; d < x.columns; d++, p++, q++) {
    const difference = x.values[p]! - y.values[q]!;
    sum += difference * difference;
  }
  return sum;
}
