import type { Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../autoencoder/tensorflow';
import { type Matrix, zeros } from '../math/matrix';
import { normal, type Random } from '../math/random';

/** A matrix of weights before training. */
export interface WeightShape {
  readonly rows: number;
  readonly columns: number;
  /** Weights start as normal numbers of variance `gain` / rows: 2 before a rectifier (He et al., 2015), 1 elsewhere, 0 for biases. */
  readonly gain: number;
}

export type WeightShapes = Readonly<Record<string, WeightShape>>;

/** The weights of a network by name, as they are saved. */
export type Weights = Readonly<Record<string, Matrix>>;

/** The same as tensors, as layers use them. */
export type Tensors = Readonly<Record<string, Tensor2D>>;

/** A dense layer `name`: its weights and `nameBias`. */
export function denseShapes(name: string, inputs: number, outputs: number, gain = 1): WeightShapes {
  return { [name]: { rows: inputs, columns: outputs, gain }, [`${name}Bias`]: { rows: 1, columns: outputs, gain: 0 } };
}

/** x · W + b. */
export function dense(tf: Tensorflow, tensors: Tensors, name: string, x: Tensor2D): Tensor2D {
  return tf.add(tf.matMul(x, tensors[name]!), tensors[`${name}Bias`]!);
}

/** The trainable weights of one network. They belong to whoever made them, and are freed by `dispose`. */
export class Parameters {
  private constructor(private readonly variables: Readonly<Record<string, Variable>>) {}

  /** Weights as they are before training; the same `random` gives the same. */
  static start(tf: Tensorflow, shapes: WeightShapes, random: Random): Parameters {
    const variables: Record<string, Variable> = {};
    for (const [name, { rows, columns, gain }] of Object.entries(shapes)) {
      const weights = zeros(rows, columns);
      const scale = Math.sqrt(gain / rows);
      if (gain > 0) for (let at = 0; at < weights.values.length; at++) weights.values[at] = normal(random) * scale;
      variables[name] = tf.tidy(() => tf.variable(tensorOf(tf, weights)));
    }
    return new Parameters(variables);
  }

  /** Weights of a network trained before. */
  static from(tf: Tensorflow, weights: Weights): Parameters {
    const variables: Record<string, Variable> = {};
    for (const [name, matrix] of Object.entries(weights))
      variables[name] = tf.tidy(() => tf.variable(tensorOf(tf, matrix)));
    return new Parameters(variables);
  }

  get tensors(): Tensors {
    return this.variables as unknown as Tensors; // every variable is a matrix
  }

  list(): Variable[] {
    return Object.values(this.variables);
  }

  async read(): Promise<Weights> {
    const weights: Record<string, Matrix> = {};
    for (const [name, variable] of Object.entries(this.variables)) {
      const [rows = 0, columns = 0] = variable.shape;
      weights[name] = { rows, columns, values: Float32Array.from(await variable.data()) };
    }
    return weights;
  }

  dispose(): void {
    for (const variable of this.list()) variable.dispose();
  }
}

export function tensorOf(tf: Tensorflow, { rows, columns, values }: Matrix): Tensor2D {
  return tf.tensor2d(values, [rows, columns]);
}
