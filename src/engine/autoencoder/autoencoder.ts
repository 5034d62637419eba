import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import type { ClusterOptions } from '../../shared/options';
import { gatherRows, type Matrix, normalizeRows, zeros } from '../math/matrix';
import type { Random } from '../math/random';
import { dense, denseShapes, Parameters, tensorOf, type Tensors, type Weights } from '../network/parameters';
import { cosineLoss, dropout, trainFrom, type TrainingOptions, trainNetwork } from '../network/train';
import { breather, type RunContext } from '../runContext';
import { centresShape, clusterLoss, startCentres, targetDistribution } from './clusterTarget';
import { loadTensorflow, type Tensorflow } from './tensorflow';

export interface AutoencoderOptions {
  /** Length of a code. */
  readonly dimensions: number;
  readonly hidden?: number;
  readonly epochs?: number;
  /** Share of the inputs that is dropped at random: the code must tell the rest from what is left. */
  readonly dropout?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  readonly backend: ClusterOptions['backend'];
  readonly random: Random;
  readonly context: RunContext;
}

/** Weights and biases of the four layers: input → hidden → code → hidden → input. */
export type AutoencoderWeights = Weights;

/** More rows than this are not all seen in one epoch. */
const rowsAnEpoch = 20_000;
const sharpeningEpochs = 8;

/**
 * A dense denoising autoencoder: rectified hidden layers of 500, a linear code, cosine loss, Adam. Weights start as He et al.
 * (2015) say. Source: Vincent et al., "Extracting and composing robust features with denoising autoencoders", ICML 2008.
 * The same seed and backend give the same weights.
 */
export class Autoencoder {
  private constructor(
    private readonly tf: Tensorflow,
    readonly version: string,
    readonly weights: AutoencoderWeights,
    /** Mean loss of each epoch, 0 (perfect) to 2. */
    readonly loss: readonly number[],
  ) {}

  /** Trains on unit rows x to reconstruct `target` (x itself when absent). */
  static async fit(x: Matrix, options: AutoencoderOptions, target: Matrix = x): Promise<Autoencoder> {
    const { backend, context, dimensions, hidden = 500, random, dropout: share = 0.2 } = options;
    const { tf, version } = await loadTensorflow(backend, context);
    const shapes = {
      ...denseShapes('encode1', x.columns, hidden, 2),
      ...denseShapes('encode2', hidden, dimensions),
      ...denseShapes('decode1', dimensions, hidden, 2),
      ...denseShapes('decode2', hidden, target.columns),
    };
    const { weights, loss } = await trainFrom(
      tf,
      shapes,
      trainingOf(options, x.rows, options.epochs ?? 12),
      (tensors, rows, isLearning) => {
        const input = tensorOf(tf, gatherRows(x, rows));
        const given = isLearning && share > 0 ? dropout(tf, input, share, random) : input;
        return cosineLoss(tf, decode(tf, tensors, encode(tf, tensors, given)), tensorOf(tf, gatherRows(target, rows)));
      },
    );
    return new Autoencoder(tf, version, weights, loss);
  }

  /** A network whose weights were saved. Codes are the same to rounding, whatever the backend. */
  static async load(
    weights: AutoencoderWeights,
    backend: ClusterOptions['backend'],
    context: RunContext,
  ): Promise<Autoencoder> {
    const { tf, version } = await loadTensorflow(backend, context);
    return new Autoencoder(tf, version, weights, []);
  }

  /**
   * Draws the codes of each cluster together: trains on for eight epochs towards the sharpened distribution of documents
   * over the clusters' centres, while still reconstructing the target. Source: Guo et al., "Improved deep embedded clustering
   * with local structure preservation", IJCAI 2017; here on codes of unit length, with the target distribution renewed
   * every epoch. Longer training makes clusters worse (docs/measurements.md).
   *
   * @param labels the cluster of each row, 0 … clusters − 1, none empty [rows]
   */
  async sharpen(x: Matrix, target: Matrix, labels: Int32Array, options: AutoencoderOptions): Promise<Autoencoder> {
    const { tf } = this;
    const { context, random, dropout: share = 0.2 } = options;
    const codes = await this.transform(x, context);
    const start = startCentres(codes, labels);
    const parameters = Parameters.from(tf, { ...this.weights, [centresShape]: start.centres });
    let wanted: Matrix;
    try {
      const { weights, loss } = await trainNetwork(
        tf,
        parameters,
        {
          ...trainingOf(options, x.rows, sharpeningEpochs),
          isFixedCourse: true,
          heldOutShare: 0,
          beforeEpoch: async () => {
            const { [centresShape]: centres, ...layers } = await parameters.read();
            const now = await new Autoencoder(tf, this.version, layers, []).transform(x, context);
            wanted = targetDistribution(now, centres!, start.scale);
          },
        },
        (tensors, rows, isLearning) => {
          const input = tensorOf(tf, gatherRows(x, rows));
          const code = encode(tf, tensors, isLearning && share > 0 ? dropout(tf, input, share, random) : input);
          const made = decode(tf, tensors, code);
          const apart = clusterLoss(tf, unit(tf, code), tensors[centresShape]!, start.scale, gatherRows(wanted, rows));
          return tf.add<Scalar>(cosineLoss(tf, made, tensorOf(tf, gatherRows(target, rows))), apart);
        },
      );
      const layers = Object.fromEntries(Object.entries(weights).filter(([name]) => name !== centresShape));
      return new Autoencoder(tf, this.version, layers, [...this.loss, ...loss]);
    } finally {
      parameters.dispose();
    }
  }

  /** Codes of unit length, [rows × dimensions]. */
  async transform(x: Matrix, context: RunContext): Promise<Matrix> {
    const { tf } = this;
    const breathe = breather(context);
    const parameters = Parameters.from(tf, this.weights);
    const dimensions = this.weights['encode2']!.columns;
    const codes = zeros(x.rows, dimensions);
    const step = 2048;
    try {
      for (let first = 0; first < x.rows; first += step) {
        const count = Math.min(step, x.rows - first);
        const part = { rows: count, columns: x.columns, values: x.values.subarray(first * x.columns, (first + count) * x.columns) }; // prettier-ignore
        const code = tf.tidy(() => encode(tf, parameters.tensors, tensorOf(tf, part)).dataSync());
        codes.values.set(code, first * dimensions);
        await breathe();
      }
    } finally {
      parameters.dispose();
    }
    return normalizeRows(codes);
  }
}

function trainingOf(options: AutoencoderOptions, samples: number, epochs: number): TrainingOptions {
  const { random, context, batchSize = 256, learningRate = 1e-3 } = options;
  return { samples, epochs, batchSize, learningRate, samplesAnEpoch: rowsAnEpoch, random, context, stage: 'compress' };
}

function encode(tf: Tensorflow, tensors: Tensors, input: Tensor2D): Tensor2D {
  return dense(tf, tensors, 'encode2', tf.relu(dense(tf, tensors, 'encode1', input)));
}

function decode(tf: Tensorflow, tensors: Tensors, code: Tensor2D): Tensor2D {
  return dense(tf, tensors, 'decode2', tf.relu(dense(tf, tensors, 'decode1', code)));
}

function unit(tf: Tensorflow, x: Tensor2D): Tensor2D {
  return tf.div(x, tf.sqrt(tf.add(tf.sum(tf.square(x), 1, true), 1e-9)));
}
