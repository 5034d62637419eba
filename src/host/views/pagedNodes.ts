import type { Cluster } from '../../shared/analysis';
import type { BranchGroup } from '../../shared/tree/grouping';
import type { Selection } from '../../shared/viewProtocol';
import type { LoadedAnalysis } from '../state/loadedAnalysis';

/** What stands in the Clusters view. A node of the same thing is the same object while the same tree is shown. */
export type ClusterNode =
  | { readonly kind: 'cluster'; readonly id: number; readonly cluster: Cluster }
  /** A group under the person's own cut. */
  | { readonly kind: 'branch'; readonly group: BranchGroup; readonly colour: number }
  | { readonly kind: 'noise'; readonly id: number; readonly size: number }
  | { readonly kind: 'document'; readonly document: number }
  /** A file that came after the analysis was made, by its absolute path, in the cluster that it was assigned to. */
  | { readonly kind: 'newFile'; readonly file: string; readonly cluster: number }
  /** Stands for what is not listed yet under a node; under the root where `under` is undefined. */
  | { readonly kind: 'more'; readonly under: ClusterNode | undefined; readonly hidden: number };

export const pageSize = 200;

/** The tree of the Clusters view, of which long lists are shown a page at a time. */
export abstract class PagedNodes {
  readonly #nodes = new Map<string, ClusterNode>();
  /** How much of a list is shown, where that is more than a page. */
  readonly #listed = new Map<string, number>();

  constructor(readonly loaded: LoadedAnalysis) {}

  abstract roots(): ClusterNode[];
  abstract childrenOf(node: ClusterNode): ClusterNode[];
  abstract parentOf(node: ClusterNode): ClusterNode | undefined;
  /** What stands for a selection, whether it is listed already or not. */
  abstract nodeOf(selection: Selection): ClusterNode | undefined;
  /**
   * Lists enough for a node to be there, in its own list and in that of its parents.
   *
   * @returns whether that changed anything
   */
  abstract makeListed(node: ClusterNode): boolean;

  documentNode(document: number): ClusterNode {
    return this.node({ kind: 'document', document });
  }

  /** Lists another page under a node, or of the roots. */
  showMore(under: ClusterNode | undefined): void {
    this.#listed.set(listKey(under), this.#countListed(under) + pageSize);
  }

  /** The one object for a thing. */
  protected node(node: ClusterNode): ClusterNode {
    const key = nodeKey(node);
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    this.#nodes.set(key, node);
    return node;
  }

  /** The first pages of a list, and what stands for the rest. */
  protected paged(
    under: ClusterNode | undefined,
    count: number,
    nodeAt: (index: number) => ClusterNode,
  ): ClusterNode[] {
    const listed = Math.min(count, this.#countListed(under));
    const nodes = Array.from({ length: listed }, (_, i) => nodeAt(i));
    if (listed < count) nodes.push(this.node({ kind: 'more', under, hidden: count - listed }));
    return nodes;
  }

  /** Lists whole pages up to a place. True if that changed anything. */
  protected listUpTo(under: ClusterNode | undefined, index: number): boolean {
    if (index < this.#countListed(under)) return false;
    this.#listed.set(listKey(under), Math.ceil((index + 1) / pageSize) * pageSize);
    return true;
  }

  #countListed(under: ClusterNode | undefined): number {
    return this.#listed.get(listKey(under)) ?? pageSize;
  }
}

function listKey(under: ClusterNode | undefined): string {
  return under === undefined ? 'roots' : nodeKey(under);
}

/** Unlike every other node's in the tree, and the same after a reload. */
export function nodeKey(node: ClusterNode): string {
  switch (node.kind) {
    case 'cluster':
    case 'noise':
      return `cluster ${node.id}`;
    case 'branch':
      return `branch ${node.group.node}`;
    case 'document':
      return `document ${node.document}`;
    case 'newFile':
      return `new ${node.file}`;
    case 'more':
      return `more ${listKey(node.under)} ${node.hidden}`;
  }
}
