import type { Steps } from '../../shared/steps';
import { groupColourIndexes } from '../../shared/tree/groupColours';
import { type BranchGroup, cutGroups } from '../../shared/tree/grouping';
import type { Selection } from '../../shared/viewProtocol';
import type { ClusterTree } from '../state/clusterTree';
import { type ClusterNode, PagedNodes } from './pagedNodes';

/** The tree as the person has cut it: branches → documents. */
export class CutNodes extends PagedNodes {
  readonly #of: ClusterTree;
  /** In the order of the tree. */
  readonly #groups: readonly BranchGroup[];
  /** [groups] places in the palette */
  readonly #colours: Int32Array;
  readonly #documents = new Map<number, Int32Array>();

  /** @param clusters number of branches */
  static *of(tree: ClusterTree, clusters: number): Steps<CutNodes> {
    const groups = yield* cutGroups(tree.tree, clusters, tree.branches, tree.places);
    yield;
    return new CutNodes(tree, groups, groupColourIndexes(groups, tree.loaded.childrenOf(null)));
  }

  private constructor(of: ClusterTree, groups: readonly BranchGroup[], colours: Int32Array) {
    super(of.loaded);
    this.#of = of;
    this.#groups = groups;
    this.#colours = colours;
  }

  get count(): number {
    return this.#groups.length;
  }

  roots(): ClusterNode[] {
    return this.paged(undefined, this.#groups.length, (g) => this.#groupNode(g));
  }

  childrenOf(node: ClusterNode): ClusterNode[] {
    if (node.kind !== 'branch') return [];
    const documents = this.#documentsOf(node.group.node);
    return this.paged(node, documents.length, (i) => this.documentNode(documents[i]!));
  }

  parentOf(node: ClusterNode): ClusterNode | undefined {
    if (node.kind === 'more') return node.under;
    return node.kind === 'document' ? this.#groupNode(this.#groupOf(node.document)) : undefined;
  }

  /** A branch within one of the cut is not shown: the branch that holds it stands for it. */
  nodeOf(selection: Selection): ClusterNode | undefined {
    const { tree, branches, loaded } = this.#of;
    if (selection.kind === 'none') return undefined;
    if (selection.kind === 'document') return loaded.rows[selection.document] && this.documentNode(selection.document);
    const node = selection.kind === 'branch' ? selection.node : branches.nodeOfCluster.get(selection.cluster);
    if (node === undefined || !(node < tree.nodes) || tree.start[node] === tree.end[node]) return undefined;
    const g = this.#groupOf(tree.documentOrder[tree.start[node]!]!);
    return tree.end[node]! <= tree.end[this.#groups[g]!.node]! ? this.#groupNode(g) : undefined;
  }

  makeListed(node: ClusterNode): boolean {
    if (node.kind === 'branch') return this.listUpTo(undefined, this.#groups.indexOf(node.group));
    if (node.kind !== 'document') return false;
    const g = this.#groupOf(node.document);
    const isNew = this.listUpTo(undefined, g);
    const index = this.#documentsOf(this.#groups[g]!.node).indexOf(node.document);
    return this.listUpTo(this.#groupNode(g), index) || isNew;
  }

  #groupNode(g: number): ClusterNode {
    return this.node({ kind: 'branch', group: this.#groups[g]!, colour: this.#colours[g]! });
  }

  /** The last group that starts at or before the document. */
  #groupOf(document: number): number {
    const { tree } = this.#of;
    const position = tree.positionOf[document]!;
    let low = 0;
    let high = this.#groups.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (tree.start[this.#groups[middle]!.node]! <= position) low = middle;
      else high = middle;
    }
    return low;
  }

  #documentsOf(node: number): Int32Array {
    const { tree, loaded } = this.#of;
    let documents = this.#documents.get(node);
    if (documents === undefined) {
      documents = loaded.index.sortClearestFirst(tree.documentOrder.slice(tree.start[node], tree.end[node]));
      this.#documents.set(node, documents);
    }
    return documents;
  }
}
