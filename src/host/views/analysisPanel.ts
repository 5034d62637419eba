import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { InsightName } from '../../shared/insights';
import type { FromPage, PageComparison, PageData, PageState, ToPage } from '../../shared/viewProtocol';
import { commands, panels } from '../contributions';
import { disposeAll, type Owned } from '../disposeAll';
import type { EngineClient } from '../engine/engineClient';
import type { Log } from '../log';
import { showError } from '../notify';
import { comparisonOf } from '../state/analysisComparison';
import { readLinkage } from '../state/analysisFiles';
import type { AnalysisStore, StoredAnalysis } from '../state/analysisStore';
import { sentenceOf } from '../state/faultMessage';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import type { ClusterEdits } from '../state/clusterEdits';
import type { SharedSelection } from '../state/selection';
import type { SharedCut } from '../state/sharedCut';
import { openDocument, placeOf } from '../workspace/documents';
import { ignoreFiles } from '../workspace/ignoreFiles';
import { panelHtml } from './panelHtml';

/** The panel that draws the active analysis. There is at most one; it is there again after the window was reloaded. */
export class AnalysisPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #store: AnalysisStore;
  readonly #selection: SharedSelection;
  readonly #cut: SharedCut;
  readonly #engine: EngineClient;
  readonly #edits: ClusterEdits;
  readonly #log: Log;
  readonly #owned: readonly Owned[];
  #panel: vscode.WebviewPanel | undefined;
  #isReady = false;
  #shown: LoadedAnalysis | undefined;
  /** How many times the page is about to be told the analysis from the start. */
  #showing = 0;
  #comparison: PageComparison | undefined;
  #isComparisonAsked = false;

  constructor(
    context: vscode.ExtensionContext,
    store: AnalysisStore,
    selection: SharedSelection,
    cut: SharedCut,
    edits: ClusterEdits,
    engine: EngineClient,
    log: Log,
  ) {
    this.#context = context;
    this.#store = store;
    this.#selection = selection;
    this.#cut = cut;
    this.#engine = engine;
    this.#edits = edits;
    this.#log = log;
    this.#owned = [
      store.onDidChangeActive((active) => this.#follow(active)),
      selection.onDidChange(({ selection: chosen, origin }) => {
        if (origin !== 'panel') this.#post({ type: 'select', selection: chosen });
      }),
      cut.onDidChange(({ id, clusters, origin }) => {
        if (origin !== 'panel' && id === this.#shown?.id) this.#post({ type: 'cut', clusters });
      }),
      vscode.window.registerWebviewPanelSerializer(panels.analysis, this),
    ];
  }

  /** Whether the panel is open and its page has said that it is ready. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Opens the panel beside what is being edited, or brings it to the front. */
  open(): void {
    if (this.#panel !== undefined) {
      this.#panel.reveal(undefined, true);
      return;
    }
    const viewColumn = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    this.#adopt(
      vscode.window.createWebviewPanel(
        panels.analysis,
        this.#title(),
        { viewColumn, preserveFocus: true },
        this.#options(),
      ),
    );
  }

  /** What the page was last told of another analysis; undefined while it is not compared with one. */
  get comparison(): PageComparison | undefined {
    return this.#comparison;
  }

  /** Shows the active analysis held against another one, now and when the panel is there again. */
  async compare(other: StoredAnalysis): Promise<void> {
    const { active } = this.#store;
    if (active === undefined) return;
    await this.#context.workspaceState.update(comparedKey(active), other.id);
    this.#isComparisonAsked = true;
    this.open();
    if (this.#isReady && this.#showing === 0) await this.#compare(); // else it is told after the analysis
  }

  /** Waits for the analysis: a page that comes before it would show, and be called, as if there were none. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    await this.#store.whenRestored();
    panel.webview.options = this.#options();
    this.#adopt(panel);
  }

  dispose(): void {
    this.#panel?.dispose();
    disposeAll(this.#owned);
  }

  #options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [this.#webviewRoot()] };
  }

  #webviewRoot(): vscode.Uri {
    return vscode.Uri.joinPath(this.#context.extensionUri, 'dist', 'webview');
  }

  #icon(theme: 'light' | 'dark'): vscode.Uri {
    return vscode.Uri.joinPath(this.#context.extensionUri, 'media', 'icons', `panel-${theme}.svg`);
  }

  #title(): string {
    return this.#store.active?.name ?? vscode.l10n.t('Analysis');
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    this.#isReady = false;
    this.#shown = undefined;
    panel.title = this.#title();
    panel.iconPath = { light: this.#icon('light'), dark: this.#icon('dark') };
    panel.webview.onDidReceiveMessage((message: FromPage) => void this.#receive(message));
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#isReady = false;
    });
    const { webview } = panel;
    const asset = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.#webviewRoot(), name)).toString();
    webview.html = panelHtml({
      script: asset('main.js'),
      style: asset('main.css'),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      language: vscode.env.language,
      title: panel.title,
    });
  }

  async #receive(message: FromPage): Promise<void> {
    try {
      await this.#handle(message);
    } catch (error) {
      showError(error, this.#log);
    }
  }

  async #handle(message: FromPage): Promise<void> {
    const loaded = this.#shown;
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        this.#shown = undefined;
        return this.#show();
      case 'select':
        this.#selection.set(message.selection, 'panel');
        return;
      case 'cut':
        if (loaded !== undefined) this.#cut.set(loaded, message.clusters, 'panel');
        return;
      case 'openDocument':
        if (loaded?.rows[message.document] === undefined) return;
        return openDocument(placeOf(loaded, message.document), message.toSide, message.isKept);
      case 'rename':
        if (loaded?.id === this.#store.active?.id && message.label.trim() !== '')
          await this.#edits.rename(message.cluster, message.label.trim());
        return;
      case 'ask':
        return this.#answer(message.name, message.documents);
      case 'ignoreFiles':
        if (loaded !== undefined) await ignoreFiles(loaded, message.paths);
        return;
      case 'compare':
        return vscode.commands.executeCommand(commands.compareAnalyses);
      case 'export':
        return vscode.commands.executeCommand(commands.exportAnalysis);
      case 'saveState':
        if (loaded !== undefined) await this.#keep(loaded, message.state);
    }
  }

  async #answer(name: InsightName, documents: readonly number[] | undefined): Promise<void> {
    const asked = this.#shown;
    if (asked === undefined) return;
    try {
      const insight = await this.#engine.insight({ analysis: asked.folder, name, ...(documents && { documents }) });
      if (this.#nowShown()?.index === asked.index) this.#post({ type: 'insight', insight });
    } catch (error) {
      this.#log.error(String(error));
      if (this.#nowShown()?.index === asked.index)
        this.#post({ type: 'insightFailed', name, message: sentenceOf(error) });
    }
  }

  /** After an edit by hand, tells what it left; else shows the active analysis from the start. */
  #follow(active: LoadedAnalysis | undefined): void {
    if (this.#panel === undefined) return;
    this.#panel.title = this.#title();
    const shown = this.#shown;
    if (active === undefined || shown === undefined || active.index !== shown.index) {
      void this.#show();
      return;
    }
    this.#shown = active;
    if (active.edited === shown.edited) return;
    this.#post(editedMessage(active));
    void this.#compare();
  }

  async #show(): Promise<void> {
    this.#showing++;
    try {
      await this.#tellAnalysis();
    } finally {
      this.#showing--;
    }
    if (this.#showing === 0) void this.#compare();
  }

  /** Tells the page how the analysis agrees with the one that it was last compared with. */
  async #compare(): Promise<void> {
    const shown = this.#shown;
    this.#comparison = undefined;
    const id = shown && this.#context.workspaceState.get<string>(comparedKey(shown));
    const other = this.#store.find(id ?? '');
    if (shown === undefined || other === undefined) return;
    this.#post({ type: 'comparing', isAsked: this.#isComparisonAsked });
    this.#isComparisonAsked = false;
    // After an edit or with another analysis the page is told anew.
    const isCurrent = (): boolean =>
      this.#nowShown()?.edited === shown.edited &&
      this.#context.workspaceState.get<string>(comparedKey(shown)) === other.id;
    try {
      const comparison = await comparisonOf(shown, other, this.#store, this.#engine);
      if (!isCurrent()) return;
      this.#comparison = comparison;
      this.#post({ type: 'compared', comparison });
    } catch (error) {
      this.#log.error(String(error));
      if (isCurrent()) this.#post({ type: 'compareFailed', message: sentenceOf(error) });
    }
  }

  async #tellAnalysis(): Promise<void> {
    const loaded = this.#store.active;
    if (loaded === undefined) {
      const message = vscode.l10n.t('No analysis is open. Choose one in the Analyses view.');
      this.#post({ type: 'failed', message });
      return;
    }
    this.#shown = loaded;
    try {
      const data = await pageData(loaded);
      const now = this.#nowShown();
      if (now?.index !== loaded.index) return; // another one is shown by now
      const kept = this.#context.workspaceState.get<KeptState>(stateKey(loaded));
      const state = kept?.created === loaded.analysis.created ? kept.state : undefined;
      // Meanwhile a cluster may have been edited or selected.
      this.#post({ type: 'show', data, state, cut: this.#cut.of(now) });
      if (now.edited !== loaded.edited) this.#post(editedMessage(now));
      const { current } = this.#selection;
      if (current.kind !== 'none') this.#post({ type: 'select', selection: current });
    } catch (error) {
      this.#log.error(String(error));
      this.#post({ type: 'failed', message: sentenceOf(error) });
    }
  }

  #keep({ id, analysis }: LoadedAnalysis, state: PageState): Thenable<void> {
    return this.#context.workspaceState.update(stateKey({ id }), {
      created: analysis.created,
      state,
    } satisfies KeptState);
  }

  /** What is shown after an await, which the compiler believes to be what was shown before it. */
  #nowShown(): LoadedAnalysis | undefined {
    return this.#shown;
  }

  #post(message: ToPage): void {
    if (this.#isReady) void this.#panel?.webview.postMessage(message);
  }
}

async function pageData({ folder, analysis, rows }: LoadedAnalysis): Promise<PageData> {
  const { assemblePageData } = await import('../../shared/pageData');
  const strings = vscode.l10n.bundle ?? {};
  return assemblePageData(analysis, rows, await readLinkage(folder), { strings, hasEditor: true });
}

function editedMessage({ analysis, rows }: LoadedAnalysis): ToPage {
  return {
    type: 'edited',
    analysis,
    cluster: Int32Array.from(rows, (row) => row.cluster),
    subcluster: Int32Array.from(rows, (row) => row.subcluster),
  };
}

/** What the page showed of an analysis. After a re-run the same numbers mean other documents. */
interface KeptState {
  readonly created: string;
  readonly state: PageState;
}

function stateKey({ id }: Pick<LoadedAnalysis, 'id'>): string {
  return `grove.page.${id}`;
}

/** Under which the analysis that another one was last compared with is kept. */
function comparedKey({ id }: Pick<LoadedAnalysis, 'id'>): string {
  return `grove.compared.${id}`;
}
