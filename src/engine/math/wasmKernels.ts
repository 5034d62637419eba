import fs from 'node:fs';
import { assetPath } from '../assets';
import type { Kernels, NearestCentroids, RowDistances, SparseWeights } from './kernels';
import type { Matrix, SparseMatrix } from './matrix';
import { plainKernels } from './plainKernels';
import { largestWords, type MemoryHolder, type Place, roundUp, type StateMemory, WasmMemory } from './wasmMemory';
import { wasmBlockOffers } from './wasmBlockOffers';
import { wasmBottleneck } from './wasmBottleneck';
import { wasmCandidateOffers } from './wasmCandidateOffers';
import { wasmLayout } from './wasmLayout';
import { wasmPairOffers } from './wasmPairOffers';
import { wasmLearnPairs } from './wasmSkipGram';

/** The kernels on WebAssembly SIMD. Undefined where the file is missing or the machine has no SIMD. */
export function loadWasmKernels(): Kernels | undefined {
  let scratch: WasmMemory;
  let pinned: WasmMemory;
  let states: WasmMemory;
  let module: WebAssembly.Module;
  try {
    module = new WebAssembly.Module(fs.readFileSync(assetPath('dist/kernels.wasm')));
    scratch = new WasmMemory(module);
    pinned = new WasmMemory(module);
    states = new WasmMemory(module);
  } catch {
    return undefined; // the plain kernels give the same answers, slower
  }
  const holder: MemoryHolder = { memory: pinned, owner: undefined };
  const state: StateMemory = { memory: states, isTaken: false };
  return {
    name: 'wasm-simd',
    multiply: (a, b) => product('multiply', scratch, a, b),
    multiplyInPlace: (a, b) => product('multiply', scratch, a, b, a.values.subarray(0, a.rows * b.columns)),
    minPlus: (a, b) => product('minPlus', scratch, a, b),
    gram: (a) => gram(scratch, a),
    sparseTimes: (s, x) => sparseTimes(scratch, s, x),
    sparseTransposeTimes: (s, y) => sparseTransposeTimes(scratch, s, y),
    weightedSums: (w, x) => weightedSums(scratch, w, x),
    distances: (x, y) => rowDistances(holder, x, y),
    nearest: (x) => nearestCentroids(scratch, x),
    bottleneck: (problem) => wasmBottleneck(state, problem),
    layout: (task) => wasmLayout(state, task),
    pairs: (x, similarity, lists) => wasmPairOffers(holder, x, similarity, lists),
    blocks: (x, y, similarity, lists) => wasmBlockOffers(scratch, x, y, similarity, lists),
    candidates: (x, similarity, lists) => wasmCandidateOffers(scratch, x, similarity, lists),
    learnPairs: (work, learned) => wasmLearnPairs(scratch, work, learned),
  };
}

const slack = 64; // words, for the alignment of up to a dozen places

/** Rows of a product that are computed at a time, so that memory stays bounded. */
const rowsAtATime = 4096;

function product(
  kind: 'multiply' | 'minPlus',
  memory: WasmMemory,
  a: Matrix,
  b: Matrix,
  values: Float32Array = new Float32Array(a.rows * b.columns),
): Matrix {
  const k = a.columns;
  const n = roundUp(b.columns, 8);
  const chunk = roundUp(Math.min(a.rows, rowsAtATime), 4);
  const words = chunk * k + k * n + chunk * n + k * 8 + slack;
  if (words > largestWords) {
    values.set(plainKernels[kind](a, b).values);
    return { rows: a.rows, columns: b.columns, values };
  }
  memory.begin(words);
  const left = memory.floats(chunk * k);
  const right = memory.floats(k * n);
  const out = memory.floats(chunk * n);
  const panel = memory.floats(k * 8);
  copyPadded(b, right.view, n);
  for (let first = 0; first < a.rows; first += chunk) {
    const rows = Math.min(chunk, a.rows - first);
    const whole = roundUp(rows, 4);
    left.view.fill(0, rows * k, whole * k);
    left.view.set(a.values.subarray(first * k, (first + rows) * k));
    memory.run[kind](left.at, right.at, out.at, whole, n, k, panel.at);
    copyUnpadded(out.view, n, rows, b.columns, values, first * b.columns);
  }
  return { rows: a.rows, columns: b.columns, values };
}

