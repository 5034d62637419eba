import type { Cluster, Keyword } from '../analysis';
import { finish, type Steps } from '../steps';
import { isLeaf, type MergeTree, sizeOf } from './mergeTree';

/** What naming branches needs of an analysis. Column i of each array belongs to document i. */
export interface ClusteredDocuments {
  readonly analysis: { readonly clusters: readonly Cluster[] };
  readonly documents: {
    readonly title: readonly string[];
    readonly cluster: Int32Array;
    readonly subcluster: Int32Array;
    readonly confidence: Float32Array;
  };
}

/** The names of branches that are no cluster, in the language of who shows them. */
export interface BranchWords {
  /** A branch of several clusters, by its largest. */
  severalClusters(largest: string, others: number): string;
  /** A branch within a cluster, by a document of it. */
  partOf(title: string): string;
}

export interface BranchDescription {
  readonly label: string;
  /** The cluster or subcluster that the branch coincides with. */
  readonly cluster: number | null;
  readonly keywords: readonly Keyword[];
}

/** What branches of the tree are called. */
export interface Branches {
  /** The branch that coincides best with a cluster, where one does (Jaccard index over one half). */
  readonly nodeOfCluster: ReadonlyMap<number, number>;
  /** The cluster or subcluster that a branch coincides with. */
  clusterOf(node: number): number | null;
  describe(node: number): BranchDescription;
}

/** How many documents or nodes are gone through at a step. */
const stride = 8192;

/** A subcluster's documents are also its parent's. Documents of each cluster as sorted positions in the tree's order. */
function* positionsOfClusters(data: ClusteredDocuments, tree: MergeTree): Steps<Map<number, Int32Array>> {
  const parents = new Map(data.analysis.clusters.map((cluster) => [cluster.id, cluster.parent]));
  const lists = new Map<number, number[]>();
  for (let p = 0; p < tree.documentOrder.length; p++) {
    if (p % stride === 0) yield;
    const document = tree.documentOrder[p]!;
    let id: number | null = data.documents.subcluster[document]!;
    if (!parents.has(id)) id = data.documents.cluster[document]!;
    while (id !== null && parents.has(id)) {
      const list = lists.get(id);
      if (list === undefined) lists.set(id, [p]);
      else list.push(p);
      id = parents.get(id) ?? null;
    }
  }
  return new Map(Array.from(lists, ([id, list]) => [id, Int32Array.from(list)]));
}

export function branchesOf(data: ClusteredDocuments, tree: MergeTree, words: BranchWords): Branches {
  return finish(branchSteps(data, tree, words));
}

