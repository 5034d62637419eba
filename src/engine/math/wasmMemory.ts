const pageBytes = 65_536;
const firstFree = pageBytes; // the first page is the module's own
/** Above this the memory is given back after use: a WebAssembly memory never shrinks. */
const keptBytes = 256 * 1024 * 1024;
/** The largest piece of work that is done in one memory. */
export const largestWords = 2 ** 29 - 2 ** 16;

/** The functions of assembly/kernels.ts; pointers are byte offsets. */
export interface WasmExports {
  multiply: ProductOfMatrices;
  minPlus: ProductOfMatrices;
  addGram(x: number, rows: number, d: number, gram: number, panel: number): void;
  squaredDistances(a: number, aRows: number, b: number, bRows: number, d: number, out: number): void;
  sparseTimesDense: SparseProduct;
  sparseTransposedTimesDense: SparseProduct;
  weightedSums(o: number, i: number, w: number, rows: number, x: number, d: number, out: number): void;
  nearestCentroids(
    ...[x, n, d, centroids, blocks, half, labels, best, next]: readonly [
      ...[number, number, number, number, number, number, number, number, number],
    ]
  ): void;
  entropyTerms(sums: number, terms: number, count: number): void;
  squaredNorms(state: number): void;
  reassign(
    state: number,
    order: number,
    count: number,
    documentShare: number,
    vectorWeight: number,
    evenness: number,
  ): number;
  descendLayout(
    ...[offsets, indices, shares, layout, states, pushes, rows, from, to, epoch, rate, longest, a, b]: readonly [
      ...[number, number, number, number, number, number, number],
      ...[number, number, number, number, number, number, number],
    ]
  ): void;
  learnPairs(
    ...[pairs, count, input, output, table, mask, sigmoid, room, state, rate, d, negatives]: readonly [
      ...[number, number, number, number, number, number],
      ...[number, number, number, number, number, number],
    ]
  ): void;
  offerProducts: OfferTiles;
  offerDistances: OfferTiles;
  offerBlockProducts: OfferTiles;
  offerBlockDistances: OfferTiles;
  offerCandidateProducts: OfferCandidates;
  offerCandidateDistances: OfferCandidates;
}

type SparseProduct = (
  ...[offsets, indices, values, rows, dense, denseRows, d, out]: readonly [
    ...[number, number, number, number, number, number, number, number],
  ]
) => void;

type ProductOfMatrices = (a: number, b: number, c: number, m: number, n: number, k: number, panel: number) => void;

type OfferTiles = (
  ...[a, aRows, aFirst, b, bRows, bFirst, d, k, aValues, aIndices, bValues, bIndices, worst, room]: readonly [
    ...[number, number, number, number, number, number, number, number],
    ...[number, number, number, number, number, number],
  ]
) => void;

type OfferCandidates = (
  ...[x, rows, table, names, offsets, candidates, d, k, values, indices, room]: readonly [
    ...[number, number, number, number, number, number],
    ...[number, number, number, number, number],
  ]
) => void;

export const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;

/** A place in the memory: its byte offset, and a view that is valid until the next `begin`. */
export interface Place<T> {
  readonly at: number;
  readonly view: T;
}

/** A memory that keeps matrices between calls; whoever comes next puts its own in their place. */
export interface MemoryHolder {
  readonly memory: WasmMemory;
  owner: object | undefined;
}

/** A memory for one state at a time: it keeps what it holds until the state is closed. */
export interface StateMemory {
  readonly memory: WasmMemory;
  isTaken: boolean;
}

/**
 * One WebAssembly memory with the kernels on it, used for one piece of work after another. Few of them exist, since each
 * reserves gigabytes of address space and is only freed by garbage collection.
 */
export class WasmMemory {
  private memory!: WebAssembly.Memory;
  private exports!: WasmExports;
  private next = firstFree;

  constructor(private readonly module: WebAssembly.Module) {
    this.renew();
  }

  get run(): WasmExports {
    return this.exports;
  }

  /** Forgets what was placed and makes room for so many 4-byte words (each place may take up to 3 more, to be aligned). */
  begin(words: number): void {
    const bytes = firstFree + words * 4;
    if (this.memory.buffer.byteLength > keptBytes && bytes < keptBytes) this.renew();
    const missing = bytes - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
    this.next = firstFree;
  }

  floats(count: number): Place<Float32Array> {
    const at = this.take(count);
    return { at, view: new Float32Array(this.memory.buffer, at, count) };
  }

  doubles(count: number): Place<Float64Array> {
    const at = this.take(2 * count);
    return { at, view: new Float64Array(this.memory.buffer, at, count) };
  }

  integers(count: number): Place<Int32Array> {
    const at = this.take(count);
    return { at, view: new Int32Array(this.memory.buffer, at, count) };
  }

  /** A view on what was placed before. */
  floatsAt(at: number, count: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, count);
  }

  /** Copies the numbers in and says where they are. */
  unsigned(values: Uint32Array): number {
    const at = this.take(values.length);
    new Uint32Array(this.memory.buffer, at, values.length).set(values);
    return at;
  }

  private take(words: number): number {
    const at = this.next;
    this.next = Math.ceil((at + words * 4) / 16) * 16;
    return at;
  }

  private renew(): void {
    this.memory = new WebAssembly.Memory({ initial: 2 });
    const abort = (): never => {
      throw new Error('A SIMD kernel aborted');
    };
    const { exports } = new WebAssembly.Instance(this.module, { env: { memory: this.memory, abort } });
    this.exports = exports as unknown as WasmExports; // the border to the wasm module
  }
}