function gram(memory: WasmMemory, a: Matrix): Float64Array {
  const size = a.columns;
  const d = roundUp(size, 2);
  const chunk = roundUp(Math.min(a.rows, rowsAtATime), 4);
  const words = chunk * d + 2 * d * d + 8 * d + slack;
  if (words > largestWords) return plainKernels.gram(a);
  memory.begin(words);
  const part = memory.floats(chunk * d);
  const sums = memory.doubles(d * d);
  const panel = memory.doubles(4 * d);
  part.view.fill(0);
  sums.view.fill(0);
  for (let first = 0; first < a.rows; first += chunk) {
    const rows = Math.min(chunk, a.rows - first);
    const whole = roundUp(rows, 4);
    part.view.fill(0, rows * d, whole * d);
    copyPadded(rowsOf(a, first, rows), part.view, d);
    memory.run.addGram(part.at, whole, d, sums.at, panel.at);
  }
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = i; j < size; j++) out[i * size + j] = out[j * size + i] = sums.view[i * d + j]!;
  return out;
}

/** Columns of a dense factor that are in the memory one below the other. */
const panelColumns = 16;

function sparseTimes(memory: WasmMemory, s: SparseMatrix, x: Matrix): Matrix {
  const d = roundUp(x.columns, panelColumns);
  const words = wordsOfSparse(s, 1, d, s.columns * d);
  if (words > largestWords) return plainKernels.sparseTimes(s, x);
  memory.begin(words);
  const from = memory.floats(s.columns * d);
  const part = placeForSparse(memory, s, memory.floats(mostEntriesOf(s)), d);
  copyToPanels(x, from.view);
  const values = new Float32Array(s.rows * x.columns);
  eachPart(s, part, (first, rows) => {
    memory.run.sparseTimesDense(part.offsets.at, part.indices.at, part.entries.at, rows, from.at, s.columns, d, part.dense.at); // prettier-ignore
    copyUnpadded(part.dense.view, d, rows, x.columns, values, first * x.columns);
  });
  return { rows: s.rows, columns: x.columns, values };
}

function sparseTransposeTimes(memory: WasmMemory, s: SparseMatrix, y: Matrix): Matrix {
  const d = roundUp(y.columns, panelColumns);
  const words = wordsOfSparse(s, 1, d, s.columns * d);
  if (words > largestWords) return plainKernels.sparseTransposeTimes(s, y);
  memory.begin(words);
  const to = memory.floats(s.columns * d);
  const part = placeForSparse(memory, s, memory.floats(mostEntriesOf(s)), d);
  to.view.fill(0);
  eachPart(s, part, (first, rows) => {
    copyPadded(rowsOf(y, first, rows), part.dense.view, d);
    memory.run.sparseTransposedTimesDense(part.offsets.at, part.indices.at, part.entries.at, rows, part.dense.at, s.columns, d, to.at); // prettier-ignore
  });
  return { rows: s.columns, columns: y.columns, values: copyOfPanels(to.view, s.columns, y.columns) };
}

function weightedSums(memory: WasmMemory, w: SparseWeights, x: Matrix): Matrix {
  const d = roundUp(x.columns, 8);
  const words = wordsOfSparse(w, 2, 2 * d, x.rows * d);
  if (words > largestWords) return plainKernels.weightedSums(w, x);
  memory.begin(words);
  const from = memory.floats(x.rows * d);
  const part = placeForSparse(memory, w, memory.doubles(mostEntriesOf(w)), 0);
  const sums = memory.doubles(Math.min(w.rows, rowsAtATime) * d);
  copyPadded(x, from.view, d);
  const values = new Float32Array(w.rows * x.columns);
  eachPart(w, part, (first, rows) => {
    memory.run.weightedSums(part.offsets.at, part.indices.at, part.entries.at, rows, from.at, d, sums.at);
    copyUnpadded(sums.view, d, rows, x.columns, values, first * x.columns);
  });
  return { rows: w.rows, columns: x.columns, values };
}

type SparseRows<T> = Pick<SparseMatrix, 'rows' | 'offsets' | 'indices'> & { readonly values: T };

