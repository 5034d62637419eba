import type { SparseMatrix } from '../math/matrix';

/** Some rows of a sparse matrix, in the order given. */
export function gatherSparseRows(matrix: SparseMatrix, rows: Int32Array): SparseMatrix {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => (offsets[i + 1] = offsets[i]! + matrix.offsets[row + 1]! - matrix.offsets[row]!));
  const indices = new Uint32Array(offsets[rows.length]!);
  const values = new Float32Array(offsets[rows.length]!);
  rows.forEach((row, i) => {
    indices.set(matrix.indices.subarray(matrix.offsets[row], matrix.offsets[row + 1]), offsets[i]);
    values.set(matrix.values.subarray(matrix.offsets[row], matrix.offsets[row + 1]), offsets[i]);
  });
  return { rows: rows.length, columns: matrix.columns, offsets, indices, values };
}
