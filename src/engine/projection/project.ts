import type { ClusterOptions } from '../../shared/options';
import { type Matrix, zeros } from '../math/matrix';
import type { Random } from '../math/random';
import type { RunContext } from '../runContext';
import { principalLayout } from './principalLayout';
import type { Projection } from './projection';
import { tsne } from './tsne';
import { umap } from './umap';

type Name = ClusterOptions['projection'];

/** Every projection by name. A new one is a file of its own and a line here. */
const projections: Record<Name, Projection> = {
  umap,
  tsne,
  pca: async (vectors, _, context) => ({ layout: await principalLayout(vectors, context) }),
  none: (vectors) => Promise.resolve({ layout: zeros(vectors.rows, 2) }),
};

/** So few points lie in a plane as they are. */
const mostInAPlane = 3;
/** More documents take t-SNE minutes. */
const mostForTsne = 20_000;

/** Lays the documents out in two dimensions. */
export async function project(
  vectors: Matrix,
  wanted: Name,
  random: Random,
  context: RunContext,
): Promise<{
  readonly layout: Matrix; // [documents × 2]
  readonly resolved: { readonly projection: Name };
  readonly reasons: Record<string, string>;
}> {
  const { name, reason: choice } = chooseProjection(wanted, vectors.rows);
  const { layout, reason: parameters } = await projections[name](vectors, random, context);
  context.progress({ stage: 'project', done: vectors.rows, total: vectors.rows, unit: 'documents' });
  const reason = [choice, parameters].filter((part) => part !== undefined).join('; ');
  return { layout, resolved: { projection: name }, reasons: reason === '' ? {} : { projection: reason } };
}

/** The projection that fits so many documents, and why where it is not the wanted one. */
export function chooseProjection(wanted: Name, rows: number): { readonly name: Name; readonly reason?: string } {
  if ((wanted === 'umap' || wanted === 'tsne') && rows <= mostInAPlane)
    return { name: 'pca', reason: `${rows} documents lie in a plane as they are` };
  if (wanted === 'tsne' && rows > mostForTsne)
    return { name: 'umap', reason: `t-SNE is for up to ${mostForTsne} documents, of which there are ${rows}` };
  return { name: wanted };
}
