import type { Tensor2D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import type { NpyArray } from '../../shared/npy';
import type { ClusterOptions } from '../../shared/options';
import { loadTensorflow, type Tensorflow } from '../autoencoder/tensorflow';
import type { WordSequences } from '../encoder/cooccurrence';
import { gatherRows, type Matrix, matrixOf, npyOf, type SparseMatrix } from '../math/matrix';
import type { Random } from '../math/random';
import { dense, denseShapes, Parameters, type Tensors, tensorOf, type Weights } from '../network/parameters';
import { type SequenceKind, type SequenceLayer, sequenceLayers, type WordBatch } from '../network/sequenceLayers';
import { dropout, trainFrom } from '../network/train';
import { breather, type RunContext } from '../runContext';
import { arrayOf, type ModelPart, settingOf } from '../storage/model';
import { crossFittedMargins, fitLinearClassifier, type LinearClassifier, marginsOf } from './linearClassifier';
import { fitScale } from './calibration';
import { crossEntropy, type EpochScores, scoresOf, softmax } from './crossEntropy';

/** What the network reads of documents. */
export interface ClassifierInput {
  /** Rows of the table of word vectors, in the order of the text. */
  readonly words: WordSequences;
  /** Weighted counts of stems and of pairs of them, unit rows [documents × features]. */
  readonly bag: SparseMatrix;
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
/** The deep part improves on a good start in small steps: it is given more room to show one than a network that starts at random. */
const learningRate = 3e-3;
const leastImprovement = 0.001;
const heldOutShare = 0.1;

/**
 * A supervised text network, wide and deep: a linear classifier of the document's weighted stems and pairs of stems, beside
 * word vectors → convolution (or LSTM, or attention) → pooling → dropout → dense; the logits of both are added. The linear
 * part is solved first. The deep part then learns by cross-entropy what is missing to it, on margins by classifiers that
 * did not see the document: beside its own solved documents there would be nothing left to learn. The vectors
 * themselves stay.
 * Sources: Kim, "Convolutional neural networks for sentence classification", EMNLP 2014; Cheng et al., "Wide & deep
 * learning for recommender systems", 2016; cross-fitting: Wolpert, "Stacked generalization", 1992.
 */
export class TextClassifier {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly layer: SequenceLayer,
    private readonly kind: SequenceKind,
    private readonly table: Matrix,
    private readonly linear: LinearClassifier,
    private readonly weights: Weights,
    readonly version: string,
  ) {}

  /**
   * Trains until the loss on a tenth of the documents, held out of learning, falls no further. Documents for testing are
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
    const breathe = breather(context);
    context.progress({ stage: 'encode', done: 0, total: epochs, unit: 'epochs', detail: 'linear part' });
    const margins = await crossFittedMargins(input.bag, labels, classes, random, breathe);
    const scale = fitScale(margins, labels);
    const linear = scaled(await fitLinearClassifier(input.bag, labels, classes, random, breathe), scale);
    for (let at = 0; at < margins.values.length; at++) margins.values[at] = margins.values[at]! * scale;
    const testMargins = marginsOf(test.input.bag, linear);
    const layer = sequenceLayers[kind]({ dimensions: table.columns });
    // Without a part of their own at first: training starts from what the linear classifier says.
    const shapes = { ...layer.shapes, ...denseShapes('classes', layer.features, classes, 0) };
    const seen = { loss: 0, correct: 0, documents: 0 };
    const trained = await trainFrom(
      tf,
      shapes,
      {
        samples: labels.length,
        epochs,
        batchSize,
        learningRate,
        leastImprovement,
        heldOutShare,
        random,
        context,
        stage: 'encode',
        afterEpoch: async (tensors) => {
          const train = { loss: seen.loss / seen.documents, accuracy: seen.correct / seen.documents };
          Object.assign(seen, { loss: 0, correct: 0, documents: 0 });
          const logits = await logitsOf(tf, layer, tensors, table, test.input.words, testMargins, context);
          const epoch = { train, test: scoresOf(logits, test.labels) };
          options.onEpoch(epoch);
          return `accuracy ${train.accuracy.toFixed(3)}, test loss ${epoch.test.loss.toFixed(4)}, test accuracy ${epoch.test.accuracy.toFixed(3)}`;
        },
      },
      (tensors, samples, isLearning) => {
        const batch = pieceOfEach(input.words, samples, isLearning ? random : undefined);
        const features = layer.apply(tf, tensors, batch, table);
        const read = dense(tf, tensors, 'classes', isLearning ? dropout(tf, features, dropoutShare, random) : features);
        const logits = tf.add<Tensor2D>(read, tensorOf(tf, gatherRows(margins, samples)));
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
    return new TextClassifier(tf, layer, kind, table, linear, trained.weights, version);
  }

  /** The probability of each class, [documents × classes]; rows sum to 1. */
  async probabilities(input: ClassifierInput, context: RunContext): Promise<Matrix> {
    const parameters = Parameters.from(this.tf, this.weights);
    try {
      const logits = await logitsOf(
        this.tf,
        this.layer,
        parameters.tensors,
        this.table,
        input.words,
        marginsOf(input.bag, this.linear),
        context,
      );
      return softmax(logits);
    } finally {
      parameters.dispose();
    }
  }

  part(terms: readonly string[]): ModelPart {
    const matrices = {
      [names.table]: this.table,
      [names.weights]: this.linear.weights,
      [names.bias]: this.linear.bias,
    };
    const arrays = Object.entries({ ...matrices, ...this.weights }).map(([name, matrix]) => [name, npyOf(matrix)]);
    return { terms, settings: { kind: this.kind }, arrays: Object.fromEntries(arrays) as Record<string, NpyArray> };
  }

  /** A classifier that was saved. */
  static async load(part: ModelPart, backend: ClusterOptions['backend'], context: RunContext): Promise<TextClassifier> {
    const { tf, version } = await loadTensorflow(backend, context);
    const kind = settingOf(part, 'kind', v.picklist(Object.keys(sequenceLayers) as SequenceKind[]));
    const read = (name: string): Matrix => matrixOf(arrayOf(part, name, Float32Array));
    const own: readonly string[] = Object.values(names);
    const deep = Object.keys(part.arrays).filter((name) => !own.includes(name));
    const table = read(names.table);
    return new TextClassifier(
      tf,
      sequenceLayers[kind]({ dimensions: table.columns }),
      kind,
      table,
      { weights: read(names.weights), bias: read(names.bias) },
      Object.fromEntries(deep.map((name) => [name, read(name)])),
      version,
    );
  }
}

/** The saved model's arrays beside the deep part's weights: word vectors, and the linear part. */
const names = { table: 'table', weights: 'linear', bias: 'linearBias' } as const;

function scaled({ weights, bias }: LinearClassifier, scale: number): LinearClassifier {
  const times = (matrix: Matrix): Matrix => ({ ...matrix, values: matrix.values.map((value) => value * scale) });
  return { weights: times(weights), bias: times(bias) };
}

/**
 * Logits of all documents; the deep part's of a long one are the mean over its pieces.
 *
 * @param margins of the linear part [documents × classes]; they become the logits
 */
async function logitsOf(
  tf: Tensorflow,
  layer: SequenceLayer,
  tensors: Tensors,
  table: Matrix,
  words: WordSequences,
  margins: Matrix,
  context: RunContext,
): Promise<Matrix> {
  const breathe = breather(context);
  const { rows, columns: classes } = margins;
  const logits = { ...margins, values: margins.values.slice() };
  for (let first = 0; first < rows; first += documentsAtATime) {
    const documents = Int32Array.from({ length: Math.min(documentsAtATime, rows - first) }, (_, i) => first + i);
    const { batch, documentOf } = pieces(words, documents);
    const ofPieces = tf.tidy(() => dense(tf, tensors, 'classes', layer.apply(tf, tensors, batch, table)).dataSync());
    const counts = new Int32Array(documents.length);
    for (const document of documentOf) counts[document] = counts[document]! + 1;
    documentOf.forEach((document, p) => {
      for (let c = 0; c < classes; c++) {
        const at = (first + document) * classes + c;
        logits.values[at] = logits.values[at]! + ofPieces[p * classes + c]! / counts[document]!;
      }
    });
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
