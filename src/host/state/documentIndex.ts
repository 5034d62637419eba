import path from 'node:path';
import type { DocumentRow } from '../../shared/analysis';
import type { Steps } from '../../shared/steps';

/** How many rows are gone through at a step. */
const stride = 2048;

/** Whole numbers up to here fit beside 32 bits in a double. */
const mostRows = 2 ** 21;

/** Where the documents of an analysis are, and how clearly they belong: what no edit of its clusters changes. */
export class DocumentIndex {
  readonly #base: string;
  readonly #byPath: ReadonlyMap<string, number | number[]>;
  readonly #ids: () => ReadonlyMap<string, number>;
  /** [documents] Place of each among all, the one that belongs most clearly first. */
  readonly #rank: Int32Array;
  /** [documents] The inverse of `#rank`. */
  readonly #atRank: Int32Array;

  /** @param base absolute path of the folder that the rows' paths are relative to */
  static *of(base: string, rows: readonly DocumentRow[]): Steps<DocumentIndex> {
    const byPath = new Map<string, number | number[]>();
    for (let i = 0; i < rows.length; i++) {
      if (i % stride === 0) yield;
      const relative = path.normalize(rows[i]!.path);
      const there = byPath.get(relative);
      if (there === undefined) byPath.set(relative, i);
      else if (typeof there === 'number') byPath.set(relative, [there, i]);
      else there.push(i);
    }
    const atRank = yield* clearestFirst(rows);
    const rank = new Int32Array(rows.length);
    for (let r = 0; r < rows.length; r++) rank[atRank[r]!] = r;
    return new DocumentIndex(base, rows, byPath, rank, atRank);
  }

  private constructor(
    base: string,
    rows: readonly DocumentRow[],
    byPath: ReadonlyMap<string, number | number[]>,
    rank: Int32Array,
    atRank: Int32Array,
  ) {
    this.#base = base;
    this.#byPath = byPath;
    this.#rank = rank;
    this.#atRank = atRank;
    let ids: ReadonlyMap<string, number> | undefined;
    this.#ids = () => (ids ??= new Map(rows.map((row, i) => [row.id, i])));
  }

  /** The documents of a file, by its absolute path: one, or a row each of a table. */
  inFile(file: string): readonly number[] {
    const found = this.#byPath.get(path.relative(this.#base, file)) ?? [];
    return typeof found === 'number' ? [found] : found;
  }

  /** Every file with a document, by its absolute path. */
  *files(): Iterable<[string, readonly number[]]> {
    for (const [relative, found] of this.#byPath)
      yield [path.join(this.#base, relative), typeof found === 'number' ? [found] : found];
  }

  /** The absolute path of a row's file. */
  fileOf(row: DocumentRow): string {
    return path.join(this.#base, row.path);
  }

  /** The index of the row with an id, or −1. */
  indexOf(id: string): number {
    return this.#ids().get(id) ?? -1;
  }

  /** The same documents in place, those that belong most clearly first. */
  sortClearestFirst(documents: Int32Array): Int32Array {
    for (let i = 0; i < documents.length; i++) documents[i] = this.#rank[documents[i]!]!;
    documents.sort(); // without a comparison of ours: 100,000 numbers in a few milliseconds
    for (let i = 0; i < documents.length; i++) documents[i] = this.#atRank[documents[i]!]!;
    return documents;
  }
}

/** [documents] by falling confidence (as float32), then by index. The bits of numbers ≥ 0 sort as the numbers do. */
function* clearestFirst(rows: readonly DocumentRow[]): Steps<Int32Array> {
  if (rows.length > mostRows) throw new RangeError(`More than ${mostRows} documents`);
  const confidence = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) confidence[i] = Math.max(0, rows[i]!.confidence);
  const bits = new Uint32Array(confidence.buffer);
  const keys = new Float64Array(rows.length);
  for (let i = 0; i < keys.length; i++) keys[i] = (2 ** 32 - 1 - bits[i]!) * mostRows + i;
  yield;
  keys.sort();
  yield;
  const atRank = new Int32Array(keys.length);
  for (let r = 0; r < keys.length; r++) atRank[r] = keys[r]! % mostRows;
  return atRank;
}
