import type { NpyArray } from '../../shared/npy';

/** A dense matrix, row-major: element (i, j) is `values[i * columns + j]`. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array; // [rows × columns]
}

/** A sparse matrix in compressed sparse rows: row i holds entries `offsets[i]` … `offsets[i + 1] − 1`, columns ascending. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly offsets: Uint32Array; // [rows + 1]
  readonly indices: Uint32Array; // [entries]
  readonly values: Float32Array; // [entries]
}

export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float32Array(rows * columns) };
}

/** Row i as a view on the matrix's own memory. */
export function row(matrix: Matrix, i: number): Float32Array {
  return matrix.values.subarray(i * matrix.columns, (i + 1) * matrix.columns);
}

/** The rows of those numbers, copied, in that order. */
export function gatherRows({ columns, values }: Matrix, rows: Int32Array): Matrix {
  const gathered = new Float32Array(rows.length * columns);
  rows.forEach((from, i) => gathered.set(values.subarray(from * columns, (from + 1) * columns), i * columns));
  return { rows: rows.length, columns, values: gathered };
}

/** Some rows of a sparse matrix, in the order given. */
export function selectRows({ columns, offsets, indices, values }: SparseMatrix, rows: Int32Array): SparseMatrix {
  const selected = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => (selected[i + 1] = selected[i]! + offsets[row + 1]! - offsets[row]!));
  const entries = selected[rows.length]!;
  const ofIndices = new Uint32Array(entries);
  const ofValues = new Float32Array(entries);
  rows.forEach((row, i) => {
    ofIndices.set(indices.subarray(offsets[row], offsets[row + 1]), selected[i]);
    ofValues.set(values.subarray(offsets[row], offsets[row + 1]), selected[i]);
  });
  return { rows: rows.length, columns, offsets: selected, indices: ofIndices, values: ofValues };
}

/** Scales each row to unit Euclidean length, in place. Zero rows stay zero. */
export function normalizeRows(matrix: Matrix): Matrix {
  const { rows, columns, values } = matrix;
  for (let i = 0, start = 0; i < rows; i++, start += columns) {
    let sum = 0;
    for (let j = start; j < start + columns; j++) sum += values[j]! * values[j]!;
    if (sum === 0) continue;
    const scale = 1 / Math.sqrt(sum);
    for (let j = start; j < start + columns; j++) values[j] = values[j]! * scale;
  }
  return matrix;
}

/** The matrix as an array to be saved. */
export function npyOf({ rows, columns, values }: Matrix): NpyArray<Float32Array> {
  return { shape: [rows, columns], values };
}

/** A saved array as a matrix. */
export function matrixOf({ shape, values }: NpyArray<Float32Array>): Matrix {
  return { rows: shape[0] ?? 0, columns: shape[1] ?? 0, values };
}
