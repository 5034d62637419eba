import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../autoencoder/tensorflow';
import { GroveError, messageOf } from '../../shared/errors';
import type { Stage } from '../../shared/progress';
import { permutation, type Random } from '../math/random';
import { breather, type RunContext } from '../runContext';
import { Parameters, type WeightShapes, type Weights } from './parameters';

export interface TrainingOptions {
  readonly samples: number;
  readonly epochs: number;
  readonly batchSize?: number;
  /** More samples than this are not all seen in one epoch. */
  readonly samplesAnEpoch?: number;
  readonly learningRate?: number;
  /** Longest gradient, over all weights together; longer ones are cut to it (Pascanu et al., ICML 2013). */
  readonly longestGradient?: number;
  /** Training stops after two epochs in which the loss on held-out samples fell by less than this share of the least so far. */
  readonly leastImprovement?: number;
  /** Share of the samples to judge by instead of learning from: 0.05 unless said otherwise. */
  readonly heldOutShare?: number;
  readonly beforeEpoch?: () => Promise<void>;
  /** Keeps the last epoch's weights instead of the best one's, and stops at none before. */
  readonly isFixedCourse?: boolean;
  readonly random: Random;
  readonly stage: Stage;
  /** Hears of each epoch's end, with the weights as they are then; what it answers is shown beside the loss. */
  readonly afterEpoch?: (tensors: Parameters['tensors']) => Promise<string>;
  readonly context: RunContext;
}

export interface Trained {
  readonly weights: Weights;
  /** Mean loss of each epoch on what it learned from. */
  readonly loss: readonly number[];
  /** Mean loss after each epoch on what was held out; empty where there is too little to hold any out. */
  readonly heldOutLoss: readonly number[];
}

/**
 * The mean loss of some samples; called inside a tidy.
 *
 * @param isLearning true while weights are learned: then noise is welcome
 */
export type BatchLoss = (tensors: Parameters['tensors'], samples: Int32Array, isLearning: boolean) => Scalar;

const usualShare = 0.05;
const mostHeldOut = 1000;
const fewestHeldOut = 20;
const patience = 2;

/**
 * Trains a network by Adam on mini-batches in random order, until the epochs are over or the loss on held-out samples falls
 * no further; the weights of the best epoch are kept. Cancellation is heard between batches. The same seed and backend
 * give the same weights.
 */
export async function trainNetwork(
  tf: Tensorflow,
  start: Parameters,
  options: TrainingOptions,
  lossOf: BatchLoss,
): Promise<Trained> {
  const { samples, epochs, batchSize = 256, random, stage, context, leastImprovement = 0.005 } = options;
  const optimizer = tf.train.adam(options.learningRate ?? 1e-3);
  const breathe = breather(context);
  const order = permutation(samples, random);
  const held = Math.min(mostHeldOut, Math.floor(samples * (options.heldOutShare ?? usualShare)));
  const heldOut = order.subarray(0, held < fewestHeldOut ? 0 : held);
  const learned = order.slice(heldOut.length);
  const perEpoch = Math.min(learned.length, options.samplesAnEpoch ?? Infinity);
  const loss: number[] = [];
  const heldOutLoss: number[] = [];
  let weights: Weights | undefined;
  let best = Infinity;
  let idle = 0;
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      await options.beforeEpoch?.();
      const shuffled = permutation(learned.length, random).map((i) => learned[i]!);
      let sum = 0;
      for (let first = 0; first < perEpoch; first += batchSize) {
        const batch = shuffled.subarray(first, Math.min(first + batchSize, perEpoch));
        sum += step(tf, optimizer, start, batch, lossOf, options.longestGradient ?? 1) * batch.length;
        await breathe();
      }
      loss.push(sum / perEpoch);
      report(epoch + 1, loss[epoch]!, await options.afterEpoch?.(start.tensors));
      if (heldOut.length > 0) heldOutLoss.push(await lossWithout(tf, start, heldOut, batchSize, lossOf, breathe));
      const now = (heldOut.length > 0 ? heldOutLoss : loss)[epoch]!;
      idle = now > best * (1 - leastImprovement) ? idle + 1 : 0;
      if (now < best && options.isFixedCourse !== true) {
        best = now;
        weights = await start.read();
      }
      if (idle === patience && options.isFixedCourse !== true) break;
    }
    return { weights: weights ?? (await start.read()), loss, heldOutLoss };
  } catch (error) {
    throw isOutOfMemory(error) ? outOfMemory(error, context) : error;
  } finally {
    optimizer.dispose();
  }

  function report(done: number, value: number, more?: string): void {
    context.progress({
      stage,
      done,
      total: epochs,
      unit: 'epochs',
      detail: `loss ${value.toFixed(4)}${more === undefined ? '' : `, ${more}`}`,
    });
  }
}

