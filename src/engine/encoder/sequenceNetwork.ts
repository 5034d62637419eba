import type { ClusterOptions } from '../../shared/options';
import { loadTensorflow, type Tensorflow } from '../autoencoder/tensorflow';
import { gatherRows, type Matrix, normalizeRows, zeros } from '../math/matrix';
import type { Random } from '../math/random';
import { dense, denseShapes, Parameters, tensorOf, type Tensors, type Weights } from '../network/parameters';
import {
  type SequenceKind,
  type SequenceLayer,
  sequenceLayers,
  type SequenceOptions,
  type WordBatch,
} from '../network/sequenceLayers';
import { cosineLoss, dropout, trainFrom } from '../network/train';
import { breather, type RunContext } from '../runContext';
import type { WordSequences } from './cooccurrence';

export interface SequenceNetworkOptions extends Omit<SequenceOptions, 'dimensions'> {
  readonly kind: SequenceKind;
  readonly backend: ClusterOptions['backend'];
  readonly random: Random;
  readonly context: RunContext;
  readonly epochs?: number;
}

/** Length of the encoding. */
const codeLength = 64;
/** Words of a document that are read at once; longer documents are read piece by piece. */
const piece = 24;
const mostPieces = 16;
const dropoutShare = 0.2;
const wordDropout = 0.1;
const documentsAtATime = 256;
const documentsAnEpoch = 20_000;

/** Few documents make small batches, so that an epoch has several. */
function batchSizeOf(documents: number): number {
  return Math.max(16, Math.min(256, documents >> 3));
}

const fewestEpochs = 6;
const fewestSteps = 150;

function defaultEpochs(documents: number): number {
  const steps = Math.ceil(Math.min(documents, documentsAnEpoch) / batchSizeOf(documents));
  return Math.max(fewestEpochs, Math.ceil(fewestSteps / Math.max(1, steps)));
}

/**
 * Encodes documents from the vectors of their words in order, learned without labels: from a part of a document the network
 * tells the document's place among its neighbours. Layer → dropout → code → target, by cosine.
 */
export class SequenceNetwork {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly layer: SequenceLayer,
    private readonly table: Matrix,
    readonly version: string,
    readonly weights: Weights,
    readonly loss: readonly number[],
    readonly heldOutLoss: readonly number[],
  ) {}

  /**
   * @param documents rows of the table
   * @param table word vectors [words × dimensions]
   * @param target unit rows [documents × columns]
   */
  static async fit(
    documents: WordSequences,
    table: Matrix,
    target: Matrix,
    options: SequenceNetworkOptions,
  ): Promise<SequenceNetwork> {
    const { kind, backend, random, context, epochs = defaultEpochs(target.rows) } = options;
    const { tf, version } = await loadTensorflow(backend, context);
    const layer = sequenceLayers[kind]({ ...options, dimensions: table.columns });
    const shapes = {
      ...layer.shapes,
      ...denseShapes('code', layer.features, codeLength),
      ...denseShapes('head', codeLength, target.columns),
    };
    const trained = await trainFrom(
      tf,
      shapes,
      {
        samples: target.rows,
        epochs,
        random,
        context,
        stage: 'encode',
        batchSize: batchSizeOf(target.rows),
        samplesAnEpoch: documentsAnEpoch,
      },
      (tensors, samples, isLearning) => {
        const batch = gather(documents, samples, isLearning ? random : undefined);
        const features = layer.apply(tf, tensors, batch, table);
        const code = dense(tf, tensors, 'code', isLearning ? dropout(tf, features, dropoutShare, random) : features);
        return cosineLoss(tf, dense(tf, tensors, 'head', code), tensorOf(tf, gatherRows(target, samples)));
      },
    );
    return new SequenceNetwork(tf, layer, table, version, trained.weights, trained.loss, trained.heldOutLoss);
  }

  /** A network whose weights were saved. */
  static async load(
    options: Pick<SequenceNetworkOptions, 'kind' | 'filterWidth' | 'directions' | 'backend'>,
    table: Matrix,
    weights: Weights,
    context: RunContext,
  ): Promise<SequenceNetwork> {
    const { tf, version } = await loadTensorflow(options.backend, context);
    const layer = sequenceLayers[options.kind]({ ...options, dimensions: table.columns });
    return new SequenceNetwork(tf, layer, table, version, weights, [], []);
  }

  /** Unit rows [documents × code]; zero where no word is known. */
  async transform(documents: WordSequences, context: RunContext): Promise<Matrix> {
    const { tf, layer, table } = this;
    const parameters = Parameters.from(tf, this.weights);
    const breathe = breather(context);
    const rows = documents.offsets.length - 1;
    const codes = zeros(rows, codeLength);
    try {
      for (let first = 0; first < rows; first += documentsAtATime) {
        const count = Math.min(documentsAtATime, rows - first);
        const { batch, documentOf } = pieces(documents, first, count);
        const made = tf.tidy(() => encodeBatch(tf, layer, parameters.tensors, batch, table).dataSync());
        documentOf.forEach((document, p) => {
          for (let d = 0; d < codeLength; d++)
            codes.values[document * codeLength + d] =
              codes.values[document * codeLength + d]! + made[p * codeLength + d]!;
        });
        await breathe();
      }
      return normalizeRows(codes);
    } finally {
      parameters.dispose();
    }
  }
}

function encodeBatch(tf: Tensorflow, layer: SequenceLayer, tensors: Tensors, batch: WordBatch, table: Matrix) {
  const code = dense(tf, tensors, 'code', layer.apply(tf, tensors, batch, table));
  return tf.div(code, tf.sqrt(tf.add(tf.sum(tf.square(code), 1, true), 1e-9)));
}

/** The words of some documents; with `random` a piece of long ones at random, and some words dropped. */
function gather({ offsets, words }: WordSequences, samples: Int32Array, random: Random | undefined): WordBatch {
  const batchOffsets = new Uint32Array(samples.length + 1);
  const gathered: number[] = [];
  samples.forEach((document, i) => {
    const length = offsets[document + 1]! - offsets[document]!;
    const spare = Math.max(0, length - piece);
    const first = offsets[document]! + (random === undefined ? 0 : Math.floor(random() * (spare + 1)));
    for (let p = first; p < first + length - spare; p++)
      gathered.push(random !== undefined && random() < wordDropout ? -1 : words[p]!);
    batchOffsets[i + 1] = gathered.length;
  });
  return { offsets: batchOffsets, words: Int32Array.from(gathered) };
}

/** Documents [first, first + count) cut into pieces of nearly equal length. */
function pieces(
  { offsets, words }: WordSequences,
  first: number,
  count: number,
): { batch: WordBatch; documentOf: number[] } {
  const documentOf: number[] = [];
  const starts: number[] = [];
  const kept: number[] = [];
  for (let document = first; document < first + count; document++) {
    const length = Math.min(offsets[document + 1]! - offsets[document]!, piece * mostPieces);
    const parts = Math.ceil(length / piece);
    for (let part = 0; part < parts; part++) {
      documentOf.push(document);
      starts.push(kept.length);
      const from = offsets[document]! + Math.floor((part * length) / parts);
      const to = offsets[document]! + Math.floor(((part + 1) * length) / parts);
      for (let p = from; p < to; p++) kept.push(words[p]!);
    }
  }
  return { batch: { offsets: Uint32Array.from([...starts, kept.length]), words: Int32Array.from(kept) }, documentOf };
}
