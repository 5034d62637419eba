import type { SparseMatrix } from '../math/matrix';
import { permutation, type Random } from '../math/random';
import { type Breather, breather, type RunContext } from '../runContext';
import { Communities } from './communities';
import { aggregated, qualityOf, type WeightedGraph, weightedGraph } from './weightedGraph';

export interface LeidenOptions {
  /** γ: the higher, the more and smaller communities; 1 is modularity. */
  readonly resolution: number;
  /** Runs with other orders of the nodes; the best modularity wins. */
  readonly starts?: number;
  readonly random: Random;
  readonly context: RunContext;
}

/** Rounds over the whole graph: later ones begin with what the last has found, and stop where nothing moves. */
const mostRounds = 10;

/**
 * Communities of a graph that are connected within and have a high modularity Σ_c [w_c − γ d_c² / w] / w (Reichardt and
 * Bornholdt's, with the resolution γ): nodes move to better communities, these are refined into well-connected parts, the
 * parts become the nodes of a smaller graph, until nothing is left to move.
 * Source: Traag, Waltman and van Eck, "From Louvain to Leiden: guaranteeing well-connected communities", 2019. As in the
 * authors' program, refinement takes the best merge instead of drawing one.
 *
 * @param graph symmetric, without loops, weights not negative
 * @returns communities 0 …, numbered by their first node; a node without edges is one of its own [nodes]
 */
export async function leiden(graph: SparseMatrix, options: LeidenOptions): Promise<Int32Array> {
  const { resolution, starts = 5, random, context } = options;
  const breathe = breather(context);
  const whole = weightedGraph(graph);
  const alone = Int32Array.from({ length: graph.rows }, (_, i) => i);
  if (whole.total === 0) return alone;
  let best = { labels: alone, quality: -Infinity };
  for (let start = 0; start < starts; start++) {
    const labels = await settled(whole, alone, resolution, random, breathe);
    const quality = qualityOf(whole, labels, resolution);
    if (quality > best.quality) best = { labels, quality };
    context.progress({ stage: 'cluster', done: start + 1, total: starts, unit: 'Leiden starts' });
  }
  return best.labels;
}

async function settled(
  whole: WeightedGraph,
  start: Int32Array,
  resolution: number,
  random: Random,
  breathe: Breather,
): Promise<Int32Array<ArrayBuffer>> {
  let labels = Int32Array.from(start);
  for (let round = 0; round < mostRounds; round++) {
    const next = await leidenRound(whole, labels, resolution, random, breathe);
    if (next.every((label, i) => label === labels[i])) break;
    labels = next;
  }
  return labels;
}

async function leidenRound(
  whole: WeightedGraph,
  start: Int32Array,
  resolution: number,
  random: Random,
  breathe: Breather,
): Promise<Int32Array<ArrayBuffer>> {
  let graph = whole;
  let labels = Int32Array.from(start);
  let nodeOf = Int32Array.from({ length: whole.nodes }, (_, i) => i); // of each row of the whole graph
  for (;;) {
    const communities = new Communities(graph, labels, resolution);
    await moveNodes(graph, communities, random, breathe);
    labels = numberedByFirst(communities.labels);
    const parts = numberedByFirst(await refined(graph, labels, resolution, random, breathe));
    const count = 1 + parts.reduce((most, part) => Math.max(most, part), -1);
    if (count === graph.nodes) break; // every node stays by itself: nothing to put together
    const labelOfPart = new Int32Array(count);
    parts.forEach((part, node) => (labelOfPart[part] = labels[node]!));
    nodeOf = nodeOf.map((node) => parts[node]!);
    graph = aggregated(graph, parts, count);
    labels = labelOfPart;
  }
  return numberedByFirst(nodeOf.map((node) => labels[node]!));
}

/** Moves nodes to the best community of their neighbours or one of their own, until none would gain. */
async function moveNodes(
  graph: WeightedGraph,
  communities: Communities,
  random: Random,
  breathe: Breather,
): Promise<void> {
  const { nodes, offsets, indices } = graph;
  const queue = permutation(nodes, random); // a ring: each node is in it at most once
  const isQueued = new Uint8Array(nodes).fill(1);
  let waiting = nodes;
  for (let head = 0; waiting > 0; head = (head + 1) % nodes, waiting--) {
    const node = queue[head]!;
    isQueued[node] = 0;
    const best = communities.best(node);
    if (best !== communities.labels[node]) {
      communities.move(node, best);
      for (let e = offsets[node]!; e < offsets[node + 1]!; e++) {
        const other = indices[e]!;
        if (isQueued[other] === 1 || communities.labels[other] === best) continue;
        isQueued[other] = 1;
        queue[(head + waiting) % nodes] = other;
        waiting++;
      }
    }
    if ((head & 255) === 0 && breathe.due()) await breathe();
  }
}

/** Divides each community into well-connected parts: single nodes that join the part with the best gain. */
async function refined(
  graph: WeightedGraph,
  labels: Int32Array,
  resolution: number,
  random: Random,
  breathe: Breather,
): Promise<Int32Array> {
  const { nodes, offsets, indices, weights, strengths, total } = graph;
  const strengthOf = new Float64Array(nodes); // of each community
  for (let node = 0; node < nodes; node++) strengthOf[labels[node]!] = strengthOf[labels[node]!]! + strengths[node]!;
  const parts = new Communities(
    graph,
    Int32Array.from({ length: nodes }, (_, i) => i),
    resolution,
  );
  /** Weight from each part to the rest of its community. */
  const outward = new Float64Array(nodes);
  for (let node = 0; node < nodes; node++)
    for (let e = offsets[node]!; e < offsets[node + 1]!; e++)
      if (labels[indices[e]!] === labels[node]) outward[node] = outward[node]! + weights[e]!;
  const isConnected = (part: number, community: number): boolean => {
    const strength = parts.strengths[part]!;
    return outward[part]! >= (resolution * strength * (strengthOf[community]! - strength)) / total;
  };
  const order = permutation(nodes, random);
  for (let at = 0; at < nodes; at++) {
    const node = order[at]!;
    const community = labels[node]!;
    if (parts.sizes[parts.labels[node]!] !== 1 || !isConnected(parts.labels[node]!, community)) continue;
    const best = parts.best(node, (part, other) => labels[other] === community && isConnected(part, community));
    const own = parts.labels[node]!;
    if (best === own) continue;
    outward[best] = outward[best]! + outward[own]! - 2 * parts.weightTo(node, best);
    parts.move(node, best);
    if ((at & 255) === 0 && breathe.due()) await breathe();
  }
  return parts.labels;
}

/** Numbers labels 0 … in the order in which they first appear. */
function numberedByFirst(labels: Int32Array): Int32Array<ArrayBuffer> {
  const numberOf = new Int32Array(labels.length).fill(-1);
  let count = 0;
  return Int32Array.from(labels, (label) => {
    if (numberOf[label]! < 0) numberOf[label] = count++;
    return numberOf[label]!;
  });
}
