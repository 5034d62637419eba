import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tensorflow } from '../autoencoder/tensorflow';
import { kernels } from '../math/kernels';
import type { SparseMatrix } from '../math/matrix';

/**
 * S · W of a sparse constant and trainable weights. The products are the engine's own: TensorFlow.js has none for sparse
 * matrices with a gradient.
 *
 * @param weights [columns of S × classes]
 */
export function sparseProduct(tf: Tensorflow, sparse: SparseMatrix, weights: Tensor2D): Tensor2D {
  const [rows, columns] = weights.shape;
  const op = tf.customGrad((given) => {
    const values = (given as Tensor).dataSync() as Float32Array;
    const product = kernels().sparseTimes(sparse, { rows, columns, values });
    return {
      value: tf.tensor2d(product.values, [sparse.rows, columns]),
      gradFunc: (dy: Tensor) => {
        const above = { rows: sparse.rows, columns, values: dy.dataSync() as Float32Array };
        return tf.tensor2d(kernels().sparseTransposeTimes(sparse, above).values, [rows, columns]);
      },
    };
  });
  return op(weights) as Tensor2D;
}

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
