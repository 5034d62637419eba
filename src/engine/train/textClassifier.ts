import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import type { NpyArray } from '../../shared/npy';
import type { ClusterOptions } from '../../shared/options';
import { loadTensorflow, type Tensorflow } from '../autoencoder/tensorflow';
import type { WordSequences } from '../encoder/cooccurrence';
import { type Matrix, matrixOf, npyOf, type SparseMatrix, zeros } from '../math/matrix';
import type { Random } from '../math/random';
import { dense, denseShapes, Parameters, type Tensors, type Weights } from '../network/parameters';
import { type SequenceKind, type SequenceLayer, sequenceLayers, type WordBatch } from '../network/sequenceLayers';
import { dropout, trainFrom } from '../network/train';
import { breather, type RunContext } from '../runContext';
import { arrayOf, type ModelPart, settingOf } from '../storage/model';
import { gatherSparseRows, sparseProduct } from './wordBag';

/** What the network reads of documents. */
export interface ClassifierInput {
  /** Rows of the table of word vectors, in the order of the text. */
  readonly words: WordSequences;
  /** Weighted counts of stems, unit rows [documents × stems]. */
  readonly bag: SparseMatrix;
}

export interface EpochScores {
  readonly loss: number;
  readonly accuracy: number;
}

export interface Epoch {
  readonly train: EpochScores;
  readonly test: EpochScores;
}

export interface FitOptions {
  readonly kind: SequenceKind;
  readonly classes: number;
  readonly epochs: number;
  readonly backend: ClusterOptions['backend'];
  readonly random: Random;
  readonly context: RunContext;
  readonly onEpoch: (epoch: Epoch) => void;
}

/** Words of a document that are read at once; longer documents are read piece by piece, and the pieces' logits averaged. */
const piece = 128;
const mostPieces = 8;
const batchSize = 64;
const documentsAtATime = 64;
const dropoutShare = 0.5;
/** Unit rows are scaled up, so that steps of Adam's size reach weights that matter within a few epochs. */
const bagScale = 20;

/**
 * A supervised text network: word vectors → convolution (or LSTM, or attention) → pooling → dropout → dense, beside a
 * linear layer on the document's weighted stems, trained together by cross-entropy. The vectors themselves stay.
 * Sources: Kim, "Convolutional neural networks for sentence classification", EMNLP 2014; Cheng et al., "Wide & deep
 * learning for recommender systems", 2016.
 */
export class TextClassifier {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly layer: SequenceLayer,
    private readonly kind: SequenceKind,
    private readonly table: Matrix,
    private readonly weights: Weights,
    readonly version: string,
  ) {}

  /**
   * Trains until the loss on a twentieth of the documents, held out of learning, falls no further. Documents for testing are
   * only looked at to report; the weights do not depend on them.
   *
   * @param labels class of each document, 0 … classes − 1
   * @param table word vectors [words × dimensions]
   */
  static async fit(
    input: ClassifierInput,
    labels: Int32Array,
    test: { readonly input: ClassifierInput; readonly labels: Int32Array },
    table: Matrix,
    options: FitOptions,
  ): Promise<TextClassifier> {
    const { kind, classes, epochs, random, context } = options;
    const { tf, version } = await loadTensorflow(options.backend, context);
    const layer = sequenceLayers[kind]({ dimensions: table.columns });
    const shapes = {
      ...layer.shapes,
      ...denseShapes('classes', layer.features, classes),
      bag: { rows: input.bag.columns, columns: classes, gain: 0 },
    };
    const seen = { loss: 0, correct: 0, documents: 0 };
    const trained = await trainFrom(
      tf,
      shapes,
      {
        samples: labels.length,
        epochs,
        batchSize,
        random,
        context,
        stage: 'encode',
        afterEpoch: async (tensors) => {
          const train = { loss: seen.loss / seen.documents, accuracy: seen.correct / seen.documents };
          Object.assign(seen, { loss: 0, correct: 0, documents: 0 });
          const logits = await logitsOf(tf, layer, tensors, table, test.input, context);
          const epoch = { train, test: scoresOf(logits, test.labels) };
          options.onEpoch(epoch);
          return `accuracy ${train.accuracy.toFixed(3)}, test loss ${epoch.test.loss.toFixed(4)}, test accuracy ${epoch.test.accuracy.toFixed(3)}`;
        },
      },
      (tensors, samples, isLearning) => {
        const batch = pieceOfEach(input.words, samples, isLearning ? random : undefined);
        const features = layer.apply(tf, tensors, batch, table);
        const read = dense(tf, tensors, 'classes', isLearning ? dropout(tf, features, dropoutShare, random) : features);
        const logits = tf.add<Tensor2D>(read, bagLogits(tf, tensors, gatherSparseRows(input.bag, samples)));
        return crossEntropy(
          tf,
          logits,
          Int32Array.from(samples, (sample) => labels[sample]!),
          (scores) => {
            if (!isLearning) return;
            seen.loss += scores.loss * samples.length;
            seen.correct += scores.accuracy * samples.length;
            seen.documents += samples.length;
          },
        );
      },
    );
    return new TextClassifier(tf, layer, kind, table, trained.weights, version);
  }

  /** The probability of each class, [documents × classes]; rows sum to 1. */
  async probabilities(input: ClassifierInput, context: RunContext): Promise<Matrix> {
    const parameters = Parameters.from(this.tf, this.weights);
    try {
      const logits = await logitsOf(this.tf, this.layer, parameters.tensors, this.table, input, context);
      return softmax(logits);
    } finally {
      parameters.dispose();
    }
  }

  part(terms: readonly string[]): ModelPart {
    const arrays: Record<string, NpyArray> = { [tableName]: npyOf(this.table) };
    for (const [name, weights] of Object.entries(this.weights)) arrays[name] = npyOf(weights);
    return { terms, settings: { kind: this.kind }, arrays };
  }

  /** A classifier that was saved. */
  static async load(part: ModelPart, backend: ClusterOptions['backend'], context: RunContext): Promise<TextClassifier> {
    const { tf, version } = await loadTensorflow(backend, context);
    const kind = settingOf(part, 'kind', v.picklist(Object.keys(sequenceLayers) as SequenceKind[]));
    const table = matrixOf(arrayOf(part, tableName, Float32Array));
    const names = Object.keys(part.arrays).filter((name) => name !== tableName);
    const weights = Object.fromEntries(names.map((name) => [name, matrixOf(arrayOf(part, name, Float32Array))]));
    return new TextClassifier(tf, sequenceLayers[kind]({ dimensions: table.columns }), kind, table, weights, version);
  }
}

