import fs from 'node:fs';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { GroveError, messageOf } from '../../shared/errors';
import type { Term } from '../preprocessing/tokenizedCorpus';
import { breather, type RunContext } from '../runContext';
import type { WordVectors } from './wordVectors';

/**
 * Reads a person's own word vectors, streamed, keeping only the vocabulary's words: Word2Vec's binary layout (`.bin`:
 * a text line 'words dimensions', then each word, a space, and float32 values) and text (`.txt`, `.vec`: a word and its
 * values a line, with or without Word2Vec's first line), each also `.gz`.
 *
 * Words are looked up as they stand in the corpus' vocabulary (lower case) and as capitalised surface forms, the first
 * in the file wins. Throws GroveError('bad-input') naming the byte or line where the file is wrong.
 */
export async function readWordVectorFile(
  file: string,
  vocabulary: readonly Term[],
  context: RunContext,
): Promise<WordVectors> {
  const isBinary = /\.bin(\.gz)?$/i.test(file);
  if (!isBinary && !/\.(txt|vec)(\.gz)?$/i.test(file))
    throw new GroveError(
      'bad-input',
      `${file}: word vectors are read from .bin, .txt or .vec files (or .gz of these).`,
    );
  const collector = new Collector(path.basename(file), vocabulary);
  const chunks = openChunks(file);
  const place: Place = { name: isBinary ? 'byte 0' : 'line 1' };
  try {
    await (isBinary ? readBinary : readText)(file, chunks, collector, place, context);
  } catch (error) {
    if (GroveError.is(error)) throw error;
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const where = missing ? '' : ` beyond ${place.name}`;
    throw new GroveError('bad-input', `The word vectors in ${file} can't be read${where}: ${messageOf(error)}.`, {
      cause: error,
    });
  }
  return collector.result(file);
}

/** How far a file was read, for messages: 'byte 4096' (unpacked), 'line 12'. */
interface Place {
  name: string;
}

/** Gathers the vectors of the words that the vocabulary holds. */
class Collector {
  dimensions = 0;
  private readonly termsOfWord = new Map<string, number>();
  private readonly rowOf: Int32Array;
  private readonly rankOf: Int32Array;
  private readonly rows: Float32Array[] = [];

  constructor(
    private readonly name: string,
    vocabulary: readonly Term[],
  ) {
    this.rowOf = new Int32Array(vocabulary.length).fill(-1);
    this.rankOf = new Int32Array(vocabulary.length).fill(-1);
    vocabulary.forEach((term, t) => this.termsOfWord.set(term.text, t));
    vocabulary.forEach((term, t) => {
      if (!this.termsOfWord.has(term.surface)) this.termsOfWord.set(term.surface, t);
    });
  }

  /** The term this word stands for, or −1 when it isn't needed. */
  termOf(word: string): number {
    const term = this.termsOfWord.get(word) ?? -1;
    return term >= 0 && this.rowOf[term]! < 0 ? term : -1;
  }

  add(term: number, rank: number, vector: Float32Array): void {
    this.rowOf[term] = this.rows.length;
    this.rankOf[term] = rank;
    this.rows.push(vector);
  }

  result(file: string): WordVectors {
    if (this.dimensions === 0) throw new GroveError('bad-input', `${file} holds no word vectors.`);
    const vectors = new Float32Array(this.rows.length * this.dimensions);
    this.rows.forEach((vector, i) => vectors.set(vector, i * this.dimensions));
    const { name, dimensions, rowOf, rankOf } = this;
    return { name, dimensions, rowOf, vectors, rankOf, found: this.rows.length };
  }
}

function openChunks(file: string): AsyncIterable<Buffer> {
  const stream = fs.createReadStream(file, { highWaterMark: 1 << 20 });
  if (!/\.gz$/i.test(file)) return stream as AsyncIterable<Buffer>;
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  stream.on('error', (error) => gunzip.destroy(error));
  return stream.pipe(gunzip) as AsyncIterable<Buffer>;
}

const newline = 10;
const space = 32;
const longestWordBytes = 4096;
const longestLineBytes = 1 << 20;
const mostDimensions = 1 << 16;

