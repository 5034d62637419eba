import { type Matrix, zeros } from '../math/matrix';
import type { RunContext } from '../runContext';
import { pca } from './pca';

/** The first two principal components. Where the data has fewer (two documents have one), the others are zero: [rows × 2]. */
export async function principalLayout(x: Matrix, context: RunContext): Promise<Matrix> {
  const { projected } = await pca(x, 2, context);
  if (projected.columns === 2) return projected;
  const padded = zeros(x.rows, 2);
  for (let i = 0; i < x.rows; i++)
    for (let d = 0; d < projected.columns; d++) padded.values[i * 2 + d] = projected.values[i * projected.columns + d]!;
  return padded;
}
