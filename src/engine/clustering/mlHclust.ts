import { agnes, type AgglomerationMethod, type Cluster } from 'ml-hclust';
import { GroveError } from '../../shared/errors';
import { row, type Matrix } from '../math/matrix';
import { requireFinite } from '../math/requireFinite';
import { dendrogramOf } from './dendrogram';
import type { LinkageMethod } from './linkage';

/** The linkages that it has and defines as SciPy does. */
export type AgnesMethod = Extract<LinkageMethod, 'ward' | 'average' | 'complete' | 'single'>;

/**
 * The door to ml-hclust, used for small corpora and as a second reference for our own linkage. It is cubic in time, gives
 * no error on distances that are not numbers (and loses leaves then), and its helpers recurse: hence the checks here and
 * the iterative walk. Its 'ward2' is what SciPy calls 'ward'.
 */
const methodNames: Record<AgnesMethod, AgglomerationMethod> = {
  ward: 'ward2',
  average: 'average',
  complete: 'complete',
  single: 'single',
};

/** Beyond this many rows the cubic time is felt: it is used only where it is asked for. */
export const mlHclustLimit = 300;

/** With this many rows it takes 0.4 s, in which a run can't be cancelled. */
export const agnesLimit = 500;

export function isAgnesMethod(method: LinkageMethod): method is AgnesMethod {
  return method in methodNames;
}

/** Agglomerative clustering in SciPy's convention, as `linkage` gives it, NaN and infinities refused in the same way. */
export function agnesLinkage(x: Matrix, method: AgnesMethod): Float64Array {
  requireFinite(x);
  const n = x.rows;
  if (n < 2) return new Float64Array(0);
  const rows = Array.from({ length: n }, (_, i) => Array.from(row(x, i)));
  const tree = agnes(rows, { method: methodNames[method] });
  const left = new Int32Array(n - 1);
  const right = new Int32Array(n - 1);
  const heights = new Float64Array(n - 1);
  let merges = 0;
  const pending: Cluster[] = [tree];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.isLeaf) continue;
    const [a, b] = node.children;
    if (a === undefined || b === undefined || !Number.isFinite(node.height) || merges === n - 1)
      throw new GroveError('internal', 'ml-hclust gave a tree that is not one of the documents given to it.');
    left[merges] = firstLeaf(a);
    right[merges] = firstLeaf(b);
    heights[merges++] = node.height;
    pending.push(a, b);
  }
  if (merges !== n - 1) throw new GroveError('internal', `ml-hclust lost ${n - 1 - merges} of ${n} documents.`);
  return dendrogramOf({ left, right, heights }, n, (height) => height);
}

function firstLeaf(node: Cluster): number {
  let leaf = node;
  while (!leaf.isLeaf) leaf = leaf.children[0]!;
  return leaf.index;
}
