import type { Worker } from 'node:worker_threads';
import type { CorpusReader, SourceDocument } from '../corpus/document';
import { type Breather, breather, type RunContext } from '../runContext';
import { CorpusTokens, type TextTraits, type TokenOptions } from './corpusTokens';
import type { FormRuns } from './finishVocabulary';
import type { Script } from './script';
import { snippetOf } from './snippet';
import { type GivenBatch, tokenThreadCount, TokenThreads } from './tokenThreads';
import type { DocumentRecord } from './tokenizedCorpus';

export interface ReadOptions extends TokenOptions {
  readonly keepsTexts: boolean;
}

/** How the work is divided: it changes nothing of the outcome. */
export interface ReadThreads {
  /** Threads beside this one. */
  readonly threads?: number;
  /** So many characters are taken apart on this thread first: fewer are not worth the others' start. */
  readonly charactersFirst?: number;
  /** How a thread is made. */
  readonly spawn?: () => Worker;
}

/** What one pass over the texts leaves, in the order of reading. */
export interface ReadDocuments {
  readonly documents: Omit<DocumentRecord, 'language'>[];
  readonly scripts: Script[];
  /** As far as each text alone tells. */
  readonly detected: (string | undefined)[];
  readonly words: FormRuns;
  readonly bigrams: FormRuns;
  readonly texts?: readonly string[];
  /** What a person should know: a fall-back taken. */
  readonly note: string | undefined;
}

const batchCharacters = 200_000;
const batchDocuments = 500;
const pollMs = 10;

/** Reads a corpus to its end and takes its texts apart, on other threads while it is being read where there is much of it. */
export async function readDocuments(
  reader: CorpusReader,
  { keepsTexts, ...options }: ReadOptions,
  context: RunContext,
  { threads = tokenThreadCount(), charactersFirst = 2_000_000, spawn }: ReadThreads = {},
): Promise<ReadDocuments> {
  const tokens = new CorpusTokens(options);
  const documents: Omit<DocumentRecord, 'language'>[] = [];
  const scripts: Script[] = [];
  const detected: (string | undefined)[] = [];
  const texts: string[] | undefined = keepsTexts ? [] : undefined;
  let note: string | undefined;
  const breathe = breather(context);
  const breathAndReport = async (): Promise<void> => {
    reportReading(reader, documents.length, context);
    await breathe();
  };
  const keep = (document: SourceDocument, traits: Omit<TextTraits, 'clean'>, clean: string | undefined): void => {
    scripts.push(traits.script);
    detected.push(traits.detected);
    if (clean !== undefined) texts?.push(clean);
    documents.push(recordOf(document));
  };
  const tokenizeHere = async (document: SourceDocument): Promise<void> => {
    const traits = await tokens.add(document.text);
    keep(document, traits, traits.clean);
  };

  let characters = 0;
  let pool: TokenThreads | undefined;
  let batch: SourceDocument[] = [];
  let batchSize = 0;
  const given: { readonly batch: readonly SourceDocument[]; readonly by: GivenBatch }[] = [];
  const receiveFirst = async (): Promise<void> => {
    const first = given.shift()!;
    const answer = await waited(first.by.answer, breathe);
    if (answer === undefined) {
      for (const document of first.batch) {
        await tokenizeHere(document);
        if (breathe.due()) await breathAndReport();
      }
      return;
    }
    first.by.receive(answer, tokens);
    note ??= answer.note;
    first.batch.forEach((document, i) =>
      keep(document, { script: answer.scripts[i]!, detected: answer.detected[i] }, answer.texts?.[i]),
    );
  };
  const giveBatch = async (): Promise<void> => {
    while (given.length > 0 && given.length >= pool!.places) await receiveFirst();
    const by = pool!.give({ texts: batch.map(({ text }) => text), options, keepsTexts });
    if (by !== undefined) given.push({ batch, by });
    else for (const document of batch) await tokenizeHere(document);
    batch = [];
    batchSize = 0;
  };

  try {
    for await (const document of reader.documents()) {
      if (breathe.due()) await breathAndReport();
      if (threads === 0 || characters < charactersFirst) {
        await tokenizeHere(document);
        characters += document.text.length;
        continue;
      }
      pool ??= new TokenThreads(threads, (line) => context.log(line), spawn);
      batch.push(document);
      batchSize += document.text.length;
      if (batchSize >= batchCharacters || batch.length >= batchDocuments) await giveBatch();
    }
    if (batch.length > 0) await giveBatch();
    while (given.length > 0) await receiveFirst();
  } finally {
    await pool?.end();
  }
  reportReading(reader, documents.length, context);
  const { words, bigrams } = tokens;
  return { documents, scripts, detected, words, bigrams, ...(texts && { texts }), note: note ?? tokens.note };
}

/** Waits, and hears in the meantime whether the run was cancelled. */
async function waited<T>(answer: Promise<T>, breathe: Breather): Promise<T> {
  let found: { readonly value: T } | undefined;
  const arrival = answer.then((value) => {
    found = { value };
  });
  while (found === undefined) {
    let timer: NodeJS.Timeout | undefined;
    const poll = new Promise((resolve) => (timer = setTimeout(resolve, pollMs)));
    await Promise.race([arrival, poll]);
    clearTimeout(timer);
    await breathe();
  }
  return found.value;
}

function reportReading(reader: CorpusReader, documents: number, context: RunContext): void {
  const { expected } = reader;
  // Bytes tell how much is to come, but what is counted here is documents.
  const isCountable = expected !== undefined && expected.unit !== 'bytes';
  const done = isCountable ? documents + reader.skipped.length : documents;
  context.progress({
    stage: 'read',
    done: isCountable ? Math.min(done, expected.total) : done,
    ...(isCountable && { total: expected.total }),
    unit: 'documents',
  });
}

function recordOf({
  text,
  label,
  split,
  date,
  row,
  id,
  path,
  title,
}: SourceDocument): Omit<DocumentRecord, 'language'> {
  return {
    id,
    path,
    title,
    snippet: snippetOf(text),
    ...(row !== undefined && { row }),
    ...(label !== undefined && { label }),
    ...(split !== undefined && { split }),
    ...(date !== undefined && { date }),
  };
}