async function readBinary(
  file: string,
  chunks: AsyncIterable<Buffer>,
  collector: Collector,
  place: Place,
  context: RunContext,
): Promise<void> {
  const breathe = breather(context);
  let pending: Buffer = Buffer.alloc(0);
  let consumed = 0; // bytes of the file before `pending`
  let words = -1;
  let rank = 0;
  for await (const chunk of chunks) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let at = 0;
    if (words < 0) {
      const end = pending.indexOf(newline);
      if (end < 0 && pending.length < longestWordBytes) continue;
      const header = /^(\d+) (\d+)\s*$/.exec(pending.toString('latin1', 0, Math.max(end, 0)));
      if (!header) throw damaged(file, 'byte 0', "it doesn't begin with the number of words and dimensions");
      words = Number(header[1]);
      collector.dimensions = Number(header[2]);
      if (collector.dimensions < 1 || collector.dimensions > mostDimensions)
        throw damaged(file, 'byte 0', `it says that vectors have ${collector.dimensions} dimensions`);
      at = end + 1;
    }
    const vectorBytes = collector.dimensions * 4;
    while (rank < words) {
      while (at < pending.length && pending[at] === newline) at++;
      const gap = pending.indexOf(space, at);
      if (gap < 0 && pending.length - at > longestWordBytes)
        throw damaged(file, `byte ${consumed + at}`, `word ${rank + 1} has no end`);
      if (gap < 0 || gap + 1 + vectorBytes > pending.length) break;
      const term = collector.termOf(pending.toString('utf8', at, gap));
      if (term >= 0) {
        const copy = pending.subarray(gap + 1, gap + 1 + vectorBytes);
        const vector = new Float32Array(collector.dimensions);
        for (let d = 0; d < vector.length; d++) vector[d] = copy.readFloatLE(d * 4);
        requireFinite(vector, file, `byte ${consumed + gap + 1}`);
        collector.add(term, rank, vector);
      }
      at = gap + 1 + vectorBytes;
      rank++;
    }
    consumed += at;
    pending = pending.subarray(at);
    place.name = `byte ${consumed}`;
    context.progress({ stage: 'encode', done: rank, total: Math.max(words, 0), unit: 'word vectors' });
    if (breathe.due()) await breathe();
  }
  if (words < 0) throw damaged(file, 'byte 0', 'it is empty');
  if (rank < words) throw damaged(file, `byte ${consumed + pending.length}`, `it ends after ${rank} of ${words} words`);
}

async function readText(
  file: string,
  chunks: AsyncIterable<Buffer>,
  collector: Collector,
  place: Place,
  context: RunContext,
): Promise<void> {
  const breathe = breather(context);
  let pending: Buffer = Buffer.alloc(0);
  let line = 0;
  let rank = 0;
  let words: number | undefined; // as many as the first line promises
  const take = (text: string): void => {
    line++;
    const values = text.trimEnd().split(' ');
    if (line === 1 && values.length === 2 && values.every((value) => /^\d+$/.test(value))) {
      // Word2Vec's first line
      words = Number(values[0]);
      collector.dimensions = Number(values[1]);
      return;
    }
    if (values.length === 1 && values[0] === '') return;
    if (collector.dimensions === 0) collector.dimensions = values.length - 1;
    // Some GloVe files hold "words" with spaces in them: the values are counted from the right.
    const first = values.length - collector.dimensions;
    if (collector.dimensions < 2 || first < 1)
      throw damaged(file, `line ${line}`, `it has ${values.length - 1} values, not ${collector.dimensions}`);
    const term = collector.termOf(values.slice(0, first).join(' '));
    if (term >= 0) {
      const vector = Float32Array.from(values.slice(first), numberOf);
      requireFinite(vector, file, `line ${line}`);
      collector.add(term, rank, vector);
    }
    rank++;
  };
  for await (const chunk of chunks) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let at = 0;
    for (let end = pending.indexOf(newline, at); end >= 0; end = pending.indexOf(newline, at)) {
      take(pending.toString('utf8', at, end));
      at = end + 1;
    }
    pending = pending.subarray(at);
    if (pending.length > longestLineBytes)
      throw damaged(file, `line ${line + 1}`, 'it has no end; is it a binary file? Those are called .bin');
    place.name = `line ${line}`;
    context.progress({
      stage: 'encode',
      done: rank,
      ...(words !== undefined && { total: words }),
      unit: 'word vectors',
    });
    if (breathe.due()) await breathe();
  }
  if (pending.length > 0) take(pending.toString('utf8'));
  if (words !== undefined && rank < words)
    throw damaged(file, `line ${line}`, `it ends after ${rank} of ${words} words`);
}

/** A value of a text file; what is no number at all, such as nothing between two spaces, is NaN. */
function numberOf(text: string): number {
  return text === '' ? NaN : Number(text);
}

function requireFinite(vector: Float32Array, file: string, place: string): void {
  for (const value of vector) if (!Number.isFinite(value)) throw damaged(file, place, 'a value is not a number');
}

function damaged(file: string, place: string, what: string): GroveError {
  return new GroveError(
    'bad-input',
    `The word vectors in ${file} are damaged at ${place}: ${what}. Fetch the file again, or leave --word-vectors out.`,
  );
}
