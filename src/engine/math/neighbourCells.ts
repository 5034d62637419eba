import { breather, completed, type RunContext } from '../runContext';
import { centroidSearch } from './centroidSearch';
import { closestRows } from './closestRows';
import { gatherRows, type Matrix, zeros } from './matrix';

import { permutation, type Random } from './random';

/** Rows a cell that its centre is found from. */
const sampledEach = 32;
const iterations = 4;

/** Centres of at most `count` cells: those of a short k-means of a sample that any row is nearest to. */
export async function cellCentres(
  x: Matrix,
  count: number,
  random: Random,
  context: RunContext,
  threads: number,
): Promise<Matrix> {
  const drawn = permutation(x.rows, random).subarray(0, count * sampledEach);
  const sample = gatherRows(x, drawn);
  let centres = gatherRows(x, drawn.subarray(0, count));
  const search = centroidSearch(sample, centres.rows, context, threads);
  const breathe = breather(context);
  for (let iteration = 0; iteration < iterations; iteration++) {
    await completed(search.assign(centres), breathe);
    centres = meansOf(sample, search.labels, centres.rows);
  }
  return centres;
}

/** The mean of each label that any row has. */
function meansOf({ rows, columns, values }: Matrix, labels: Int32Array, count: number): Matrix {
  const counts = new Int32Array(count);
  const sums = new Float64Array(count * columns);
  for (let i = 0; i < rows; i++) {
    const label = labels[i]!;
    counts[label] = counts[label]! + 1;
    for (let t = 0, p = i * columns, q = label * columns; t < columns; t++, p++, q++) sums[q] = sums[q]! + values[p]!;
  }
  const used = Int32Array.from(counts.keys()).filter((label) => counts[label]! > 0);
  const means = zeros(used.length, columns);
  used.forEach((label, c) => {
    for (let t = 0; t < columns; t++) means.values[c * columns + t] = sums[label * columns + t]! / counts[label]!;
  });
  return means;
}

/** Rows divided among the cells whose centres are nearest to them. */
export interface NeighbourCells {
  /** The members of cell c are members[offsets[c]] … members[offsets[c + 1] − 1], ascending. */
  readonly members: Int32Array; // [rows]
  readonly offsets: Int32Array; // [cells + 1]
  /** The cells nearest to each row, nearest first, its own being the first. */
  readonly nearest: Int32Array; // [rows × probes]
  readonly probes: number;
}

/** @param probes how many cells a row is to know, at most as many as there are */
export async function neighbourCells(
  x: Matrix,
  centres: Matrix,
  probes: number,
  context: RunContext,
  threads: number,
): Promise<NeighbourCells> {
  const nearest = await closestRows(x, centres, probes, context, threads);
  const own = (row: number): number => nearest[row * probes]!;
  return { ...byNumber(x.rows, centres.rows, own), nearest, probes };
}

/** The rows 0 … rows − 1 sorted by a number of theirs, and where those of each number begin. */
function byNumber(
  rows: number,
  numbers: number,
  numberOf: (row: number) => number,
): { readonly members: Int32Array; readonly offsets: Int32Array } {
  const offsets = new Int32Array(numbers + 1);
  for (let i = 0; i < rows; i++) offsets[numberOf(i) + 1] = offsets[numberOf(i) + 1]! + 1;
  for (let c = 0; c < numbers; c++) offsets[c + 1] = offsets[c + 1]! + offsets[c]!;
  const next = offsets.slice(0, numbers);
  const members = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const number = numberOf(i);
    members[next[number]!] = i;
    next[number] = next[number]! + 1;
  }
  return { members, offsets };
}
