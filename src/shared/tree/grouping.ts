import type { Keyword } from '../analysis';
import { finish, type Steps } from '../steps';
import type { Branches, ClusteredDocuments } from './branches';
import { cutNodes } from './cut';
import { type MergeTree, sizeOf } from './mergeTree';

/** One colour and name in all views: a cluster of the analysis, or a branch under the person's own cut. */
export interface Group {
  readonly label: string;
  readonly size: number;
  /** The cluster it is, or null for a branch that is none. */
  readonly cluster: number | null;
  /** Its node in the tree, or −1. */
  readonly node: number;
  readonly keywords: readonly Keyword[];
  /** 0 … 1, where it stands in the tree: groups that are neighbours there get neighbouring hues. */
  readonly place: number;
}

/** How documents are grouped, coloured and named in all views. */
export interface Grouping {
  readonly groups: readonly Group[];
  /** [documents] index into `groups`; −1 is noise. */
  readonly groupOfDocument: Int32Array;
  /** True where these are the analysis' own clusters. */
  readonly isAnalysis: boolean;
}

/** How many groups are made at a step. */
const stride = 8192;

/** The clusters of the analysis, in the order of the tree. */
export function analysisGrouping(data: ClusteredDocuments, branches: Branches): Grouping {
  const clusters = data.analysis.clusters.filter((cluster) => cluster.parent === null);
  const indexOf = new Map(clusters.map((cluster, i) => [cluster.id, i]));
  const groupOfDocument = Int32Array.from(data.documents.cluster, (id) => indexOf.get(id) ?? -1);
  const size = new Int32Array(clusters.length);
  for (const group of groupOfDocument) if (group >= 0) size[group]!++;
  const groups = clusters.map((cluster, i) => ({
    label: cluster.label,
    size: size[i]!,
    cluster: cluster.id,
    node: branches.nodeOfCluster.get(cluster.id) ?? -1,
    keywords: cluster.keywords,
    place: (i + 0.5) / clusters.length,
  }));
  return { groups, groupOfDocument, isAnalysis: true };
}

/**
 * The branches of a cut into `count`.
 *
 * @param places of `placesAlongTree`: colours stay near what they were
 */
export function cutGrouping(tree: MergeTree, count: number, branches: Branches, places: Float64Array): Grouping {
  const groups = finish(cutGroups(tree, count, branches, places));
  const groupOfDocument = new Int32Array(tree.documentOrder.length);
  for (let g = 0, p = 0; g < groups.length; g++)
    for (const end = tree.end[groups[g]!.node]!; p < end; p++) groupOfDocument[tree.documentOrder[p]!] = g;
  return { groups, groupOfDocument, isAnalysis: false };
}

/**
 * The groups of a cut into `count`, in the order of the tree. Each is named when its name is asked for: a cut may have as
 * many groups as there are documents.
 *
 * @param places of `placesAlongTree`
 */
export function* cutGroups(
  tree: MergeTree,
  count: number,
  branches: Branches,
  places: Float64Array,
): Steps<BranchGroup[]> {
  const groups: BranchGroup[] = [];
  for (const node of cutNodes(tree, count)) {
    if (groups.length % stride === 0) yield;
    const place = (places[tree.start[node]!]! + places[tree.end[node]!]!) / 2;
    groups.push(new BranchGroup(node, sizeOf(tree, node), place, branches));
  }
  return groups;
}

/** A branch as a group. */
export class BranchGroup implements Group {
  readonly #branches: Branches;

  constructor(
    readonly node: number,
    readonly size: number,
    readonly place: number,
    branches: Branches,
  ) {
    this.#branches = branches;
  }

  get cluster(): number | null {
    return this.#branches.clusterOf(this.node);
  }

  get label(): string {
    return this.#branches.describe(this.node).label;
  }

  get keywords(): readonly Keyword[] {
    return this.#branches.describe(this.node).keywords;
  }
}

/** [documents + 1] cumulative places: each cluster of the analysis takes an equal share of 0 … 1, whatever its size. */
export function placesAlongTree(tree: MergeTree, analysis: Grouping): Float64Array {
  const documents = tree.documentOrder.length;
  const places = new Float64Array(documents + 1);
  for (let p = 0; p < documents; p++) {
    const group = analysis.groups[analysis.groupOfDocument[tree.documentOrder[p]!]!];
    places[p + 1] = places[p]! + (group === undefined || group.size === 0 ? 0 : 1 / group.size);
  }
  const total = places[documents]! || 1;
  for (let p = 0; p <= documents; p++) places[p]! /= total;
  return places;
}