/** The saved model's array of word vectors, beside the network's weights. */
const tableName = 'table';

function bagLogits(tf: Tensorflow, tensors: Tensors, bag: SparseMatrix): Tensor2D {
  return tf.mul(sparseProduct(tf, bag, tensors['bag']!), bagScale);
}

/** Logits of all documents; a long one's are the mean over its pieces. */
async function logitsOf(
  tf: Tensorflow,
  layer: SequenceLayer,
  tensors: Tensors,
  table: Matrix,
  { words, bag }: ClassifierInput,
  context: RunContext,
): Promise<Matrix> {
  const breathe = breather(context);
  const classes = tensors['bag']!.shape[1];
  const logits = zeros(bag.rows, classes);
  for (let first = 0; first < bag.rows; first += documentsAtATime) {
    const documents = Int32Array.from({ length: Math.min(documentsAtATime, bag.rows - first) }, (_, i) => first + i);
    const { batch, documentOf } = pieces(words, documents);
    const [ofPieces, ofBags] = tf.tidy(() => [
      dense(tf, tensors, 'classes', layer.apply(tf, tensors, batch, table)).dataSync(),
      bagLogits(tf, tensors, gatherSparseRows(bag, documents)).dataSync(),
    ]);
    const counts = new Int32Array(documents.length);
    for (const document of documentOf) counts[document] = counts[document]! + 1;
    documentOf.forEach((document, p) => {
      for (let c = 0; c < classes; c++) {
        const at = (first + document) * classes + c;
        logits.values[at] = logits.values[at]! + ofPieces[p * classes + c]! / counts[document]!;
      }
    });
    ofBags.forEach((value, i) => (logits.values[first * classes + i] = logits.values[first * classes + i]! + value));
    await breathe();
  }
  return logits;
}

/** The words of some documents; of long ones a piece: at random where `random` is given, else the first. */
function pieceOfEach({ offsets, words }: WordSequences, documents: Int32Array, random: Random | undefined): WordBatch {
  const starts = new Uint32Array(documents.length + 1);
  const gathered: number[] = [];
  documents.forEach((document, i) => {
    const length = offsets[document + 1]! - offsets[document]!;
    const spare = Math.max(0, length - piece);
    const from = offsets[document]! + (random === undefined ? 0 : Math.floor(random() * (spare + 1)));
    for (let p = from; p < from + length - spare; p++) gathered.push(words[p]!);
    starts[i + 1] = gathered.length;
  });
  return { offsets: starts, words: Int32Array.from(gathered) };
}

/** Documents cut into pieces of nearly equal length; one without words is one empty piece. */
function pieces({ offsets, words }: WordSequences, documents: Int32Array): { batch: WordBatch; documentOf: number[] } {
  const documentOf: number[] = [];
  const starts = [0];
  const kept: number[] = [];
  documents.forEach((document, i) => {
    const length = Math.min(offsets[document + 1]! - offsets[document]!, piece * mostPieces);
    const parts = Math.max(1, Math.ceil(length / piece));
    for (let part = 0; part < parts; part++) {
      const to = offsets[document]! + Math.floor(((part + 1) * length) / parts);
      for (let p = offsets[document]! + Math.floor((part * length) / parts); p < to; p++) kept.push(words[p]!);
      documentOf.push(i);
      starts.push(kept.length);
    }
  });
  return { batch: { offsets: Uint32Array.from(starts), words: Int32Array.from(kept) }, documentOf };
}

/**
 * The mean cross-entropy of logits. Written with its own gradient (probability − truth): TensorFlow.js' log-softmax leaks on
 * WebAssembly.
 */
function crossEntropy(
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
function scoresOf(logits: Matrix, labels: Int32Array): EpochScores {
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

function softmax({ rows, columns, values }: Matrix): Matrix {
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
