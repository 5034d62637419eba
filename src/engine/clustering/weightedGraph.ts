import type { SparseMatrix } from '../math/matrix';

/** An undirected graph whose nodes may stand for several of a larger one. */
export interface WeightedGraph {
  readonly nodes: number;
  readonly offsets: Uint32Array; // [nodes + 1]
  readonly indices: Uint32Array; // never the node itself
  readonly weights: Float64Array;
  /** Sum of the weights of each node's edges, those inside it counted from both ends. */
  readonly strengths: Float64Array; // [nodes]
  /** Sum of all strengths. */
  readonly total: number;
}

/** @param graph symmetric, without loops */
export function weightedGraph({ rows, offsets, indices, values }: SparseMatrix): WeightedGraph {
  const strengths = new Float64Array(rows);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) strengths[i] = strengths[i]! + values[e]!;
    total += strengths[i]!;
  }
  return { nodes: rows, offsets, indices, weights: Float64Array.from(values), strengths, total };
}

/** The graph whose nodes are parts of this one's; edges between the same two parts become one. */
export function aggregated(graph: WeightedGraph, parts: Int32Array, count: number): WeightedGraph {
  const first = new Uint32Array(count + 1); // members of each part, one part after the other
  for (const part of parts) first[part + 1] = first[part + 1]! + 1;
  for (let part = 0; part < count; part++) first[part + 1] = first[part + 1]! + first[part]!;
  const next = first.slice(0, count);
  const members = new Uint32Array(graph.nodes);
  parts.forEach((part, node) => {
    members[next[part]!] = node;
    next[part] = next[part]! + 1;
  });
  const offsets = new Uint32Array(count + 1);
  const indices: number[] = [];
  const weights: number[] = [];
  const strengths = new Float64Array(count);
  const between = new Float64Array(count);
  for (let part = 0; part < count; part++) {
    const touched: number[] = [];
    for (let m = first[part]!; m < first[part + 1]!; m++) {
      const node = members[m]!;
      strengths[part] = strengths[part]! + graph.strengths[node]!;
      for (let e = graph.offsets[node]!; e < graph.offsets[node + 1]!; e++) {
        const other = parts[graph.indices[e]!]!;
        if (other === part || graph.weights[e] === 0) continue;
        if (between[other] === 0) touched.push(other);
        between[other] = between[other]! + graph.weights[e]!;
      }
    }
    for (const other of touched) {
      indices.push(other);
      weights.push(between[other]!);
      between[other] = 0;
    }
    offsets[part + 1] = indices.length;
  }
  return {
    ...{ nodes: count, offsets, indices: Uint32Array.from(indices), weights: Float64Array.from(weights) },
    ...{ strengths, total: graph.total },
  };
}

/** Σ_c [w_c − γ d_c² / w] / w: how much more weight lies within communities than their strengths let expect. */
export function qualityOf(graph: WeightedGraph, labels: Int32Array, resolution: number): number {
  const { nodes, offsets, indices, weights, strengths, total } = graph;
  const strengthOf = new Float64Array(nodes);
  let within = 0;
  for (let node = 0; node < nodes; node++) {
    const label = labels[node]!;
    strengthOf[label] = strengthOf[label]! + strengths[node]!;
    for (let e = offsets[node]!; e < offsets[node + 1]!; e++) if (labels[indices[e]!] === label) within += weights[e]!;
  }
  const expected = strengthOf.reduce((sum, strength) => sum + strength * strength, 0) / total;
  return (within - resolution * expected) / total;
}
