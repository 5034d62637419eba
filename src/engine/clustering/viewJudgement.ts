import type { Matrix, SparseMatrix } from '../math/matrix';
import type { RunContext } from '../runContext';
import { modularity } from './modularity';
import { neighbourGraph } from './neighbourGraph';
import { meanOf } from './predictability';

/** What clusters are judged by that were found in different ways: the single views of the documents. */

const neighbours = 15;

/** Halves the documents in the same way for all clusters whose predictability is to be compared. */
export const halvingSeed = 1;

/** Who is near whom in each view. */
export async function viewGraphs(views: readonly Matrix[], context: RunContext): Promise<SparseMatrix[]> {
  const graphs: SparseMatrix[] = [];
  for (const view of views) graphs.push(await neighbourGraph(view, neighbours, context));
  return graphs;
}

/** How well knit clusters are: their modularity in the views' graphs, the mean. */
export function knitIn(graphs: readonly SparseMatrix[], labels: Int32Array, k: number): number {
  return meanOf(graphs.map((graph) => modularity(graph, labels, k)));
}
