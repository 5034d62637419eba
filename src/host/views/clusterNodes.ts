import type { Selection } from '../../shared/viewProtocol';
import { noiseCluster } from '../state/loadedAnalysis';
import { type ClusterNode, PagedNodes } from './pagedNodes';

/** The analysis' own clusters: clusters → subclusters → documents. */
export class ClusterNodes extends PagedNodes {
  roots(): ClusterNode[] {
    const roots = this.loaded.childrenOf(null).map((cluster) => this.clusterNode(cluster.id)!);
    const noise = this.loaded.documentsOf(noiseCluster).length;
    if (noise > 0) roots.push(this.node({ kind: 'noise', id: noiseCluster, size: noise }));
    return roots;
  }

  childrenOf(node: ClusterNode): ClusterNode[] {
    if (node.kind !== 'cluster' && node.kind !== 'noise') return [];
    const parts = node.kind === 'noise' ? [] : this.loaded.childrenOf(node.id);
    const documents = this.loaded.documentsOf(node.id);
    const nodes = parts.map((part) => this.clusterNode(part.id)!);
    nodes.push(...this.paged(node, documents.length, (i) => this.documentNode(documents[i]!)));
    return nodes;
  }

  parentOf(node: ClusterNode): ClusterNode | undefined {
    switch (node.kind) {
      case 'cluster':
        return node.cluster.parent === null ? undefined : this.clusterNode(node.cluster.parent);
      case 'document':
        return this.clusterNode(this.loaded.homeOf(node.document));
      case 'more':
        return node.under;
      case 'branch':
      case 'noise':
        return undefined;
    }
  }

  nodeOf(selection: Selection): ClusterNode | undefined {
    if (selection.kind === 'cluster') return this.clusterNode(selection.cluster);
    if (selection.kind !== 'document' || this.loaded.rows[selection.document] === undefined) return undefined;
    return this.documentNode(selection.document);
  }

  makeListed(node: ClusterNode): boolean {
    if (node.kind !== 'document') return false;
    const home = this.loaded.homeOf(node.document);
    return this.listUpTo(this.clusterNode(home), this.loaded.documentsOf(home).indexOf(node.document));
  }

  clusterNode(id: number): ClusterNode | undefined {
    if (id === noiseCluster)
      return this.node({ kind: 'noise', id, size: this.loaded.documentsOf(noiseCluster).length });
    const cluster = this.loaded.cluster(id);
    return cluster && this.node({ kind: 'cluster', id, cluster });
  }
}
