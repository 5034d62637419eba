import type { Matrix, SparseMatrix } from '../../src/engine/math/matrix';
import { normal, seededRandom } from '../../src/engine/math/random';

export function matrixOf(rows: number, columns: number, values: ArrayLike<number>): Matrix {
  return { rows, columns, values: Float32Array.from(values) };
}

export function matrixOfRows(rows: readonly (readonly number[])[]): Matrix {
  return matrixOf(rows.length, rows[0]?.length ?? 0, rows.flat());
}

/** Independent standard normal entries. */
export function normalMatrix(rows: number, columns: number, seed: number): Matrix {
  const random = seededRandom(seed);
  return { rows, columns, values: Float32Array.from({ length: rows * columns }, () => normal(random)) };
}

/** Rows around `groups` centres, in turn: row i belongs to group i mod groups. */
export function blobs(rows: number, columns: number, groups: number, spread: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const centres = Float64Array.from({ length: groups * columns }, () => normal(random));
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let d = 0; d < columns; d++)
      values[i * columns + d] = centres[(i % groups) * columns + d]! + spread * normal(random);
  return { rows, columns, values };
}

/** About `share` of the entries are not zero. */
export function sparseMatrix(rows: number, columns: number, share: number, seed: number): SparseMatrix {
  const random = seededRandom(seed);
  const offsets = new Uint32Array(rows + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++)
      if (random() < share) {
        indices.push(j);
        values.push(normal(random));
      }
    offsets[i + 1] = indices.length;
  }
  return { rows, columns, offsets, indices: Uint32Array.from(indices), values: Float32Array.from(values) };
}

export function denseOf({ rows, columns, offsets, indices, values }: SparseMatrix): Matrix {
  const dense = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) dense[i * columns + indices[e]!] = values[e]!;
  return { rows, columns, values: dense };
}

export function sparseOf({ rows, columns, values }: Matrix): SparseMatrix {
  const entries = Array.from(values.keys()).filter((at) => values[at] !== 0);
  const offsets = new Uint32Array(rows + 1);
  for (const at of entries) offsets[Math.floor(at / columns) + 1]!++;
  for (let i = 0; i < rows; i++) offsets[i + 1]! += offsets[i]!;
  return {
    rows,
    columns,
    offsets,
    indices: Uint32Array.from(entries, (at) => at % columns),
    values: Float32Array.from(entries, (at) => values[at]!),
  };
}

export function transpose({ rows, columns, values }: Matrix): Matrix {
  return matrixOf(
    columns,
    rows,
    Array.from(values, (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!),
  );
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

/** Whether two labelings are the same partition, whatever its numbers. */
export function isSamePartition(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  const forth = new Map<number, number>();
  const back = new Map<number, number>();
  for (let i = 0; i < a.length; i++) {
    if (!forth.has(a[i]!)) forth.set(a[i]!, b[i]!);
    if (!back.has(b[i]!)) back.set(b[i]!, a[i]!);
    if (forth.get(a[i]!) !== b[i] || back.get(b[i]!) !== a[i]) return false;
  }
  return a.length === b.length;
}
