import type { Scalar, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { ClusterOptions } from '../../shared/options';
import { type Matrix, normalizeRows, zeros } from '../math/matrix';
import { normal, permutation, type Random } from '../math/random';
import { breather, type RunContext } from '../runContext';
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
export interface AutoencoderWeights {
  readonly [name: string]: Matrix;
}

const layerNames = ['encode1', 'encode2', 'decode1', 'decode2'] as const;

/** More rows than this are not all seen in one epoch. */
const rowsAnEpoch = 8000;
/** Training stops when the loss fell by less than this share in an epoch. */
const leastImprovement = 0.005;

/**
 * A dense denoising autoencoder: rectified hidden layers of 256, a linear code, cosine loss, Adam. Weights start as He et al.
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
    const { backend, random, context, epochs = 15, batchSize = 256, dropout = 0.2, learningRate = 1e-3 } = options;
    const { tf, version } = await loadTensorflow(backend, (message) => context.log(message));
    const variables = startWeights(tf, x.columns, target.columns, options);
    const optimizer = tf.train.adam(learningRate);
    const breathe = breather(context);
    const loss: number[] = [];
    try {
      for (let epoch = 0; epoch < epochs; epoch++) {
        const order = permutation(x.rows, random).subarray(0, rowsAnEpoch);
        let sum = 0;
        for (let first = 0; first < order.length; first += batchSize) {
          const rows = order.subarray(first, first + batchSize);
          const input = dropped(gathered(x, rows), dropout, random);
          sum += trainStep(tf, optimizer, variables, input, gathered(target, rows)) * rows.length;
          await breathe();
        }
        loss.push(sum / order.length);
        context.progress({ stage: 'compress', done: epoch + 1, total: epochs, unit: 'epochs', detail: `loss ${loss[epoch]!.toFixed(4)}` }); // prettier-ignore
        if (epoch > 2 && loss[epoch]! > loss[epoch - 1]! * (1 - leastImprovement)) break;
      }
      return new Autoencoder(tf, version, await readWeights(variables), loss);
    } finally {
      optimizer.dispose();
      for (const variable of Object.values(variables)) variable.dispose();
    }
  }

  /** A network whose weights were saved. Codes are the same to rounding, whatever the backend. */
  static async load(
    weights: AutoencoderWeights,
    backend: ClusterOptions['backend'],
    context: RunContext,
  ): Promise<Autoencoder> {
    const { tf, version } = await loadTensorflow(backend, (message) => context.log(message));
    return new Autoencoder(tf, version, weights, []);
  }

  /** Codes of unit length, [rows × dimensions]. */
  async transform(x: Matrix, context: RunContext): Promise<Matrix> {
    const { tf, weights } = this;
    const breathe = breather(context);
    const dimensions = weights['encode2']!.columns;
    const codes = zeros(x.rows, dimensions);
    const step = 2048;
    for (let first = 0; first < x.rows; first += step) {
      const count = Math.min(step, x.rows - first);
      const part = { rows: count, columns: x.columns, values: x.values.subarray(first * x.columns, (first + count) * x.columns) }; // prettier-ignore
      const code = tf.tidy(() => {
        const tensors = Object.fromEntries(
          Object.entries(weights).map(([name, matrix]) => [name, tensorOf(tf, matrix)]),
        );
        return encode(tf, tensors, tensorOf(tf, part)).dataSync();
      });
      codes.values.set(code, first * dimensions);
      await breathe();
    }
    return normalizeRows(codes);
  }
}

type Layers = Readonly<Record<string, Tensor2D>>;

function layer(tf: Tensorflow, layers: Layers, name: string, input: Tensor2D): Tensor2D {
  return tf.add(tf.matMul(input, layers[name]!), layers[`${name}Bias`]!);
}

function encode(tf: Tensorflow, layers: Layers, input: Tensor2D): Tensor2D {
  return layer(tf, layers, 'encode2', tf.relu(layer(tf, layers, 'encode1', input)));
}

function decode(tf: Tensorflow, layers: Layers, code: Tensor2D): Tensor2D {
  return layer(tf, layers, 'decode2', tf.relu(layer(tf, layers, 'decode1', code)));
}

/** One step of Adam on a batch; the mean of 1 − cosine before it. */
function trainStep(
  tf: Tensorflow,
  optimizer: ReturnType<Tensorflow['train']['adam']>,
  variables: Readonly<Record<string, Variable>>,
  input: Matrix,
  target: Matrix,
): number {
  return tf.tidy(() => {
    const given = tensorOf(tf, input);
    const wanted = tensorOf(tf, target);
    const layers = variables as unknown as Layers; // every variable is a matrix
    const loss = optimizer.minimize(
      () => {
        const made = decode(tf, layers, encode(tf, layers, given));
        const length = tf.sqrt(tf.add(tf.sum(tf.mul(made, made), 1), 1e-9));
        const cosine = tf.div(tf.sum(tf.mul(made, wanted), 1), length);
        return tf.sub<Scalar>(1, tf.mean(cosine));
      },
      true,
      Object.values(variables),
    );
    return loss!.dataSync()[0]!;
  });
}

function startWeights(
  tf: Tensorflow,
  inputs: number,
  outputs: number,
  { dimensions, hidden = 256, random }: AutoencoderOptions,
): Record<string, Variable> {
  const sizes = [inputs, hidden, dimensions, hidden, outputs];
  const variables: Record<string, Variable> = {};
  layerNames.forEach((name, i) => {
    const weights = zeros(sizes[i]!, sizes[i + 1]!);
    const scale = Math.sqrt((i % 2 === 0 ? 2 : 1) / sizes[i]!);
    for (let at = 0; at < weights.values.length; at++) weights.values[at] = normal(random) * scale;
    variables[name] = tf.tidy(() => tf.variable(tensorOf(tf, weights)));
    variables[`${name}Bias`] = tf.tidy(() => tf.variable(tensorOf(tf, zeros(1, sizes[i + 1]!))));
  });
  return variables;
}

async function readWeights(variables: Readonly<Record<string, Variable>>): Promise<AutoencoderWeights> {
  const weights: Record<string, Matrix> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const [rows = 0, columns = 0] = variable.shape;
    weights[name] = { rows, columns, values: Float32Array.from(await variable.data()) };
  }
  return weights;
}

function tensorOf(tf: Tensorflow, { rows, columns, values }: Matrix): Tensor2D {
  return tf.tensor2d(values, [rows, columns]);
}

function gathered(x: Matrix, rows: Int32Array): Matrix {
  const values = new Float32Array(rows.length * x.columns);
  rows.forEach((row, i) => values.set(x.values.subarray(row * x.columns, (row + 1) * x.columns), i * x.columns));
  return { rows: rows.length, columns: x.columns, values };
}

/** Sets a share of the values to zero and scales the rest up by as much, in place. */
function dropped(x: Matrix, share: number, random: Random): Matrix {
  if (share === 0) return x;
  const scale = 1 / (1 - share);
  for (let at = 0; at < x.values.length; at++) x.values[at] = random() < share ? 0 : x.values[at]! * scale;
  return x;
}
