import type { ClusterOptions } from '../../shared/options';
import { type Matrix, zeros } from '../math/matrix';
import type { Random } from '../math/random';
import type { RunContext } from '../runContext';
import { pca } from './pca';

type Projection = (vectors: Matrix, random: Random, context: RunContext) => Promise<Matrix>;

/** Every projection by name. A new one is a file of its own and a line here. */
const projections: Record<ClusterOptions['projection'], Projection> = {
  none: (vectors) => Promise.resolve(zeros(vectors.rows, 2)),
  pca: async (vectors, random, context) => inTwoColumns((await pca(vectors, 2, random, context)).projected),
};

/** Lays the documents out in two dimensions: [documents × 2]. */
export async function project(
  vectors: Matrix,
  name: ClusterOptions['projection'],
  random: Random,
  context: RunContext,
): Promise<Matrix> {
  const projection = await projections[name](vectors, random, context);
  context.progress({ stage: 'project', done: vectors.rows, total: vectors.rows, unit: 'documents' });
  return projection;
}

/** Data of one dimension (two documents, say) has only one component: the other is zero. */
function inTwoColumns(projected: Matrix): Matrix {
  if (projected.columns === 2) return projected;
  const padded = zeros(projected.rows, 2);
  for (let i = 0; i < projected.rows; i++)
    for (let d = 0; d < Math.min(2, projected.columns); d++)
      padded.values[i * 2 + d] = projected.values[i * projected.columns + d]!;
  return padded;
}
