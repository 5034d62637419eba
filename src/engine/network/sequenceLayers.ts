import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../autoencoder/tensorflow';
import type { Matrix } from '../math/matrix';
import { dense, denseShapes, type Tensors, tensorOf, type WeightShapes } from './parameters';
import { attendSegments, maxOfSegments } from './segments';

/** The words of some documents, packed: document i holds `words[offsets[i]]` … `words[offsets[i + 1] − 1]`. */
export interface WordBatch {
  readonly offsets: Uint32Array; // [documents + 1]
  /** Rows of the table; −1 is a word without a vector, or one that was dropped. */
  readonly words: Int32Array;
}

/** A layer that turns the word vectors of a document, in their order, into one row. */
export interface SequenceLayer {
  /** Length of the row. */
  readonly features: number;
  /** Shapes of its weights. */
  readonly shapes: WeightShapes;
  /** [documents × features]; inside a tidy. */
  apply(tf: Tensorflow, tensors: Tensors, batch: WordBatch, table: Matrix): Tensor2D;
}

export type SequenceKind = 'cnn' | 'lstm' | 'attention';

export interface SequenceOptions {
  /** Length of a word vector. */
  readonly dimensions: number;
  /** Words that a filter sees at once. */
  readonly filterWidth?: number;
  /** 'both': a second LSTM reads backwards. */
  readonly directions?: 'both' | 'forward';
}

/** Every layer by name. A new one is a function here. */
export const sequenceLayers: Record<SequenceKind, (options: SequenceOptions) => SequenceLayer> = {
  cnn: convolution,
  lstm: longShortTermMemory,
  attention: selfAttention,
};

const filters = 128;

/**
 * One-dimensional convolution, the largest value of each filter over the document, rectified. Written as one matrix product
 * over the windows of words. Source: Kim, "Convolutional neural networks for sentence classification", EMNLP 2014.
 */
function convolution({ dimensions, filterWidth = 3 }: SequenceOptions): SequenceLayer {
  return {
    features: filters,
    shapes: denseShapes('convolution', dimensions * filterWidth, filters, 2),
    apply(tf, tensors, batch, table) {
      const windows = tensorOf(tf, windowsOf(batch, table, filterWidth));
      const largest = maxOfSegments(tf, tf.matMul(windows, tensors['convolution']!), batch);
      return tf.relu(tf.add(largest, tensors['convolutionBias']!));
    },
  };
}

const attentionUnits = 64;
const heads = 4;

/**
 * Structured self-attention: the mean of the words' rectified projections, weighted by what a small network makes of each
 * word; four such means. Source: Lin et al., "A structured self-attentive sentence embedding", ICLR 2017.
 */
function selfAttention({ dimensions }: SequenceOptions): SequenceLayer {
  return {
    features: heads * filters,
    shapes: {
      ...denseShapes('projection', dimensions, filters, 2),
      ...denseShapes('attention', filters, attentionUnits),
      ...denseShapes('heads', attentionUnits, heads),
    },
    apply(tf, tensors, batch, table) {
      const words = tensorOf(tf, windowsOf(batch, table, 1));
      const projected = tf.relu(dense(tf, tensors, 'projection', words));
      const scores = dense(tf, tensors, 'heads', tf.tanh(dense(tf, tensors, 'attention', projected)));
      return attendSegments(tf, projected, scores, batch.offsets);
    },
  };
}

const units = 64;

/**
 * Long short-term memory, the largest value of each unit over the document; read in both directions unless said otherwise.
 * Documents are packed by time, longest first, so that a step computes only those that still have words.
 * Source: Hochreiter, Schmidhuber 1997; max pooling as Conneau et al., EMNLP 2017.
 */
