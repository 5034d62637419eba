import type { Cluster } from '../../shared/analysis';
import { type LoadedAnalysis, noiseCluster } from '../state/loadedAnalysis';

/** What stands in the Clusters view. A node of the same thing is the same object while the analysis is shown. */
export type ClusterNode =
  | { readonly kind: 'cluster'; readonly id: number; readonly cluster: Cluster }
  | { readonly kind: 'noise'; readonly id: number; readonly size: number }
  | { readonly kind: 'document'; readonly document: number }
  /** Stands for the documents of a cluster that are not listed yet. */
  | { readonly kind: 'more'; readonly cluster: number; readonly hidden: number };

export const pageSize = 200;

/** The Clusters view's tree: clusters → subclusters → documents, these a page at a time. */
export class ClusterNodes {
  readonly #nodes = new Map<string, ClusterNode>();
  /** How many documents of a cluster are listed, where that is more than a page. */
  readonly #listed = new Map<number, number>();

  constructor(readonly loaded: LoadedAnalysis) {}

  roots(): ClusterNode[] {
    const roots = this.loaded.childrenOf(null).map((cluster) => this.clusterNode(cluster.id)!);
    const noise = this.loaded.documentsOf(noiseCluster).length;
    if (noise > 0) roots.push(this.#node({ kind: 'noise', id: noiseCluster, size: noise }));
    return roots;
  }

  childrenOf(node: ClusterNode): ClusterNode[] {
    if (node.kind === 'document' || node.kind === 'more') return [];
    const parts = node.kind === 'noise' ? [] : this.loaded.childrenOf(node.id);
    const documents = this.loaded.documentsOf(node.id);
    const listed = Math.min(documents.length, this.#listed.get(node.id) ?? pageSize);
    const nodes = parts.map((part) => this.clusterNode(part.id)!);
    for (let i = 0; i < listed; i++) nodes.push(this.documentNode(documents[i]!));
    if (listed < documents.length)
      nodes.push(this.#node({ kind: 'more', cluster: node.id, hidden: documents.length - listed }));
    return nodes;
  }

  parentOf(node: ClusterNode): ClusterNode | undefined {
    switch (node.kind) {
      case 'cluster':
        return node.cluster.parent === null ? undefined : this.clusterNode(node.cluster.parent);
      case 'noise':
        return undefined;
      case 'document':
        return this.clusterNode(this.loaded.homeOf(node.document));
      case 'more':
        return this.clusterNode(node.cluster);
    }
  }

  clusterNode(id: number): ClusterNode | undefined {
    if (id === noiseCluster)
      return this.#node({ kind: 'noise', id, size: this.loaded.documentsOf(noiseCluster).length });
    const cluster = this.loaded.cluster(id);
    return cluster && this.#node({ kind: 'cluster', id, cluster });
  }

  documentNode(document: number): ClusterNode {
    return this.#node({ kind: 'document', document });
  }

  /** Lists another page of a cluster's documents. */
  showMore(cluster: number): void {
    this.#listed.set(cluster, (this.#listed.get(cluster) ?? pageSize) + pageSize);
  }

  /** Lists enough of its cluster's documents for this one to be among them. True if that changed anything. */
  makeListed(document: number): boolean {
    const home = this.loaded.homeOf(document);
    const at = this.loaded.documentsOf(home).indexOf(document);
    const listed = this.#listed.get(home) ?? pageSize;
    if (at < listed) return false;
    this.#listed.set(home, Math.ceil((at + 1) / pageSize) * pageSize);
    return true;
  }

  #node(node: ClusterNode): ClusterNode {
    const key = nodeKey(node);
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    this.#nodes.set(key, node);
    return node;
  }
}

/** Unlike every other node's in the tree, and the same after a reload. */
export function nodeKey(node: ClusterNode): string {
  switch (node.kind) {
    case 'cluster':
    case 'noise':
      return `cluster ${node.id}`;
    case 'document':
      return `document ${node.document}`;
    case 'more':
      return `more ${node.cluster} ${node.hidden}`;
  }
}
