import type { Cluster, Keyword } from '../../src/shared/analysis';
import { clampClusters, firstSplitNode } from '../../src/shared/tree/cut';
import { rootOf, sizeOf } from '../../src/shared/tree/mergeTree';
import { foundByCluster } from '../dendrogram/branchCount';
import { selectionOfNode, soleDocument } from '../dendrogram/selection';
import { foundIn } from '../model/search';
import type { PageSelection, Scene } from '../scene';
import { t } from '../strings';

/** One rectangle of the picture: all documents, a branch, a cluster or a part of one. */
export interface Part {
  readonly key: string;
  readonly parent: Part | null;
  readonly label: string;
  readonly size: number;
  readonly keywords: readonly Keyword[];
  /** Index into the scene's groups; −1 where it holds several or none. */
  readonly group: number;
  readonly selection: PageSelection;
  /** The document that it is, where it is a single one. */
  readonly document: number | undefined;
  /** How many of its documents the search found, or null while nothing is searched. */
  readonly found: number | null;
  /** In the order of the tree; made when first asked for. */
  readonly children: readonly Part[];
}

const branchesALevel = 8; // above the cut
const partsALevel = 4; // below it
const leastBranches = 4;
const noiseKey = 'noise';

/** All documents, divided as the Clusters view divides them: the analysis' clusters and parts, or the branches of a cut. */
export function hierarchyOf(scene: Scene): Part {
  const { tree, data, matches, grouping } = scene;
  const root = rootOf(tree);
  const levels = cutLevels(scene);
  return part({
    key: nodeKey(root),
    parent: null,
    label: t('All documents'),
    size: data.documents.id.length,
    keywords: [],
    group: -1,
    selection: selectionOfNode(scene, root),
    document: undefined,
    found: matches === null ? null : matches.documents.length,
    childrenOf: (parent) =>
      grouping.isAnalysis ? clusterParts(scene, parent, null) : branchParts(scene, levels, parent, root),
  });
}

/** The shown rectangles' keys that may stand for the selection, the narrowest first. */
export function keysOfSelection({ tree, branches, grouping, selection, data }: Scene): string[] {
  if (selection.kind === 'none' || selection.kind === 'documents') return [];
  if (grouping.isAnalysis && selection.kind !== 'branch') return keysOfCluster(data, selection);
  const node =
    selection.kind === 'branch'
      ? selection.node
      : selection.kind === 'cluster'
        ? (branches.nodeOfCluster.get(selection.cluster) ?? -1)
        : (data.leafOfDocument[selection.document] ?? -1);
  const keys: string[] = [];
  for (let at = node; at >= 0; at = tree.parent[at]!) keys.push(nodeKey(at));
  return keys;
}

function keysOfCluster(
  { analysis, documents }: Scene['data'],
  selection: { kind: 'cluster'; cluster: number } | { kind: 'document'; document: number },
): string[] {
  const parents = new Map(analysis.clusters.map(({ id, parent }) => [id, parent]));
  let id: number | null | undefined =
    selection.kind === 'cluster' ? selection.cluster : documents.subcluster[selection.document];
  if (selection.kind === 'document' && !parents.has(id!)) id = documents.cluster[selection.document];
  if (!parents.has(id!)) return [noiseKey];
  const keys: string[] = [];
  for (; id !== null && id !== undefined; id = parents.get(id)) keys.push(clusterKey(id));
  return keys;
}

/** The parts of a cluster, or all clusters and what is in none. */
function clusterParts(scene: Scene, parent: Part, cluster: number | null): Part[] {
  const { data, grouping, matches } = scene;
  const found = matches === null ? null : foundByCluster(scene, matches);
  const parts = data.analysis.clusters
    .filter((other) => other.parent === cluster)
    .map((other) =>
      part({
        key: clusterKey(other.id),
        parent,
        label: other.label,
        size: other.size,
        keywords: other.keywords,
        group: cluster === null ? groupOf(grouping.groups, other) : parent.group,
        selection: { kind: 'cluster', cluster: other.id },
        document: undefined,
        found: found === null ? null : (found.get(other.id) ?? 0),
        childrenOf: (made) => clusterParts(scene, made, other.id),
      }),
    );
  const noise = cluster === null ? noisePart(scene, parent) : null;
  return noise === null ? parts : [...parts, noise];
}

function groupOf(groups: Scene['grouping']['groups'], { id }: Cluster): number {
  return groups.findIndex(({ cluster }) => cluster === id);
}

function noisePart({ grouping, matches }: Scene, parent: Part): Part | null {
  if (!grouping.groupOfDocument.includes(-1)) return null;
  const documents = Int32Array.from(grouping.groupOfDocument.keys()).filter((d) => grouping.groupOfDocument[d]! < 0);
  const label = t('Without a cluster');
  return part({
    key: noiseKey,
    parent,
    label,
    size: documents.length,
    keywords: [],
    group: -1,
    selection: { kind: 'documents', documents, label },
    document: undefined,
    found: matches === null ? null : documents.filter((d) => matches.isFound[d] === 1).length,
    childrenOf: () => [],
  });
}

/** Cuts whose branches make the levels: coarser ones above the person's cut, finer ones below, down to the leaves. */
function cutLevels({ tree, grouping }: Scene): number[] {
  const cut = grouping.groups.length;
  const levels: number[] = [];
  for (let level = cut / branchesALevel; level >= leastBranches; level /= branchesALevel)
    levels.unshift(clampClusters(tree, level));
  for (let level = cut; level < tree.leaves; level *= partsALevel) levels.push(level);
  return [...levels, tree.leaves];
}

/** The branches of the next cut that divides this one. */
function branchParts(scene: Scene, levels: readonly number[], parent: Part, node: number): Part[] {
  const { tree, branches, grouping, matches } = scene;
  const firstAtCut = firstSplitNode(tree, grouping.groups.length);
  return nodesBelow(scene, levels, node).map((child) => {
    const { label, keywords } = branches.describe(child);
    return part({
      key: nodeKey(child),
      parent,
      label,
      size: sizeOf(tree, child),
      keywords,
      group: child >= firstAtCut ? -1 : grouping.groupOfDocument[tree.documentOrder[tree.start[child]!]!]!,
      selection: selectionOfNode(scene, child),
      document: soleDocument(tree, child),
      found: matches === null ? null : foundIn(matches, tree, child),
      childrenOf: (made) => branchParts(scene, levels, made, child),
    });
  });
}

function nodesBelow({ tree }: Scene, levels: readonly number[], node: number): number[] {
  const level = levels.find((clusters) => node >= firstSplitNode(tree, clusters));
  if (level === undefined) return [];
  const first = firstSplitNode(tree, level);
  const nodes: number[] = [];
  const pending = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next < first) nodes.push(next);
    else pending.push(tree.right[next]!, tree.left[next]!);
  }
  return nodes;
}

function part({
  childrenOf,
  ...rest
}: Omit<Part, 'children'> & { readonly childrenOf: (made: Part) => readonly Part[] }): Part {
  let children: readonly Part[] | undefined;
  return {
    ...rest,
    get children() {
      return (children ??= childrenOf(this));
    },
  };
}

function nodeKey(node: number): string {
  return `node-${node}`;
}

function clusterKey(cluster: number): string {
  return `cluster-${cluster}`;
}