function longShortTermMemory({ dimensions, directions = 'both' }: SequenceOptions): SequenceLayer {
  const passes = directions === 'both' ? (['forward', 'backward'] as const) : (['forward'] as const);
  const shapes = passes.map((pass): WeightShapes => ({
    ...denseShapes(`${pass}Words`, dimensions, 4 * units),
    [`${pass}State`]: { rows: units, columns: 4 * units, gain: 1 },
  }));
  return {
    features: passes.length * units,
    shapes: Object.assign({}, ...shapes) as WeightShapes,
    apply(tf, tensors, batch, table) {
      const pooled = passes.map((pass) => {
        const packed = packByTime(batch, pass === 'backward');
        const words = tensorOf(tf, windowsOf({ words: packed.words, offsets: batch.offsets }, table, 1));
        const states = statesOf(tf, tensors, pass, words, packed.active);
        return maxOfSegments(tf, states, { offsets: batch.offsets, rows: packed.rows });
      });
      return tf.concat(pooled, 1);
    },
  };
}

/** The state after each word, packed by time: [words × units]. */
function statesOf(
  tf: Tensorflow,
  tensors: Tensors,
  pass: string,
  words: Tensor2D,
  active: readonly number[],
): Tensor2D {
  if (active.length === 0) return tf.zeros([0, units]);
  const inputs = tf.split(dense(tf, tensors, `${pass}Words`, words), [...active], 0);
  const states: Tensor2D[] = [];
  let state: Tensor2D | undefined;
  let cell: Tensor2D | undefined;
  inputs.forEach((input, step) => {
    const rows = active[step]!;
    const first = (x: Tensor2D): Tensor2D => (x.shape[0] === rows ? x : tf.slice(x, [0, 0], [rows, units]));
    const previous = cell === undefined ? undefined : first(cell);
    const gates = state === undefined ? input : tf.add(input, tf.matMul(first(state), tensors[`${pass}State`]!));
    const [enter, keep, candidate, show] = tf.split(gates, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
    const entered = tf.mul<Tensor2D>(tf.sigmoid(enter), tf.tanh(candidate));
    // A forget gate that starts open: Jozefowicz et al., ICML 2015.
    cell = previous === undefined ? entered : tf.add(tf.mul(tf.sigmoid(tf.add(keep, 1)), previous), entered);
    state = tf.mul<Tensor2D>(tf.sigmoid(show), tf.tanh(cell));
    states.push(state);
  });
  return tf.concat(states, 0);
}

interface PackedByTime {
  readonly words: Int32Array;
  /** Documents that have a word at each step; descending. */
  readonly active: readonly number[];
  /** Row of each of the batch's words in the packed order. */
  readonly rows: Int32Array;
}

/** All first words, longest document first, then all second words, … */
function packByTime({ offsets, words }: WordBatch, backward: boolean): PackedByTime {
  const documents = Array.from({ length: offsets.length - 1 }, (_, i) => i);
  const lengthOf = (i: number): number => offsets[i + 1]! - offsets[i]!;
  documents.sort((a, b) => lengthOf(b) - lengthOf(a) || a - b);
  const packed = new Int32Array(words.length);
  const rows = new Int32Array(words.length);
  const active: number[] = [];
  let end = 0;
  for (let step = 0; end < words.length; step++) {
    let count = 0;
    for (; count < documents.length && lengthOf(documents[count]!) > step; count++) {
      const i = documents[count]!;
      const at = backward ? offsets[i + 1]! - 1 - step : offsets[i]! + step;
      rows[at] = end;
      packed[end++] = words[at]!;
    }
    active.push(count);
  }
  return { words: packed, active, rows };
}

/**
 * For each word the vectors of the `width` words around it, side by side; zero beyond the document's ends:
 * [words × width · dimensions]. Of an even width the larger half is to the right.
 */
function windowsOf({ offsets, words }: WordBatch, table: Matrix, width: number): Matrix {
  const { columns, values } = table;
  const rowLength = width * columns;
  const windows = new Float32Array(words.length * rowLength);
  const before = (width - 1) >> 1;
  for (let i = 0; i + 1 < offsets.length; i++) {
    const first = offsets[i]!;
    const end = offsets[i + 1]!;
    for (let p = first; p < end; p++)
      for (let o = Math.max(0, first - p + before); o < width && p + o - before < end; o++) {
        const word = words[p + o - before]!;
        if (word >= 0) windows.set(values.subarray(word * columns, (word + 1) * columns), p * rowLength + o * columns);
      }
  }
  return { rows: words.length, columns: rowLength, values: windows };
}