/** Room for so many sparse rows at a time, with their rows of a dense matrix. */
interface SparsePart<T> {
  readonly offsets: Place<Int32Array>;
  readonly indices: Place<Int32Array>;
  readonly entries: Place<T>;
  readonly dense: Place<Float32Array>;
}

function mostEntriesOf({ rows, offsets }: SparseRows<unknown>): number {
  let most = 0;
  for (let first = 0; first < rows; first += rowsAtATime)
    most = Math.max(most, offsets[Math.min(rows, first + rowsAtATime)]! - offsets[first]!);
  return most;
}

/** Words of memory for a part's rows, with entries of `entryWords` and dense rows of `rowWords`, and for `others`. */
function wordsOfSparse(s: SparseRows<unknown>, entryWords: number, rowWords: number, others: number): number {
  const rows = Math.min(s.rows, rowsAtATime);
  return rows + 1 + (1 + entryWords) * mostEntriesOf(s) + rows * rowWords + others + slack;
}

function placeForSparse<T>(memory: WasmMemory, s: SparseRows<unknown>, entries: Place<T>, d: number): SparsePart<T> {
  const rows = Math.min(s.rows, rowsAtATime);
  return {
    offsets: memory.integers(rows + 1),
    indices: memory.integers(mostEntriesOf(s)),
    entries,
    dense: memory.floats(rows * d),
  };
}

/** Brings the rows into the memory, part by part. */
function eachPart<T extends Float32Array | Float64Array>(
  s: SparseRows<T>,
  { offsets, indices, entries }: SparsePart<T>,
  visit: (first: number, rows: number) => void,
): void {
  for (let first = 0; first < s.rows; first += rowsAtATime) {
    const rows = Math.min(rowsAtATime, s.rows - first);
    const from = s.offsets[first]!;
    const to = s.offsets[first + rows]!;
    for (let i = 0; i <= rows; i++) offsets.view[i] = s.offsets[first + i]! - from;
    indices.view.set(s.indices.subarray(from, to));
    entries.view.set(s.values.subarray(from, to));
    visit(first, rows);
  }
}

/** Copies a matrix to `view` in panels of 16 columns one below the other, the rest zero. */
function copyToPanels({ rows, columns, values }: Matrix, view: Float32Array): void {
  view.fill(0);
  for (let i = 0, at = 0; i < rows; i++)
    for (let j = 0; j < columns; j++, at++) view[placeInPanels(rows, i, j)] = values[at]!;
}

function copyOfPanels(view: Float32Array, rows: number, columns: number): Float32Array {
  const values = new Float32Array(rows * columns);
  for (let i = 0, at = 0; i < rows; i++)
    for (let j = 0; j < columns; j++, at++) values[at] = view[placeInPanels(rows, i, j)]!;
  return values;
}

function placeInPanels(rows: number, i: number, j: number): number {
  const lane = j % panelColumns;
  return (j - lane) * rows + i * panelColumns + lane;
}

const leastRoom = 65_536; // distances a call

function rowDistances(holder: MemoryHolder, x: Matrix, y: Matrix): RowDistances {
  const d = roundUp(x.columns, 4);
  const isSame = x === y;
  const stored = (x.rows + (isSame ? 0 : y.rows)) * d;
  if (stored > largestWords / 2) return plainKernels.distances(x, y);
  const { memory } = holder;
  const owner = {};
  let xAt = 0;
  let yAt = 0;
  let out: Place<Float32Array> | undefined;
  const place = (wanted: number): Place<Float32Array> => {
    const room = Math.max(wanted, y.rows, leastRoom);
    memory.begin(stored + room + slack);
    const left = memory.floats(x.rows * d);
    copyPadded(x, left.view, d);
    xAt = yAt = left.at;
    if (!isSame) {
      const right = memory.floats(y.rows * d);
      copyPadded(y, right.view, d);
      yAt = right.at;
    }
    holder.owner = owner;
    return memory.floats(room);
  };
  return {
    between(xFirst, xCount, yFirst, yCount) {
      const wanted = xCount * yCount;
      if (holder.owner !== owner || out === undefined || out.view.length < wanted) out = place(wanted);
      memory.run.squaredDistances(xAt + xFirst * d * 4, xCount, yAt + yFirst * d * 4, yCount, d, out.at);
      return out.view.subarray(0, wanted);
    },
    refresh(row) {
      if (holder.owner !== owner) return;
      const values = x.values.subarray(row * x.columns, (row + 1) * x.columns);
      memory.floatsAt(xAt + row * d * 4, x.columns).set(values);
    },
  };
}

