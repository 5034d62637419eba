import { isLeaf, type MergeTree, sizeOf } from '../../src/shared/tree/mergeTree';
import type { Selection } from '../../src/shared/viewProtocol';
import type { Scene } from '../scene';
import type { DendrogramLayout } from './layout';

/** The shown node that stands for the selection: a document stands under the branch that is folded over it. −1: none. */
export function selectedNode({ tree, branches, selection, data }: Scene, layout: DendrogramLayout): number {
  if (selection.kind === 'none' || selection.kind === 'documents') return -1;
  if (selection.kind === 'document') {
    const leaf = data.leafOfDocument[selection.document];
    return leaf === undefined ? -1 : firstShown(tree, layout, leaf);
  }
  const node = selection.kind === 'branch' ? selection.node : (branches.nodeOfCluster.get(selection.cluster) ?? -1);
  return node < 0 ? -1 : firstShown(tree, layout, node);
}

function firstShown(tree: MergeTree, layout: DendrogramLayout, node: number): number {
  let at = node;
  while (at !== -1 && Number.isNaN(layout.position[at]!)) at = tree.parent[at]!;
  return at;
}

/** What selecting a branch selects: its document, the cluster that it is, or the branch itself. */
export function selectionOfNode({ tree, branches }: Scene, node: number): Selection {
  const document = soleDocument(tree, node);
  if (document !== undefined) return { kind: 'document', document };
  const { cluster } = branches.describe(node);
  return cluster === null ? { kind: 'branch', node } : { kind: 'cluster', cluster };
}

/** The document of a leaf that holds exactly one. */
export function soleDocument(tree: MergeTree, node: number): number | undefined {
  return isLeaf(tree, node) && sizeOf(tree, node) === 1 ? tree.documentOrder[tree.start[node]!] : undefined;
}
