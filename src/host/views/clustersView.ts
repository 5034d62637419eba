import * as vscode from 'vscode';
import type { Selection } from '../../shared/viewProtocol';
import { commands, treeItems, views } from '../contributions';
import { disposeAll, type Owned } from '../disposeAll';
import { inTurns } from '../inTurns';
import type { Log } from '../log';
import { documentCount, formatCount, showError } from '../notify';
import type { AnalysisStore } from '../state/analysisStore';
import { clusterTree } from '../state/clusterTree';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import type { SharedSelection } from '../state/selection';
import type { SharedCut } from '../state/sharedCut';
import { placeOf } from '../workspace/documents';
import { clusterColor, paletteColor } from './clusterColors';
import { ClusterNodes } from './clusterNodes';
import { CutNodes } from './cutNodes';
import { type ClusterNode, nodeKey, type PagedNodes } from './pagedNodes';
import { branchTooltip, clusterTooltip, documentTooltip, noiseLabel } from './texts';

/** The view of the active analysis: clusters, subclusters and documents, or the branches of the person's own cut. */
export class ClustersView implements vscode.TreeDataProvider<ClusterNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ClusterNode | undefined>();
  readonly #selection: SharedSelection;
  readonly #view: vscode.TreeView<ClusterNode>;
  readonly #owned: readonly Owned[];
  readonly #cut: SharedCut;
  readonly #log: Log;
  #nodes: PagedNodes | undefined;
  /** Counts what was to be shown: of several cuts in a row, only the last is. */
  #shows = 0;
  #isRevealing = false;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(store: AnalysisStore, selection: SharedSelection, cut: SharedCut, log: Log) {
    this.#selection = selection;
    this.#cut = cut;
    this.#log = log;
    this.#view = vscode.window.createTreeView(views.clusters, { treeDataProvider: this, showCollapseAll: true });
    this.#owned = [
      this.#changed,
      this.#view,
      store.onDidChangeActive((active) => void this.#show(active)),
      cut.onDidChange(({ id }) => {
        if (id === store.active?.id) void this.#show(store.active);
      }),
      this.#view.onDidChangeSelection(({ selection: [node] }) => this.#share(node)),
      selection.onDidChange(({ origin }) => {
        if (origin !== 'tree') void this.#reveal();
      }),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) void this.#reveal();
      }),
    ];
    void this.#show(store.active);
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

  /** Lists another page under a node, or of the roots. */
  showMore(under: ClusterNode | undefined): void {
    this.#nodes?.showMore(under);
    this.#changed.fire(under);
  }

  /** The cluster that is selected in the view. */
  get selectedCluster(): number | undefined {
    const [node] = this.#view.selection;
    return node && clusterOf(node);
  }

  dispose(): void {
    disposeAll(this.#owned);
  }

  async #show(active: LoadedAnalysis | undefined): Promise<void> {
    const show = ++this.#shows;
    const clusters = active && this.#cut.of(active);
    let nodes: PagedNodes | undefined;
    if (active !== undefined)
      nodes = clusters === undefined ? new ClusterNodes(active) : await this.#cutNodes(active, clusters);
    if (show !== this.#shows) return; // another cut or analysis came meanwhile
    this.#nodes = nodes;
    this.#view.description =
      nodes instanceof CutNodes
        ? vscode.l10n.t('{0}, cut into {1}', nodes.loaded.name, formatCount(nodes.count))
        : (active?.name ?? '');
    this.#changed.fire(undefined);
  }

  /** Where the tree can't be read, the analysis' own clusters are shown, and what is wrong is told. */
  async #cutNodes(active: LoadedAnalysis, clusters: number): Promise<PagedNodes> {
    try {
      return await inTurns(CutNodes.of(await clusterTree(active), clusters));
    } catch (error) {
      showError(error, this.#log);
      return new ClusterNodes(active);
    }
  }

  #share(node: ClusterNode | undefined): void {
    if (this.#isRevealing || node === undefined || node.kind === 'more') return;
    this.#selection.set(selectionOf(node), 'tree');
  }

  /** Shows what is selected elsewhere, but only in a view that the person has open. */
  async #reveal(): Promise<void> {
    const nodes = this.#nodes;
    const { current } = this.#selection;
    if (nodes === undefined || !this.#view.visible) return;
    const node = nodes.nodeOf(current);
    if (node === undefined) return;
    if (nodes.makeListed(node)) this.#changed.fire(undefined);
    this.#isRevealing = true;
    try {
      await this.#view.reveal(node, { select: true, focus: false });
    } finally {
      this.#isRevealing = false;
    }
  }
}

/** The cluster that a node is. */
export function clusterOf(node: ClusterNode): number | undefined {
  if (node.kind === 'branch') return node.group.cluster ?? undefined;
  return node.kind === 'cluster' ? node.id : undefined;
}

/** What a node selects in all views. A branch that is a cluster of the analysis is selected as that. */
function selectionOf(node: Exclude<ClusterNode, { kind: 'more' }>): Selection {
  switch (node.kind) {
    case 'document':
      return { kind: 'document', document: node.document };
    case 'branch': {
      const { cluster, node: branch } = node.group;
      return cluster === null ? { kind: 'branch', node: branch } : { kind: 'cluster', cluster };
    }
    case 'cluster':
    case 'noise':
      return { kind: 'cluster', cluster: node.id };
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
    case 'branch': {
      const { group, colour } = node;
      const item = new vscode.TreeItem(group.label, Collapsed);
      item.description = formatCount(group.size);
      item.iconPath = new vscode.ThemeIcon(group.cluster === null ? 'circle-outline' : 'circle-filled', paletteColor(colour)); // prettier-ignore
      item.contextValue = group.cluster === null ? treeItems.branch : treeItems.cluster;
      item.accessibilityInformation = { label: `${group.label}, ${documentCount(group.size)}` };
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
      item.command = { command: commands.showMore, title: vscode.l10n.t('Show More'), arguments: [node.under] };
      return item;
    }
  }
}

function tooltipOf(node: ClusterNode, loaded: LoadedAnalysis): vscode.MarkdownString | undefined {
  if (node.kind === 'cluster') return clusterTooltip(node.cluster);
  if (node.kind === 'branch') return branchTooltip(node.group);
  const row = node.kind === 'document' ? loaded.rows[node.document] : undefined;
  if (row === undefined) return undefined;
  const nearest = row.nearest_cluster === undefined ? undefined : loaded.cluster(row.nearest_cluster)?.label;
  return documentTooltip(row, loaded.cluster(row.cluster)?.label ?? noiseLabel(), nearest);
}
