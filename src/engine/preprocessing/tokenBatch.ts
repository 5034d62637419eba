import { CorpusTokens, type TokenOptions } from './corpusTokens';
import type { FormRuns } from './finishVocabulary';
import type { Script } from './script';
import { boundary } from './tokenizedCorpus';

/** What a thread is sent: texts to take apart. */
export interface BatchRequest {
  readonly texts: readonly string[];
  readonly options: TokenOptions;
  /** Whether the clean texts are sent back. */
  readonly keepsTexts: boolean;
}

/** The tokens of one kind of a batch. Forms are numbered from the first of the sender's vocabulary on. */
interface BatchRuns {
  /** Forms that were not sent before: their terms' texts, and as they are shown. */
  readonly texts: readonly string[];
  readonly surfaces: readonly string[];
  /** Text i's run is `forms[offsets[i]]` … `forms[offsets[i + 1] − 1]`. */
  readonly forms: Int32Array;
  readonly offsets: Int32Array; // [texts + 1]
}

/** What comes back. */
export interface TokenBatch {
  readonly words: BatchRuns;
  readonly bigrams: BatchRuns;
  /** True where the sender's vocabulary begins anew with this batch. */
  readonly isFresh: boolean;
  readonly scripts: readonly Script[];
  readonly detected: readonly (string | undefined)[];
  readonly texts?: readonly string[];
  readonly note?: string;
}

/** A sender with a larger vocabulary begins a new one, so that memory stays bounded. */
const mostWritten = 300_000;

/** Takes batches of texts apart. Its vocabulary grows from batch to batch, and only what is new in it is sent. */
export class BatchTokenizer {
  private tokens: CorpusTokens | undefined;
  private sent = { words: 0, bigrams: 0 };

  constructor(private readonly maxWritten = mostWritten) {}

  async tokenize({ texts, options, keepsTexts }: BatchRequest): Promise<TokenBatch> {
    const isFresh = this.tokens === undefined;
    const tokens = (this.tokens ??= new CorpusTokens(options));
    const traits = [];
    for (const text of texts) traits.push(await tokens.add(text));
    const words = drain(tokens.words, this.sent.words);
    const bigrams = drain(tokens.bigrams, this.sent.bigrams);
    this.sent = { words: tokens.words.builder.texts.length, bigrams: tokens.bigrams.builder.texts.length };
    if (tokens.words.builder.written + this.sent.words + this.sent.bigrams > this.maxWritten) {
      this.tokens = undefined;
      this.sent = { words: 0, bigrams: 0 };
    }
    return {
      ...{ words, bigrams, isFresh },
      scripts: traits.map(({ script }) => script),
      detected: traits.map(({ detected }) => detected),
      ...(keepsTexts && { texts: traits.map(({ clean }) => clean) }),
      ...(tokens.note !== undefined && { note: tokens.note }),
    };
  }
}

/** The runs so far, which are then empty, and the forms after the first `sent`. */
function drain({ builder, forms, offsets }: FormRuns, sent: number): BatchRuns {
  const runs = {
    texts: builder.texts.slice(sent),
    surfaces: builder.surfaces.slice(sent).map((surface) => surface!),
    forms: forms.view().slice(),
    offsets: offsets.view().slice(),
  };
  forms.length = 0;
  offsets.length = 1;
  return runs;
}

/** Takes over one sender's batches, in the order in which the sender made them. */
export class BatchReceiver {
  private words = new ReceivedForms();
  private bigrams = new ReceivedForms();

  /** Adds the runs of a batch: what is then in `tokens` is as if it had taken the texts apart itself. */
  receive(batch: TokenBatch, tokens: CorpusTokens): void {
    if (batch.isFresh) [this.words, this.bigrams] = [new ReceivedForms(), new ReceivedForms()];
    this.words.learn(batch.words);
    this.bigrams.learn(batch.bigrams);
    for (let i = 0; i < batch.scripts.length; i++) {
      this.words.append(batch.words, i, tokens.words);
      this.bigrams.append(batch.bigrams, i, tokens.bigrams);
      tokens.endRuns();
    }
  }
}

const unknown = -1;

/** A sender's forms, and the number of each in the receiver's vocabulary: given at its first use, which is the order of the texts. */
class ReceivedForms {
  private readonly texts: string[] = [];
  private readonly surfaces: string[] = [];
  private readonly numbers: number[] = [];
  private forgettings = 0;

  learn({ texts, surfaces }: BatchRuns): void {
    for (let f = 0; f < texts.length; f++) {
      this.texts.push(texts[f]!);
      this.surfaces.push(surfaces[f]!);
      this.numbers.push(unknown);
    }
  }

  append({ forms, offsets }: BatchRuns, run: number, { builder, forms: to }: FormRuns): void {
    if (builder.forgettings !== this.forgettings) {
      this.numbers.fill(unknown);
      this.forgettings = builder.forgettings;
    }
    for (let p = offsets[run]!; p < offsets[run + 1]!; p++) {
      const form = forms[p]!;
      if (form === boundary) {
        to.push(boundary);
        continue;
      }
      let number = this.numbers[form]!;
      if (number === unknown) {
        number = builder.formIdOf(this.texts[form]!, this.surfaces[form]!);
        this.numbers[form] = number;
      }
      to.push(number);
    }
  }
}