/** What JavaScript, a WebAssembly memory and native TensorFlow say when there is no more. */
function isOutOfMemory(error: unknown): boolean {
  return /allocation failed|out of memory|memory access out of bounds|invalid (?:typed )?array (?:buffer )?length|cannot (?:enlarge|grow)|\bOOM\b|ResourceExhausted/i.test(messageOf(error)); // prettier-ignore
}

function outOfMemory(cause: unknown, context: Pick<RunContext, 'nameOption'>): GroveError {
  return new GroveError(
    'bad-input',
    `There is not enough memory to train the network. Lower what it reads: word vectors of fewer dimensions (${context.nameOption('wordVectors')}), a narrower filter (${context.nameOption('filterWidth')}), fewer dimensions (${context.nameOption('dimensions')}), or fewer or shorter documents; or close other programs.`,
    { cause },
  );
}

/** One step of Adam on a batch with the gradient cut to length; the loss before it. */
function step(
  tf: Tensorflow,
  optimizer: ReturnType<Tensorflow['train']['adam']>,
  parameters: Parameters,
  batch: Int32Array,
  lossOf: BatchLoss,
  longest: number,
): number {
  return tf.tidy(() => {
    const variables = parameters.list();
    const { value, grads } = tf.variableGrads(() => lossOf(parameters.tensors, batch, true), variables);
    optimizer.applyGradients(cutTo(tf, grads, longest));
    return value.dataSync()[0]!;
  });
}

function cutTo(tf: Tensorflow, gradients: Readonly<Record<string, Tensor>>, longest: number): Record<string, Variable> {
  const squares = Object.values(gradients).map((gradient) => tf.sum<Scalar>(tf.square(gradient)));
  const length = Math.sqrt(tf.addN(squares).dataSync()[0]!);
  const scale = length > longest ? longest / length : 1;
  const cut = Object.entries(gradients).map(([name, gradient]) => [
    name,
    scale === 1 ? gradient : tf.mul(gradient, scale),
  ]);
  return Object.fromEntries(cut) as Record<string, Variable>;
}

async function lossWithout(
  tf: Tensorflow,
  parameters: Parameters,
  samples: Int32Array,
  batchSize: number,
  lossOf: BatchLoss,
  breathe: () => Promise<void>,
): Promise<number> {
  let sum = 0;
  for (let first = 0; first < samples.length; first += batchSize) {
    const batch = samples.subarray(first, first + batchSize);
    sum += tf.tidy(() => lossOf(parameters.tensors, batch, false).dataSync()[0]!) * batch.length;
    await breathe();
  }
  return sum / samples.length;
}

/** Starts weights of these shapes, trains them, and frees them. */
export async function trainFrom(
  tf: Tensorflow,
  shapes: WeightShapes,
  options: TrainingOptions,
  lossOf: BatchLoss,
): Promise<Trained> {
  const parameters = Parameters.start(tf, shapes, options.random);
  try {
    return await trainNetwork(tf, parameters, options, lossOf);
  } finally {
    parameters.dispose();
  }
}

/** 1 − the mean cosine of the rows of `made` to unit rows of `wanted`. */
export function cosineLoss(tf: Tensorflow, made: Tensor, wanted: Tensor): Scalar {
  const length = tf.sqrt(tf.add(tf.sum(tf.square(made), 1), 1e-9));
  return tf.sub<Scalar>(1, tf.mean(tf.div(tf.sum(tf.mul(made, wanted), 1), length)));
}

/** A mask that sets a share of x to zero and scales the rest up by as much. */
export function dropout<T extends Tensor>(tf: Tensorflow, x: T, share: number, random: Random): T {
  const mask = new Float32Array(x.size);
  const scale = 1 / (1 - share);
  for (let at = 0; at < mask.length; at++) mask[at] = random() < share ? 0 : scale;
  return tf.mul(x, tf.tensor(mask, x.shape));
}
