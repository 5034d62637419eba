import { kernels } from '../math/kernels';
import { type Matrix, normalizeRows, type SparseMatrix } from '../math/matrix';
import { type Neighbours, nearestNeighbours } from '../math/nearestNeighbours';
import type { RunContext } from '../runContext';

/** Symmetric [n × n], without loops. `recall` as in `Neighbours`. */
export interface NeighbourGraph extends SparseMatrix, Pick<Neighbours, 'recall'> {}

/**
 * The graph of documents that are near each other: i and j are joined if either is among the other's `k` nearest by cosine;
 * an edge weighs the cosine (0 where that is negative). No document is joined to itself.
 *
 * @param x unit rows [n × d]
 */
export async function neighbourGraph(x: Matrix, k: number, context: RunContext): Promise<NeighbourGraph> {
  const { indices, similarities, k: kept, recall } = await nearestNeighbours(x, k, context);
  const n = x.rows;
  const isMutual = (i: number, j: number): boolean => indices.subarray(j * kept, (j + 1) * kept).includes(i);
  // Row i holds its own neighbours and those that have i among theirs.
  const offsets = new Uint32Array(n + 1);
  const eachEdge = (visit: (i: number, j: number, weight: number) => void): void => {
    for (let i = 0; i < n; i++)
      for (let e = i * kept; e < (i + 1) * kept; e++) {
        const j = indices[e]!;
        const weight = Math.max(0, similarities[e]!);
        visit(i, j, weight);
        if (!isMutual(i, j)) visit(j, i, weight);
      }
  };
  eachEdge((i) => (offsets[i + 1] = offsets[i + 1]! + 1));
  for (let i = 0; i < n; i++) offsets[i + 1] = offsets[i + 1]! + offsets[i]!;
  const next = offsets.slice(0, n);
  const columns = new Uint32Array(offsets[n]!);
  const weights = new Float32Array(offsets[n]!);
  eachEdge((i, j, weight) => {
    columns[next[i]!] = j;
    weights[next[i]!] = weight;
    next[i] = next[i]! + 1;
  });
  const graph = sortRows({ rows: n, columns: n, offsets, indices: columns, values: weights });
  return { ...graph, ...(recall !== undefined && { recall }) };
}

/** Puts the entries of each row in the order of their columns, in place. */
function sortRows(graph: SparseMatrix): SparseMatrix {
  const { rows, offsets, indices, values } = graph;
  for (let i = 0; i < rows; i++) {
    const first = offsets[i]!;
    const order = Array.from(indices.subarray(first, offsets[i + 1]), (column, e) => ({
      column,
      value: values[first + e]!,
    }));
    order.sort((a, b) => a.column - b.column);
    order.forEach(({ column, value }, e) => {
      indices[first + e] = column;
      values[first + e] = value;
    });
  }
  return graph;
}

/**
 * Graph convolution without weights: unit(Âʰx) with Â = D^−½ (A + I) D^−½, D the row sums of A + I: each document becomes
 * more like its neighbours. Source: Wu et al., "Simplifying graph convolutional networks", ICML 2019.
 *
 * @param graph symmetric, without loops
 */
export function smooth(graph: SparseMatrix, x: Matrix, hops: number): Matrix {
  const { rows, offsets, indices, values } = graph;
  const scale = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 1;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) sum += values[e]!;
    scale[i] = 1 / Math.sqrt(sum);
  }
  const weights = new Float32Array(values.length);
  for (let i = 0; i < rows; i++)
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) weights[e] = values[e]! * scale[i]! * scale[indices[e]!]!;
  let smoothed = x;
  for (let hop = 0; hop < hops; hop++) {
    const next = kernels().sparseTimes({ ...graph, values: weights }, smoothed);
    for (let i = 0, at = 0; i < rows; i++)
      for (let d = 0; d < x.columns; d++, at++)
        next.values[at] = next.values[at]! + scale[i]! * scale[i]! * smoothed.values[at]!;
    smoothed = next;
  }
  return hops === 0 ? x : normalizeRows(smoothed);
}
