import { type Matrix, normalizeRows } from '../math/matrix';
import { sharedBuffer } from '../math/threads/threads';

/** One way to see the documents: a unit row a document (zero where the view knows nothing of it). */
export interface View {
  readonly name: string;
  readonly encoding: Matrix;
  /** How much it counts beside the others. */
  readonly weight: number;
}

/**
 * Joins views side by side, each times its weight; rows of unit length. The cosine of two rows is the mean of the views'
 * cosines, each weighing the square of its weight.
 */
export function fuseViews(views: readonly View[]): Matrix {
  const rows = views[0]!.encoding.rows;
  const columns = views.reduce((sum, view) => sum + view.encoding.columns, 0);
  // All that comes after reads it, much of it on several threads.
  const fused = { rows, columns, values: new Float32Array(sharedBuffer(rows * columns * 4)) };
  let at = 0;
  for (const { encoding, weight } of views) {
    for (let i = 0; i < rows; i++)
      for (let d = 0; d < encoding.columns; d++)
        fused.values[i * columns + at + d] = weight * encoding.values[i * encoding.columns + d]!;
    at += encoding.columns;
  }
  return normalizeRows(fused);
}
