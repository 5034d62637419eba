import type { Steps } from '../../shared/steps';
import { groupColourIndexes } from '../../shared/tree/groupColours';
import { type BranchGroup, cutGroups } from '../../shared/tree/grouping';
import type { Selection } from '../../shared/viewProtocol';
import type { ClusterTree } from '../state/clusterTree';
import { type Arrangement, arrangeDocuments, unarranged } from './arrangement';
import { type ClusterNode, PagedNodes } from './pagedNodes';

/** The tree as the person has cut it: branches → documents. */
export class CutNodes extends PagedNodes {
  readonly #of: ClusterTree;
  /** In the order of the tree. */
  readonly #groups: readonly BranchGroup[];
  /** [groups] places in the palette */
  readonly #colours: Int32Array;
  /** Groups with a document that the filter leaves, as they are listed. */
  readonly #shown: Int32Array;
  readonly #arrangement: Arrangement;
  readonly #documents = new Map<number, Int32Array>();

  /** @param clusters number of branches */
  static *of(tree: ClusterTree, clusters: number, arrangement: Arrangement = unarranged): Steps<CutNodes> {
    const groups = yield* cutGroups(tree.tree, clusters, tree.branches, tree.places);
    yield;
    const colours = groupColourIndexes(groups, tree.loaded.childrenOf(null));
    yield;
    return new CutNodes(tree, groups, colours, shownGroups(tree, groups, arrangement), arrangement);
  }

  private constructor(
    of: ClusterTree,
    groups: readonly BranchGroup[],
    colours: Int32Array,
    shown: Int32Array,
    arrangement: Arrangement,
  ) {
    super(of.loaded);
    this.#shown = shown;
    this.#arrangement = arrangement;
    this.#of = of;
    this.#groups = groups;
    this.#colours = colours;
  }

  get count(): number {
    return this.#groups.length;
  }

  roots(): ClusterNode[] {
    return this.paged(undefined, this.#shown.length, (i) => this.#groupNode(this.#shown[i]!));
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
    if (selection.kind === 'document') {
      const isListed = selection.document in loaded.rows && this.#arrangement.isShown?.[selection.document] !== 0;
      return isListed ? this.documentNode(selection.document) : undefined;
    }
    const node = selection.kind === 'branch' ? selection.node : branches.nodeOfCluster.get(selection.cluster);
    if (node === undefined || !(node < tree.nodes) || tree.start[node] === tree.end[node]) return undefined;
    const g = this.#groupOf(tree.documentOrder[tree.start[node]!]!);
    const isWithin = tree.end[node]! <= tree.end[this.#groups[g]!.node]!;
    return isWithin && this.#shown.includes(g) ? this.#groupNode(g) : undefined;
  }

  makeListed(node: ClusterNode): boolean {
    if (node.kind === 'branch') return this.listUpTo(undefined, this.#shown.indexOf(this.#groups.indexOf(node.group)));
    if (node.kind !== 'document') return false;
    const g = this.#groupOf(node.document);
    const isNew = this.listUpTo(undefined, this.#shown.indexOf(g));
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
      const all = loaded.index.sortClearestFirst(tree.documentOrder.slice(tree.start[node], tree.end[node]));
      documents = arrangeDocuments(loaded, all, this.#arrangement);
      this.#documents.set(node, documents);
    }
    return documents;
  }
}

/** [shown] Indexes of the groups that the filter leaves something of, the largest first where that is the order. */
function shownGroups({ tree }: ClusterTree, groups: readonly BranchGroup[], arrangement: Arrangement): Int32Array {
  const { order, isShown } = arrangement;
  const holdsShown = ({ node }: BranchGroup): boolean => {
    for (let p = tree.start[node]!; p < tree.end[node]!; p++) if (isShown?.[tree.documentOrder[p]!] === 1) return true;
    return false;
  };
  const indexes = Int32Array.from(groups.keys());
  const shown = isShown === undefined ? indexes : indexes.filter((g) => holdsShown(groups[g]!));
  return order === 'size' ? shown.sort((a, b) => groups[b]!.size - groups[a]!.size || a - b) : shown;
}
