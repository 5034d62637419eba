import * as vscode from 'vscode';
import { contextKeys, views } from '../contributions';
import { disposeAll, type Owned } from '../disposeAll';
import { inTurns } from '../inTurns';
import type { Log } from '../log';
import { formatCount, showError } from '../notify';
import { Soon } from '../soon';
import type { AnalysisStore } from '../state/analysisStore';
import { clusterTree } from '../state/clusterTree';
import type { DocumentIndex } from '../state/documentIndex';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import type { SharedSelection } from '../state/selection';
import type { SharedCut } from '../state/sharedCut';
import { type Arrangement, documentTimes, filterDocuments, type SortOrder, sortOrders } from './arrangement';
import type { AssignedFiles } from '../workspace/assignedFiles';
import type { ChangedFiles } from '../workspace/changedFiles';
import type { ClusterDrag } from './clusterDrag';
import { clusterOf, selectionOf, tooltipOf, treeItemOf } from './clusterItems';
import { ClusterNodes, type NewFiles } from './clusterNodes';
import { CutNodes } from './cutNodes';
import { changedFilesText } from './texts';
import { type ClusterNode, nodeKey, type PagedNodes } from './pagedNodes';

const settleMs = 200;

const orderKey = 'grove.clusterOrder';

/** The view of the active analysis: clusters, subclusters and documents, or the branches of the person's own cut. */
export class ClustersView implements vscode.TreeDataProvider<ClusterNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ClusterNode | undefined>();
  readonly #selection: SharedSelection;
  readonly #view: vscode.TreeView<ClusterNode>;
  readonly #owned: readonly Owned[];
  readonly #cut: SharedCut;
  readonly #log: Log;
  readonly #store: AnalysisStore;
  readonly #memento: vscode.Memento;
  readonly #assigned: AssignedFiles;
  readonly #changedFiles: ChangedFiles;
  readonly #badgeSoon = new Soon(() => this.#showBadge());
  #timer: NodeJS.Timeout | undefined;
  /** Which new files are listed: pages of lists that are shown stay while these do. */
  #listedNew = keyOf(new Map());
  #filter = '';
  /** What the filter leaves of the documents that it was used on. */
  #filtered:
    { readonly loaded: LoadedAnalysis; readonly filter: string; readonly isShown: Uint8Array | undefined } | undefined;
  #times: { readonly index: DocumentIndex; readonly times: Float64Array } | undefined;
  #nodes: PagedNodes | undefined;
  /** Counts what was to be shown: of several cuts in a row, only the last is. */
  #shows = 0;
  #isRevealing = false;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    store: AnalysisStore,
    selection: SharedSelection,
    cut: SharedCut,
    drag: ClusterDrag,
    assigned: AssignedFiles,
    changed: ChangedFiles,
    memento: vscode.Memento,
    log: Log,
  ) {
    this.#assigned = assigned;
    this.#changedFiles = changed;
    this.#store = store;
    this.#memento = memento;
    this.#selection = selection;
    this.#cut = cut;
    this.#log = log;
    this.#view = vscode.window.createTreeView(views.clusters, {
      treeDataProvider: this,
      dragAndDropController: drag,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.#owned = [
      this.#changed,
      this.#view,
      store.onDidChangeActive((active) => void this.#show(active)),
      cut.onDidChange(({ id }) => {
        if (id === store.active?.id) void this.#show(store.active);
      }),
      assigned.onDidAssign(() => this.#showSoon()),
      this.#badgeSoon,
      changed.onDidChange(() => this.#badgeSoon.ask()),
      this.#view.onDidChangeSelection(({ selection: [node] }) => this.#share(node)),
      selection.onDidChange(({ id, origin }) => {
        if (origin !== 'tree' && id === store.active?.id) void this.#reveal();
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
    const nodes = this.#nodes!;
    const { loaded } = nodes;
    const isFiltered = this.#filter !== '' && nodes instanceof ClusterNodes;
    const item = treeItemOf(node, {
      loaded,
      countShown: isFiltered ? (id) => nodes.countShown(id) : undefined,
      countNew: (id) => (nodes instanceof ClusterNodes ? nodes.newFilesOf(id).length : 0),
    });
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

  /** What is selected in the view, in the order in which it was. */
  get selectedNodes(): readonly ClusterNode[] {
    return this.#view.selection;
  }

  get filter(): string {
    return this.#filter;
  }

  /** Lists only what holds every word of a text. Resolves when it is so. */
  async setFilter(filter: string): Promise<void> {
    if (filter === this.#filter) return;
    this.#filter = filter;
    await vscode.commands.executeCommand('setContext', contextKeys.isFiltered, filter.trim() !== '');
    await this.#show(this.#store.active);
  }

  get order(): SortOrder {
    const kept = this.#memento.get<string>(orderKey);
    return sortOrders.find((order) => order === kept) ?? 'tree';
  }

  /** Lists clusters in another order, from now on. Resolves when it is so. */
  async setOrder(order: SortOrder): Promise<void> {
    await this.#memento.update(orderKey, order);
    await this.#show(this.#store.active);
  }

  /** Brings the view to the front and what is selected into sight. */
  async show(): Promise<void> {
    await vscode.commands.executeCommand(`${views.clusters}.focus`);
    await this.#reveal();
  }

  /** How many files have changed since the analysis, on the view's icon. */
  get badge(): vscode.ViewBadge | undefined {
    return this.#view.badge;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    disposeAll(this.#owned);
  }

  /** Files are assigned in swarms: a checkout, a folder that was copied in. */
  #showSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const { active } = this.#store;
      if (active !== undefined && keyOf(this.#assigned.newFilesOf(active)) !== this.#listedNew) void this.#show(active);
    }, settleMs);
  }

  #showBadge(): void {
    const { size } = this.#changedFiles.files;
    if (size !== (this.#view.badge?.value ?? 0))
      this.#view.badge = size === 0 ? undefined : { value: size, tooltip: changedFilesText(size) };
  }

  async #show(active: LoadedAnalysis | undefined): Promise<void> {
    const show = ++this.#shows;
    let nodes: PagedNodes | undefined;
    const newFiles: NewFiles = active === undefined ? new Map() : this.#assigned.newFilesOf(active);
    this.#listedNew = keyOf(newFiles);
    if (active !== undefined) {
      const isPlain = this.#filter === '' && this.order !== 'recency';
      const arrangement = isPlain ? { order: this.order } : await this.#arrangement(active);
      const clusters = this.#cut.of(active);
      nodes =
        clusters === undefined
          ? new ClusterNodes(active, arrangement, this.#filter === '' ? newFiles : new Map())
          : await this.#cutNodes(active, clusters, arrangement);
    }
    if (show !== this.#shows) return; // another cut, filter or analysis came meanwhile
    const isOther = nodes?.loaded.id !== this.#nodes?.loaded.id;
    this.#nodes = nodes;
    this.#view.description =
      nodes instanceof CutNodes
        ? vscode.l10n.t('{0}, cut into {1}', nodes.loaded.name, formatCount(nodes.count))
        : (active?.name ?? '');
    this.#view.message = this.#message(nodes);
    this.#changed.fire(undefined);
    if (isOther) await this.#reveal();
  }

  #message(nodes: PagedNodes | undefined): string {
    if (nodes === undefined || this.#filter.trim() === '') return '';
    const filter = this.#filter.trim();
    return nodes.roots().length === 0
      ? vscode.l10n.t('Nothing holds “{0}”.', filter)
      : vscode.l10n.t('Only what holds “{0}”', filter);
  }

  async #arrangement(active: LoadedAnalysis): Promise<Arrangement> {
    const { order } = this;
    if (order === 'recency' && this.#times?.index !== active.index)
      this.#times = { index: active.index, times: await documentTimes(active) };
    const filter = this.#filter;
    if (this.#filtered?.loaded !== active || this.#filtered.filter !== filter)
      this.#filtered = { loaded: active, filter, isShown: await inTurns(filterDocuments(active, filter)) };
    return { order, times: this.#times?.times, isShown: this.#filtered.isShown };
  }

  /** Where the tree can't be read, the analysis' own clusters are shown, and what is wrong is told. */
  async #cutNodes(active: LoadedAnalysis, clusters: number, arrangement: Arrangement): Promise<PagedNodes> {
    try {
      return await inTurns(CutNodes.of(await clusterTree(active), clusters, arrangement));
    } catch (error) {
      showError(error, this.#log);
      return new ClusterNodes(active, arrangement);
    }
  }

  #share(node: ClusterNode | undefined): void {
    if (this.#isRevealing || this.#nodes === undefined || node === undefined) return;
    if (node.kind === 'more' || node.kind === 'newFile') return;
    this.#selection.set(this.#nodes.loaded, selectionOf(node), 'tree');
  }

  /** Shows what is selected elsewhere, but only in a view that the person has open. */
  async #reveal(): Promise<void> {
    const nodes = this.#nodes;
    if (nodes === undefined || !this.#view.visible) return;
    const node = nodes.nodeOf(this.#selection.of(nodes.loaded));
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

function keyOf(newFiles: NewFiles): string {
  return JSON.stringify([...newFiles]);
}
