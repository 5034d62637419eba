import type { WeightedGraph } from './weightedGraph';

/** Gains under this are rounding: moving for them might never end. */
const leastGain = 1e-10;

/** A division of a graph's nodes into communities, with what it takes to tell which move raises modularity most. */
export class Communities {
  readonly labels: Int32Array; // [nodes]
  readonly strengths: Float64Array; // [communities], as many as nodes: some are empty
  readonly sizes: Int32Array; // [communities]
  readonly #graph: WeightedGraph;
  readonly #share: number; // γ / w
  readonly #weightTo: Float64Array; // [communities], zero between calls
  readonly #touched: Int32Array;
  readonly #empty: number[] = [];

  constructor(graph: WeightedGraph, labels: Int32Array, resolution: number) {
    const { nodes } = graph;
    this.#graph = graph;
    this.#share = resolution / graph.total;
    this.labels = labels.slice();
    this.strengths = new Float64Array(nodes);
    this.sizes = new Int32Array(nodes);
    this.#weightTo = new Float64Array(nodes);
    this.#touched = new Int32Array(nodes);
    labels.forEach((label, node) => {
      this.strengths[label] = this.strengths[label]! + graph.strengths[node]!;
      this.sizes[label] = this.sizes[label]! + 1;
    });
    for (let label = nodes - 1; label >= 0; label--) if (this.sizes[label] === 0) this.#empty.push(label);
  }

  /**
   * The community that the node is best in: its own, a neighbour's, or an empty one. Of equals its own, then the first.
   *
   * @param isOpen whether it may join the community of a neighbour
   */
  best(node: number, isOpen?: (community: number, neighbour: number) => boolean): number {
    const { offsets, indices, weights, strengths } = this.#graph;
    const weightTo = this.#weightTo;
    const touched = this.#touched;
    const own = this.labels[node]!;
    let count = 0;
    for (let e = offsets[node]!; e < offsets[node + 1]!; e++) {
      const other = indices[e]!;
      const label = this.labels[other]!;
      if (weights[e] === 0) continue;
      if (label !== own && isOpen !== undefined && !isOpen(label, other)) continue;
      if (weightTo[label] === 0) touched[count++] = label;
      weightTo[label] = weightTo[label]! + weights[e]!;
    }
    const strength = strengths[node]!;
    let best = own;
    let gain = weightTo[own]! - this.#share * strength * (this.strengths[own]! - strength);
    for (let t = 0; t < count; t++) {
      const label = touched[t]!;
      if (label === own) continue;
      const other = weightTo[label]! - this.#share * strength * this.strengths[label]!;
      if (other > gain + leastGain) {
        best = label;
        gain = other;
      }
    }
    for (let t = 0; t < count; t++) weightTo[touched[t]!] = 0;
    const alone = this.#empty.at(-1);
    return gain < -leastGain && alone !== undefined && this.sizes[own]! > 1 ? alone : best;
  }

  weightTo(node: number, community: number): number {
    const { offsets, indices, weights } = this.#graph;
    let sum = 0;
    for (let e = offsets[node]!; e < offsets[node + 1]!; e++)
      if (this.labels[indices[e]!] === community) sum += weights[e]!;
    return sum;
  }

  move(node: number, to: number): void {
    const from = this.labels[node]!;
    const strength = this.#graph.strengths[node]!;
    this.labels[node] = to;
    this.strengths[from] = this.strengths[from]! - strength;
    this.strengths[to] = this.strengths[to]! + strength;
    this.sizes[from] = this.sizes[from]! - 1;
    this.sizes[to] = this.sizes[to]! + 1;
    if (this.#empty.at(-1) === to) this.#empty.pop();
    if (this.sizes[from] === 0) this.#empty.push(from);
  }
}
