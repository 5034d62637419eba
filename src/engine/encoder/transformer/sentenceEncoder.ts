import { GroveError } from '../../../shared/errors';
import type { ClusterOptions } from '../../../shared/options';
import { type Matrix, normalizeRows, row, zeros } from '../../math/matrix';
import { type Breather, breather, type RunContext } from '../../runContext';
import { type ModelFolder, readModelFolder } from './modelFolder';
import { firstLine, type OnnxNetwork, openNetwork } from './onnxRuntime';
import { poolTokens } from './poolTokens';
import { openTokenizer, type TextTokenizer } from './textTokenizer';
import { type TokenWindow, windowsOf } from './tokenWindows';

/**
 * Tokens of a batch: as many as are computed well within half a second, so that cancellation is heard. They are fixed, not
 * measured: rounding depends on a batch's shape.
 */
const tokensABatch = { native: 1024, wasm: 256 };

/** Turns texts into vectors by a sentence encoder in a local folder. */
export class SentenceEncoder {
  private constructor(
    readonly model: ModelFolder,
    private readonly network: OnnxNetwork,
    private readonly tokenizer: TextTokenizer,
    private readonly output: string,
    /** Weights in 8 bits: the network scales a batch's values together, so that each text has to be alone to be itself. */
    private readonly isAlone: boolean,
  ) {}

  /** @throws GroveError 'bad-input' naming the file that is missing, damaged or not supported */
  static async open(folder: string, backend: ClusterOptions['backend'], context: RunContext): Promise<SentenceEncoder> {
    const model = await readModelFolder(folder, context);
    const tokenizer = openTokenizer(model.tokenizer, model.tokenizerConfig, model.tokenizerFile);
    const network = await openNetwork(model.networkFile, backend, (message) => context.log(message));
    requireKnownInputs(network, model.networkFile);
    return new SentenceEncoder(model, network, tokenizer, outputOf(network), model.scalesBatches);
  }

  /** 'onnxruntime wasm 1.30.0'. */
  get version(): string {
    return this.network.version;
  }

  /**
   * Encodes texts: in windows where they are longer than the network reads at once, in batches of like length. A text's vector
   * is the mean of its windows' unit vectors, each by its number of tokens.
   *
   * @returns unit rows [texts × dimensions]; zero for a text without tokens
   */
  async encode(texts: readonly string[], context: RunContext): Promise<Matrix> {
    const breathe = breather(context);
    const windows = await this.windowsOf(texts, breathe, context);
    const open = new Int32Array(texts.length);
    for (const { text } of windows) open[text] = open[text]! + 1;
    let done = open.reduce((count, left) => count + (left === 0 ? 1 : 0), 0);
    let encoding: Matrix | undefined;
    for (const batch of this.batchesOf(windows)) {
      const vectors = await this.vectorsOf(batch);
      encoding ??= zeros(texts.length, vectors.columns);
      for (const [i, { text, content }] of batch.entries()) {
        const into = row(encoding, text);
        const from = row(vectors, i);
        for (let d = 0; d < from.length; d++) into[d] = into[d]! + content * from[d]!;
        open[text] = open[text]! - 1;
        if (open[text] === 0) done++;
      }
      context.progress({ stage: 'encode', done, total: texts.length, unit: 'documents', detail: 'transformer' });
      await breathe();
    }
    return normalizeRows(encoding ?? zeros(texts.length, 1));
  }

  /** All windows of all texts, the shortest first; equally long ones in the order of the texts. */
  private async windowsOf(texts: readonly string[], breathe: Breather, context: RunContext): Promise<TokenWindow[]> {
    const { prefix, longest } = this.model;
    const prefixTokens = prefix.trim() === '' ? [] : await this.tokenizer.encode(prefix.trimEnd(), breathe);
    const windows: TokenWindow[] = [];
    for (const [text, content] of texts.entries()) {
      if (content.trim() !== '') {
        const tokens = await this.tokenizer.encode(prefix + content, breathe);
        windows.push(...windowsOf(tokens, text, prefixTokens, this.tokenizer, longest));
      }
      if (breathe.due()) {
        context.progress({ stage: 'encode', done: 0, total: texts.length, unit: 'documents', detail: 'transformer' });
        await breathe();
      }
    }
    return windows.sort((a, b) => a.tokens.length - b.tokens.length || a.text - b.text);
  }