const lanes = 8;
const farAway = 3e38;

function nearestCentroids(memory: WasmMemory, x: Matrix): NearestCentroids {
  const d = x.columns;
  const squaredLength = new Float64Array(x.rows).fill(NaN);
  return {
    assign(centroids, labels, squared, rowFrom, rowTo, bounds) {
      const blocks = Math.ceil(centroids.rows / lanes);
      const chunk = Math.min(x.rows, rowsAtATime);
      memory.begin(blocks * lanes * (d + 1) + chunk * (d + 3) + slack);
      const transposed = memory.floats(blocks * lanes * d);
      const half = memory.floats(blocks * lanes);
      const part = memory.floats(chunk * d);
      const found = memory.integers(chunk);
      const best = memory.floats(chunk);
      const next = memory.floats(chunk);
      const open = new Int32Array(chunk);
      layOut(centroids, transposed.view, half.view);
      for (let first = rowFrom; first < rowTo; first += chunk) {
        const end = Math.min(rowTo, first + chunk);
        let count = 0;
        for (let row = first; row < end; row++) if (bounds?.isOpen(row, labels[row]!) !== false) open[count++] = row;
        gatherInto(part.view, x, open.subarray(0, count));
        memory.run.nearestCentroids(part.at, count, d, transposed.at, blocks, half.at, found.at, best.at, next.at);
        for (let i = 0; i < count; i++) {
          const row = open[i]!;
          if (Number.isNaN(squaredLength[row])) squaredLength[row] = squaredLengthOf(part.view, i * d, d);
          labels[row] = found.view[i]!;
          squared[row] = Math.max(0, squaredLength[row]! - 2 * best.view[i]!);
          bounds?.found(row, squared[row], squaredLength[row]! - 2 * next.view[i]!);
        }
      }
    },
  };
}

/** Copies rows, ascending, one after the other; what lies side by side at once. */
function gatherInto(view: Float32Array, { columns, values }: Matrix, rows: Int32Array): void {
  for (let i = 0, end = 0; i < rows.length; i = end) {
    for (end = i + 1; end < rows.length && rows[end] === rows[end - 1]! + 1;) end++;
    const from = rows[i]! * columns;
    view.set(values.subarray(from, from + (end - i) * columns), i * columns);
  }
}

function squaredLengthOf(values: Float32Array, from: number, d: number): number {
  let sum = 0;
  for (let p = from; p < from + d; p++) sum += values[p]! * values[p]!;
  return sum;
}

/** Centroids in blocks of 8, transposed, and half their squared lengths, as the kernel wants them. */
function layOut({ rows, columns, values }: Matrix, transposed: Float32Array, half: Float32Array): void {
  transposed.fill(0);
  half.fill(farAway);
  for (let c = 0; c < rows; c++) {
    const block = (c >> 3) * columns * lanes + (c & 7);
    let sum = 0;
    for (let t = 0; t < columns; t++) {
      const value = values[c * columns + t]!;
      sum += value * value;
      transposed[block + t * lanes] = value;
    }
    half[c] = sum / 2;
  }
}

function rowsOf({ columns, values }: Matrix, first: number, rows: number): Matrix {
  return { rows, columns, values: values.subarray(first * columns, (first + rows) * columns) };
}

/** Copies a matrix to `view` with rows of `columns` floats, the rest zero. */
function copyPadded(source: Matrix, view: Float32Array, columns: number): void {
  if (source.columns === columns) {
    view.set(source.values.subarray(0, source.rows * columns));
    return;
  }
  view.fill(0, 0, source.rows * columns);
  for (let i = 0; i < source.rows; i++)
    view.set(source.values.subarray(i * source.columns, (i + 1) * source.columns), i * columns);
}

function copyUnpadded(
  view: Float32Array | Float64Array,
  columns: number,
  rows: number,
  wanted: number,
  to: Float32Array,
  at: number,
): void {
  if (columns === wanted) to.set(view.subarray(0, rows * columns), at);
  else for (let i = 0; i < rows; i++) to.set(view.subarray(i * columns, i * columns + wanted), at + i * wanted);
}
