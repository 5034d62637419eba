import { EigenvalueDecomposition, Matrix as DenseMatrix } from 'ml-matrix';

/**
 * The door to ml-matrix: eigenvalues, descending, and eigenvectors of a symmetric matrix.
 *
 * @param values [size × size], row-major
 * @returns vectors [size × size] row-major, the eigenvector of value j in column j
 */
export function symmetricEigen(values: Float64Array, size: number): { values: Float64Array; vectors: Float64Array } {
  const dense = DenseMatrix.from1DArray(size, size, values);
  const decomposition = new EigenvalueDecomposition(dense, { assumeSymmetric: true });
  const found = decomposition.realEigenvalues;
  const columns = decomposition.eigenvectorMatrix;
  const order = Array.from(found.keys()).sort((a, b) => found[b]! - found[a]! || a - b);
  const vectors = new Float64Array(size * size);
  order.forEach((column, j) => {
    for (let i = 0; i < size; i++) vectors[i * size + j] = columns.get(i, column);
  });
  return { values: Float64Array.from(order, (column) => found[column]!), vectors };
}