  private *batchesOf(windows: readonly TokenWindow[]): Iterable<TokenWindow[]> {
    const budget = tokensABatch[this.network.isNative ? 'native' : 'wasm'];
    let batch: TokenWindow[] = [];
    for (const window of windows) {
      const isFull = this.isAlone ? batch.length > 0 : (batch.length + 1) * window.tokens.length > budget;
      if (isFull && batch.length > 0) {
        yield batch;
        batch = [];
      }
      batch.push(window);
    }
    if (batch.length > 0) yield batch;
  }

  /** A unit vector a window. */
  private async vectorsOf(batch: readonly TokenWindow[]): Promise<Matrix> {
    const { pooling, poolsPrefix, networkFile } = this.model;
    const length = Math.max(...batch.map(({ tokens }) => tokens.length));
    const ids = new Int32Array(batch.length * length).fill(this.tokenizer.padding);
    const mask = new Int32Array(batch.length * length);
    batch.forEach(({ tokens }, i) => {
      ids.set(tokens, i * length);
      mask.fill(1, i * length, i * length + tokens.length);
    });
    const given: Record<string, Int32Array> = {
      input_ids: ids,
      attention_mask: mask,
      token_type_ids: new Int32Array(ids.length),
    };
    const inputs = Object.fromEntries(this.network.inputs.map((name) => [name, given[name]!]));
    const { shape, values } = await this.network
      .run(inputs, [batch.length, length], this.output)
      .catch((error: unknown) => {
        throw new GroveError(
          'bad-input',
          `The network ${networkFile} fails on its input: ${firstLine(error)}. Its tokenizer.json may be another model's; download or export both again.`,
          { cause: error },
        );
      });
    const isPooled = shape.length === 2 && shape[0] === batch.length;
    const isTokens = shape.length === 3 && shape[0] === batch.length && shape[1] === length;
    if (!isPooled && !isTokens)
      throw new GroveError(
        'bad-input',
        `The output ${this.output} of the network ${networkFile} has the shape ${shape.join(' × ')}; a vector a text or a token is needed. Export it for feature extraction.`,
      );
    const vectors = isPooled
      ? { rows: batch.length, columns: shape[1]!, values }
      : poolTokens(
          { tokens: length, dimensions: shape[2]!, values },
          batch.map(({ tokens, prefix }) => ({ first: poolsPrefix ? 0 : prefix, end: tokens.length })),
          pooling,
        );
    if (!vectors.values.every(Number.isFinite))
      throw new GroveError('bad-input', `The network ${networkFile} gives vectors that are no numbers. Download or export it again.`); // prettier-ignore
    return normalizeRows(vectors);
  }
}

const knownInputs = ['input_ids', 'attention_mask', 'token_type_ids'];

function requireKnownInputs({ inputs }: OnnxNetwork, file: string): void {
  const unknown = inputs.filter((name) => !knownInputs.includes(name));
  if (unknown.length === 0 && inputs.includes('input_ids')) return;
  throw new GroveError(
    'bad-input',
    `The network ${file} takes ${inputs.join(', ')}; a text encoder takes input_ids, and attention_mask and token_type_ids at most. Choose another model.`,
  );
}

/** Pooled by the network itself where it does that, else the last layer's vectors of tokens. */
function outputOf({ outputs }: OnnxNetwork): string {
  return ['sentence_embedding', 'last_hidden_state', 'token_embeddings'].find((name) => outputs.includes(name)) ?? outputs[0]!; // prettier-ignore
}
