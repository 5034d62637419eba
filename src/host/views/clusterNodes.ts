import type { Cluster } from '../../shared/analysis';
import type { Selection } from '../../shared/viewProtocol';
import { type LoadedAnalysis, noiseCluster } from '../state/loadedAnalysis';
import { type Arrangement, arrangeClusters, arrangeDocuments, unarranged } from './arrangement';
import { type ClusterNode, PagedNodes } from './pagedNodes';

/** Absolute paths of files that came after the analysis was made, by the cluster that they were assigned to. */
export type NewFiles = ReadonlyMap<number, readonly string[]>;

/** The analysis' own clusters, as a person's edits leave them: clusters → subclusters → documents. */
export class ClusterNodes extends PagedNodes {
  readonly #arrangement: Arrangement;
  readonly #documents = new Map<number, Int32Array>();
  readonly #counts = new Map<number, number>();
  readonly #newFiles: NewFiles;

  constructor(loaded: LoadedAnalysis, arrangement: Arrangement = unarranged, newFiles: NewFiles = new Map()) {
    super(loaded);
    this.#arrangement = arrangement;
    this.#newFiles = newFiles;
  }

  roots(): ClusterNode[] {
    const roots = this.#shownChildren(null);
    const noise = this.countShown(noiseCluster);
    if (noise === 0) return roots;
    const ignored = roots.findIndex((node) => node.kind === 'cluster' && this.loaded.edited.ignored.has(node.id));
    roots.splice(ignored < 0 ? roots.length : ignored, 0, this.clusterNode(noiseCluster)!);
    return roots;
  }

  childrenOf(node: ClusterNode): ClusterNode[] {
    if (node.kind !== 'cluster' && node.kind !== 'noise') return [];
    const documents = this.#documentsOf(node.id);
    const nodes = node.kind === 'noise' ? [] : this.#shownChildren(node.id);
    for (const file of this.newFilesOf(node.id)) nodes.push(this.node({ kind: 'newFile', file, cluster: node.id }));
    nodes.push(...this.paged(node, documents.length, (i) => this.documentNode(documents[i]!)));
    return nodes;
  }

  parentOf(node: ClusterNode): ClusterNode | undefined {
    switch (node.kind) {
      case 'cluster':
        return node.cluster.parent === null ? undefined : this.clusterNode(node.cluster.parent);
      case 'document':
        return this.clusterNode(this.loaded.homeOf(node.document));
      case 'newFile':
        return this.clusterNode(node.cluster);
      case 'more':
        return node.under;
      case 'branch':
      case 'noise':
        return undefined;
    }
  }

  nodeOf(selection: Selection): ClusterNode | undefined {
    if (selection.kind === 'cluster')
      return this.countShown(selection.cluster) === 0 ? undefined : this.clusterNode(selection.cluster);
    if (selection.kind !== 'document' || this.loaded.rows[selection.document] === undefined) return undefined;
    return this.#arrangement.isShown?.[selection.document] === 0 ? undefined : this.documentNode(selection.document);
  }

  makeListed(node: ClusterNode): boolean {
    if (node.kind !== 'document') return false;
    const home = this.loaded.homeOf(node.document);
    return this.listUpTo(this.clusterNode(home), this.#documentsOf(home).indexOf(node.document));
  }

  clusterNode(id: number): ClusterNode | undefined {
    if (id === noiseCluster)
      return this.node({ kind: 'noise', id, size: this.loaded.documentsOf(noiseCluster).length });
    const cluster = this.loaded.cluster(id);
    return cluster && this.node({ kind: 'cluster', id, cluster });
  }

  /** Files that were assigned to a cluster after the analysis was made. */
  newFilesOf(cluster: number): readonly string[] {
    return this.#newFiles.get(cluster) ?? [];
  }

  /** How many documents of a cluster and its parts the filter leaves. */
  countShown(id: number): number {
    const { isShown } = this.#arrangement;
    let count = this.#counts.get(id);
    if (count === undefined) {
      count = 0;
      const members = this.loaded.membersOf(id);
      if (isShown === undefined) count = members.length;
      else for (const document of members) count += isShown[document]!;
      this.#counts.set(id, count);
    }
    return count;
  }

  #shownChildren(parent: number | null): ClusterNode[] {
    const shown = this.loaded.childrenOf(parent).filter(({ id }: Cluster) => this.countShown(id) > 0);
    return arrangeClusters(this.loaded, shown, this.#arrangement).map(({ id }) => this.clusterNode(id)!);
  }

  #documentsOf(id: number): Int32Array {
    let documents = this.#documents.get(id);
    if (documents === undefined) {
      documents = arrangeDocuments(this.loaded, this.loaded.documentsOf(id), this.#arrangement);
      this.#documents.set(id, documents);
    }
    return documents;
  }
}