/** The same, step by step. */
export function* branchSteps(data: ClusteredDocuments, tree: MergeTree, words: BranchWords): Steps<Branches> {
  const positions = yield* positionsOfClusters(data, tree);
  const clusters = new Map(data.analysis.clusters.map((cluster) => [cluster.id, cluster]));
  const nodeOfCluster = new Map<number, number>();
  const clusterOfNode = new Int32Array(tree.nodes).fill(-1);
  for (const depth of clustersByDepth(data.analysis.clusters)) {
    for (const [id, node] of yield* bestNodes(tree, depth, positions)) {
      nodeOfCluster.set(id, node);
      if (clusterOfNode[node] === -1) clusterOfNode[node] = id;
    }
  }
  const top = data.analysis.clusters.filter((cluster) => cluster.parent === null);
  const known = new Map<number, BranchDescription>();

  function clusterOf(node: number): number | null {
    const cluster = clusterOfNode[node]!;
    return cluster < 0 ? null : cluster;
  }

  function describe(node: number): BranchDescription {
    const found = known.get(node) ?? describeAnew(node);
    known.set(node, found);
    return found;
  }

  function describeAnew(node: number): BranchDescription {
    const size = sizeOf(tree, node);
    const coinciding = clusters.get(clusterOfNode[node]!);
    if (coinciding !== undefined)
      return { label: coinciding.label, cluster: coinciding.id, keywords: coinciding.keywords };
    const inside = top
      .map((cluster) => ({
        cluster,
        count: countWithin(positions.get(cluster.id), tree.start[node]!, tree.end[node]!),
      }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
    const largest = inside[0];
    if (size === 1 || (largest !== undefined && largest.count < largest.cluster.size / 2) || largest === undefined)
      return { label: titleOf(node, size), cluster: null, keywords: largest?.cluster.keywords ?? [] };
    const others = inside.filter(({ cluster, count }) => count >= cluster.size / 2).length - 1;
    const label = others > 0 ? words.severalClusters(largest.cluster.label, others) : largest.cluster.label;
    return { label, cluster: null, keywords: mergedKeywords(inside) };
  }

  /** A branch within a cluster is named after the document that belongs there most clearly. */
  function titleOf(node: number, size: number): string {
    let best = -1;
    for (let p = tree.start[node]!; p < tree.end[node]!; p++) {
      const document = tree.documentOrder[p]!;
      if (best < 0 || data.documents.confidence[document]! > data.documents.confidence[best]!) best = document;
    }
    const title = data.documents.title[best] ?? '';
    return size > 1 && !isLeaf(tree, node) ? words.partOf(title) : title;
  }

  return { nodeOfCluster, clusterOf, describe };
}

function clustersByDepth(clusters: readonly Cluster[]): number[][] {
  const depthOf = new Map<number, number>();
  const levels: number[][] = [];
  let pending: readonly Cluster[] = clusters;
  while (pending.length > 0) {
    const ready = pending.filter((cluster) => cluster.parent === null || depthOf.has(cluster.parent));
    if (ready.length === 0) break;
    for (const cluster of ready) {
      const depth = cluster.parent === null ? 0 : depthOf.get(cluster.parent)! + 1;
      depthOf.set(cluster.id, depth);
      (levels[depth] ??= []).push(cluster.id);
    }
    pending = pending.filter((cluster) => !depthOf.has(cluster.id));
  }
  return levels;
}

/**
 * The node of highest Jaccard index for each of these disjoint clusters, where that is over one half: such a node has the
 * cluster as its majority, so that one bottom-up majority vote (Boyer and Moore, 1991) finds every candidate.
 */
function* bestNodes(
  tree: MergeTree,
  ids: readonly number[],
  positions: ReadonlyMap<number, Int32Array>,
): Steps<Map<number, number>> {
  const clusterAt = new Int32Array(tree.documentOrder.length).fill(-1);
  for (const id of ids) for (const p of positions.get(id) ?? []) clusterAt[p] = id;
  const candidate = new Int32Array(tree.nodes).fill(-1);
  const votes = new Int32Array(tree.nodes);
  const best = new Map<number, { node: number; jaccard: number }>();
  for (let node = 0; node < tree.nodes; node++) {
    if (node % stride === 0) yield;
    if (node < tree.leaves) {
      for (let p = tree.start[node]!; p < tree.end[node]!; p++) {
        if (votes[node] === 0) candidate[node] = clusterAt[p]!;
        votes[node]! += candidate[node] === clusterAt[p] ? 1 : -1;
      }
    } else {
      const a = tree.left[node]!;
      const b = tree.right[node]!;
      const stronger = votes[a]! >= votes[b]! ? a : b;
      candidate[node] = candidate[stronger]!;
      votes[node] = candidate[a] === candidate[b] ? votes[a]! + votes[b]! : Math.abs(votes[a]! - votes[b]!);
    }
    const list = positions.get(candidate[node]!);
    if (list === undefined) continue;
    const both = countWithin(list, tree.start[node]!, tree.end[node]!);
    const jaccard = both / (list.length + sizeOf(tree, node) - both);
    if (jaccard > 0.5 && jaccard > (best.get(candidate[node]!)?.jaccard ?? 0))
      best.set(candidate[node]!, { node, jaccard });
  }
  return new Map(Array.from(best, ([id, { node }]) => [id, node]));
}

/** How many of the sorted positions are in start … end − 1. */
export function countWithin(positions: Int32Array | undefined, start: number, end: number): number {
  if (positions === undefined) return 0;
  return firstAtLeast(positions, end) - firstAtLeast(positions, start);
}

function firstAtLeast(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Keywords of the clusters in a branch, weighted by how many of its documents each has. */
function mergedKeywords(inside: readonly { cluster: Cluster; count: number }[]): Keyword[] {
  const total = inside.reduce((sum, { count }) => sum + count, 0);
  const weights = new Map<string, number>();
  for (const { cluster, count } of inside)
    for (const { term, weight } of cluster.keywords)
      weights.set(term, (weights.get(term) ?? 0) + (weight * count) / total);
  return Array.from(weights, ([term, weight]) => ({ term, weight }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 10);
}
