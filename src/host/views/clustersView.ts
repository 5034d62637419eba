import * as vscode from 'vscode';
import { commands, treeItems, views } from '../contributions';
import { disposeAll, type Owned } from '../disposeAll';
import { documentCount, formatCount } from '../notify';
import type { AnalysisStore } from '../state/analysisStore';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import type { SharedSelection } from '../state/selection';
import { placeOf } from '../workspace/documents';
import { clusterColor } from './clusterColors';
import { type ClusterNode, ClusterNodes, nodeKey } from './clusterNodes';
import { clusterTooltip, documentTooltip, noiseLabel } from './texts';

/** The view of clusters, subclusters and documents of the active analysis. */
export class ClustersView implements vscode.TreeDataProvider<ClusterNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ClusterNode | undefined>();
  readonly #selection: SharedSelection;
  readonly #view: vscode.TreeView<ClusterNode>;
  readonly #owned: readonly Owned[];
  #nodes: ClusterNodes | undefined;
  #isRevealing = false;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(store: AnalysisStore, selection: SharedSelection) {
    this.#selection = selection;
    this.#view = vscode.window.createTreeView(views.clusters, { treeDataProvider: this, showCollapseAll: true });
    this.#owned = [
      this.#changed,
      this.#view,
      store.onDidChangeActive((active) => this.#show(active)),
      this.#view.onDidChangeSelection(({ selection: [node] }) => this.#share(node)),
      selection.onDidChange(({ origin }) => {
        if (origin !== 'tree') void this.#reveal();
      }),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) void this.#reveal();
      }),
    ];
    this.#show(store.active);
  }

  getChildren(node?: ClusterNode): ClusterNode[] {
    if (this.#nodes === undefined) return [];
    return node === undefined ? this.#nodes.roots() : this.#nodes.childrenOf(node);
  }

  getParent(node: ClusterNode): ClusterNode | undefined {
    return this.#nodes?.parentOf(node);
  }

  getTreeItem(node: ClusterNode): vscode.TreeItem {
    const { loaded } = this.#nodes!;
    const item = treeItemOf(node, loaded);
    item.id = `${loaded.id} ${loaded.analysis.created} ${nodeKey(node)}`;
    return item;
  }

  /** The tooltip, made when it is looked at: reading the Markdown of a whole list would hold the editor up. */
  resolveTreeItem(item: vscode.TreeItem, node: ClusterNode): vscode.TreeItem {
    const tooltip = this.#nodes && tooltipOf(node, this.#nodes.loaded);
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
  }

  /** Lists another page of a cluster's documents. */
  showMore(cluster: number): void {
    this.#nodes?.showMore(cluster);
    this.#changed.fire(this.#nodes?.clusterNode(cluster));
  }

  /** The cluster that is selected in the view. */
  get selectedCluster(): number | undefined {
    const [node] = this.#view.selection;
    return node?.kind === 'cluster' ? node.id : undefined;
  }

  dispose(): void {
    disposeAll(this.#owned);
  }

  #show(active: LoadedAnalysis | undefined): void {
    this.#nodes = active && new ClusterNodes(active);
    this.#view.description = active?.name ?? '';
    this.#changed.fire(undefined);
  }

  #share(node: ClusterNode | undefined): void {
    if (this.#isRevealing || node === undefined || node.kind === 'more') return;
    this.#selection.set(
      node.kind === 'document' ? { kind: 'document', document: node.document } : { kind: 'cluster', cluster: node.id },
      'tree',
    );
  }

  /** Shows what is selected elsewhere, but only in a view that the person has open. */
  async #reveal(): Promise<void> {
    const nodes = this.#nodes;
    const { current } = this.#selection;
    if (nodes === undefined || !this.#view.visible || current.kind === 'none') return;
    const isDocument = current.kind === 'document';
    if (isDocument && nodes.loaded.rows[current.document] === undefined) return;
    if (isDocument && nodes.makeListed(current.document))
      this.#changed.fire(nodes.clusterNode(nodes.loaded.homeOf(current.document)));
    const node = isDocument ? nodes.documentNode(current.document) : nodes.clusterNode(current.cluster);
    if (node === undefined) return;
    this.#isRevealing = true;
    try {
      await this.#view.reveal(node, { select: true, focus: false });
    } finally {
      this.#isRevealing = false;
    }
  }
}

function treeItemOf(node: ClusterNode, loaded: LoadedAnalysis): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  switch (node.kind) {
    case 'cluster': {
      const { cluster } = node;
      const item = new vscode.TreeItem(cluster.label, Collapsed);
      item.description = formatCount(cluster.size);
      item.iconPath = new vscode.ThemeIcon(
        cluster.parent === null ? 'circle-filled' : 'circle-outline',
        clusterColor(loaded, cluster.id),
      );
      item.contextValue = cluster.parent === null ? treeItems.cluster : treeItems.subcluster;
      item.accessibilityInformation = { label: `${cluster.label}, ${documentCount(cluster.size)}` };
      return item;
    }
    case 'noise': {
      const item = new vscode.TreeItem(noiseLabel(), Collapsed);
      item.description = formatCount(node.size);
      item.iconPath = new vscode.ThemeIcon('circle-slash', clusterColor(loaded, node.id));
      item.contextValue = treeItems.noise;
      return item;
    }
    case 'document': {
      const row = loaded.rows[node.document]!;
      const item = new vscode.TreeItem(row.title === '' ? row.id : row.title, None);
      item.description = row.row === undefined ? row.path : `${row.path}:${row.row}`;
      item.iconPath = new vscode.ThemeIcon(row.row === undefined ? 'file' : 'list-flat');
      item.contextValue = treeItems.document;
      const title = vscode.l10n.t('Open Document');
      item.command = { command: commands.openDocument, title, arguments: [placeOf(loaded, node.document)] };
      return item;
    }
    case 'more': {
      const item = new vscode.TreeItem(vscode.l10n.t('Show more ({0} left)', formatCount(node.hidden)), None);
      item.iconPath = new vscode.ThemeIcon('ellipsis');
      item.command = { command: commands.showMore, title: vscode.l10n.t('Show More'), arguments: [node.cluster] };
      return item;
    }
  }
}

function tooltipOf(node: ClusterNode, loaded: LoadedAnalysis): vscode.MarkdownString | undefined {
  if (node.kind === 'cluster') return clusterTooltip(node.cluster);
  const row = node.kind === 'document' ? loaded.rows[node.document] : undefined;
  if (row === undefined) return undefined;
  const nearest = row.nearest_cluster === undefined ? undefined : loaded.cluster(row.nearest_cluster)?.label;
  return documentTooltip(row, loaded.cluster(row.cluster)?.label ?? noiseLabel(), nearest);
}
