import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { InsightName } from '../../shared/insights';
import type { FromPage, PageComparison, PageData, PageState, ToPage } from '../../shared/viewProtocol';
import { savePicture } from '../commands/savePicture';
import { commands } from '../contributions';
import { disposeAll, type Owned } from '../disposeAll';
import { inTurns, nextTurn } from '../inTurns';
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
import type { ChangedFiles } from '../workspace/changedFiles';
import { openDocument, placeOf } from '../workspace/documents';
import { ignoreFiles } from '../workspace/ignoreFiles';
import { Soon } from '../soon';
import { panelHtml } from './panelHtml';
import { changedFilesText } from './texts';

/** Documents whose texts are handed to the page in one message. */
const textsAtOnce = 4000;

/** What every panel works on. */
export interface PanelParts {
  readonly context: vscode.ExtensionContext;
  readonly store: AnalysisStore;
  readonly selection: SharedSelection;
  readonly cut: SharedCut;
  readonly changed: ChangedFiles;
  readonly edits: ClusterEdits;
  readonly engine: EngineClient;
  readonly log: Log;
}

/** An editor that draws one analysis, whichever is active. It keeps the documents in memory as long as it is open. */
export class AnalysisPanel implements vscode.Disposable {
  readonly #parts: PanelParts;
  readonly #panel: vscode.WebviewPanel;
  readonly #owned: readonly Owned[];
  readonly #tellStale = new Soon(() => this.#postStale());
  #isReady = false;
  /** The page was told that files have changed. */
  #isStale = false;
  #shown: LoadedAnalysis | undefined;
  /** How many times the page is about to be told the analysis from the start. */
  #showing = 0;
  #telling: Promise<void> = Promise.resolve();
  #comparison: PageComparison | undefined;
  #isComparisonAsked = false;

  /** @param id the analysis, which need not be there any more */
  constructor(
    parts: PanelParts,
    readonly id: string,
    panel: vscode.WebviewPanel,
  ) {
    this.#parts = parts;
    this.#panel = panel;
    const { store, selection, cut, changed } = parts;
    store.keep(id);
    this.#owned = [
      this.#tellStale,
      changed.onDidChange(() => this.#tellStale.ask()),
      store.onDidChange(() => this.#followList()),
      store.onDidChangeLoaded((loaded) => {
        if (loaded.id === id) this.#follow(loaded);
      }),
      selection.onDidChange((change) => {
        if (change.origin !== 'panel' && change.id === id) this.#post({ type: 'select', selection: change.selection });
      }),
      cut.onDidChange((change) => {
        if (change.origin !== 'panel' && change.id === id) this.#post({ type: 'cut', clusters: change.clusters });
      }),
      panel.onDidChangeViewState(() => {
        if (panel.active) this.#focus();
      }),
      panel.webview.onDidReceiveMessage((message: FromPage) => void this.#receive(message)),
      panel.onDidDispose(() => this.#closed()),
    ];
    this.#draw();
  }

  /** Whether its page has said that it is ready. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Whether it is what the person works in, as far as the editor has told. */
  get isActive(): boolean {
    return this.#panel.active;
  }

  get title(): string {
    return this.#panel.title;
  }

  /** What the page was last told of another analysis; undefined while it is not compared with one. */
  get comparison(): PageComparison | undefined {
    return this.#comparison;
  }

  get onDidClose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  /** Brings it to the front. */
  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  /** Shows the analysis held against another one, now and when the panel is there again. */
  async compare(other: StoredAnalysis): Promise<void> {
    await this.#parts.context.workspaceState.update(comparedKey(this.id), other.id);
    this.#isComparisonAsked = true;
    if (this.#isReady && this.#showing === 0) await this.#compare(); // else it is told after the analysis
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #closed(): void {
    this.#isReady = false;
    this.#shown = undefined;
    disposeAll(this.#owned);
    this.#parts.store.release(this.id);
  }

  #draw(): void {
    const { extensionUri } = this.#parts.context;
    const { webview } = this.#panel;
    const icon = (theme: 'light' | 'dark'): vscode.Uri =>
      vscode.Uri.joinPath(extensionUri, 'media', 'icons', `panel-${theme}.svg`);
    this.#panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.#panel.title = panelTitle(this.#parts.store, this.id);
    webview.options = panelOptions(extensionUri);
    const asset = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(webviewRoot(extensionUri), name)).toString();
    webview.html = panelHtml({
      script: asset('main.js'),
      style: asset('main.css'),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      language: vscode.env.language,
      title: this.#panel.title,
      analysis: this.id,
    });
  }

  /** The person looks at this analysis now. */
  #focus(): void {
    const { store, log } = this.#parts;
    store.focus(this.id).catch((error: unknown) => log.error(sentenceOf(error))); // the page tells it
  }

  /** The analysis may have another name, have gone, or be there again. */
  #followList(): void {
    const { store } = this.#parts;
    this.#panel.title = panelTitle(store, this.id);
    const isThere = store.find(this.id) !== undefined;
    if (isThere !== (this.#shown !== undefined) && this.#showing === 0) void this.#show();
  }

  async #receive(message: FromPage): Promise<void> {
    try {
      await this.#handle(message);
    } catch (error) {
      showError(error, this.#parts.log);
    }
  }

  async #handle(message: FromPage): Promise<void> {
    const loaded = this.#shown;
    const { store, selection, cut, edits } = this.#parts;
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        this.#isStale = false;
        this.#shown = undefined;
        return this.#show();
      case 'focused':
        this.#focus();
        return;
      case 'select':
        if (loaded !== undefined) selection.set(loaded, message.selection, 'panel');
        return;
      case 'cut':
        if (loaded !== undefined) cut.set(loaded, message.clusters, 'panel');
        return;
      case 'openDocument':
        if (loaded?.rows[message.document] === undefined) return;
        return openDocument(placeOf(loaded, message.document), message.toSide, message.isKept);
      case 'rename':
        if (message.label.trim() !== '') await edits.rename(this.id, message.cluster, message.label.trim());
        return;
      case 'ask':
        return this.#answer(message.name, message.documents);
      case 'ignoreFiles':
        if (loaded !== undefined) await ignoreFiles(loaded, message.paths);
        return;
      case 'rerun':
        return vscode.commands.executeCommand(commands.rerunAnalysis, store.find(this.id));
      case 'compare':
        return vscode.commands.executeCommand(commands.compareAnalyses, store.find(this.id));
      case 'export':
        return vscode.commands.executeCommand(commands.exportAnalysis, store.find(this.id));
      case 'savePicture':
        if (loaded !== undefined) await savePicture(loaded, message.name, message.bytes);
        return;
      case 'saveState':
        if (loaded !== undefined) await this.#keep(loaded, message.state);
    }
  }

  async #answer(name: InsightName, documents: readonly number[] | undefined): Promise<void> {
    const asked = this.#shown;
    if (asked === undefined) return;
    try {
      const insight = await this.#parts.engine.insight({
        analysis: asked.folder,
        name,
        ...(documents && { documents }),
      });
      if (this.#nowShown()?.index === asked.index) this.#post({ type: 'insight', insight });
    } catch (error) {
      this.#parts.log.error(String(error));
      if (this.#nowShown()?.index === asked.index)
        this.#post({ type: 'insightFailed', name, message: sentenceOf(error) });
    }
  }

  /** After an edit by hand, tells what it left; else shows the analysis from the start. */
  #follow(loaded: LoadedAnalysis): void {
    this.#panel.title = panelTitle(this.#parts.store, this.id);
    const shown = this.#shown;
    if (loaded.index !== shown?.index) {
      void this.#show();
      return;
    }
    this.#shown = loaded;
    if (loaded.edited === shown.edited) return;
    this.#post(editedMessage(loaded));
    void this.#compare();
  }

  async #show(): Promise<void> {
    this.#showing++;
    try {
      // One after the other: the texts of two must not mix.
      this.#telling = this.#telling.then(() => this.#tellAnalysis());
      await this.#telling;
    } finally {
      this.#showing--;
    }
    if (this.#showing === 0) void this.#compare();
  }

  /** Tells the page how the analysis agrees with the one that it was last compared with. */
  async #compare(): Promise<void> {
    const shown = this.#shown;
    this.#comparison = undefined;
    const { context, store, engine, log } = this.#parts;
    const compared = (): string | undefined => context.workspaceState.get<string>(comparedKey(this.id));
    const other = store.find(compared() ?? '');
    if (shown === undefined || other === undefined) return;
    this.#post({ type: 'comparing', isAsked: this.#isComparisonAsked });
    this.#isComparisonAsked = false;
    // After an edit or with another analysis the page is told anew.
    const isCurrent = (): boolean => this.#nowShown()?.edited === shown.edited && compared() === other.id;
    try {
      const comparison = await comparisonOf(shown, other, store, engine);
      if (!isCurrent()) return;
      this.#comparison = comparison;
      this.#post({ type: 'compared', comparison });
    } catch (error) {
      log.error(String(error));
      if (isCurrent()) this.#post({ type: 'compareFailed', message: sentenceOf(error) });
    }
  }

  async #tellAnalysis(): Promise<void> {
    const { store, context, cut, selection, log } = this.#parts;
    const stored = store.find(this.id);
    if (stored === undefined) {
      this.#shown = undefined;
      const message = vscode.l10n.t('This analysis is no longer there. Choose another one in the Analyses view.');
      this.#post({ type: 'failed', message });
      return;
    }
    try {
      const loaded = await store.load(stored);
      this.#shown = loaded;
      const data = await pageData(loaded);
      const kept = context.workspaceState.get<KeptState>(stateKey(this.id));
      const state = kept?.created === loaded.analysis.created ? kept.state : undefined;
      const shell = await this.#postTexts(data, loaded);
      const now = this.#nowShown();
      if (now?.index !== loaded.index) return; // it was replaced by now
      // Meanwhile a cluster may have been edited or selected.
      this.#post({ type: 'show', data: shell, state, cut: cut.of(now) });
      this.#postStale();
      if (now.edited !== loaded.edited) this.#post(editedMessage(now));
      const selected = selection.of(now);
      if (selected.kind !== 'none') this.#post({ type: 'select', selection: selected });
    } catch (error) {
      log.error(String(error));
      this.#post({ type: 'failed', message: sentenceOf(error) });
    }
  }

  /** Hands the texts over in pieces: as one message they would hold the event loop up while they become JSON. */
  async #postTexts(data: PageData, { index }: LoadedAnalysis): Promise<PageData> {
    const { id, path, title, snippet } = data.documents;
    for (let from = 0; from < id.length && this.#shown?.index === index; from += textsAtOnce) {
      const piece = (texts: readonly string[]): readonly string[] => texts.slice(from, from + textsAtOnce);
      const texts = { id: piece(id), path: piece(path), title: piece(title), snippet: piece(snippet) };
      this.#post({ type: 'texts', from, texts });
      await nextTurn();
    }
    return { ...data, documents: { ...data.documents, id: [], path: [], title: [], snippet: [] } };
  }

  /** Says how many files have changed since the analysis, as far as that is known. */
  #postStale(): void {
    const count = this.#parts.changed.filesOf(this.id).size;
    if (count === 0 && !this.#isStale) return;
    this.#isStale = count > 0;
    this.#post({ type: 'stale', ...(count > 0 && { message: changedFilesText(count) }) });
  }

  #keep({ analysis }: LoadedAnalysis, state: PageState): Thenable<void> {
    const kept = { created: analysis.created, state } satisfies KeptState;
    return this.#parts.context.workspaceState.update(stateKey(this.id), kept);
  }

  /** What is shown after an await, which the compiler believes to be what was shown before it. */
  #nowShown(): LoadedAnalysis | undefined {
    return this.#shown;
  }

  #post(message: ToPage): void {
    if (this.#isReady) void this.#panel.webview.postMessage(message);
  }
}

export function panelOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [webviewRoot(extensionUri)] };
}

function webviewRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** The name of an analysis, with its time where others have the same name. */
export function panelTitle({ analyses }: Pick<AnalysisStore, 'analyses'>, id: string): string {
  const analysis = analyses.find((stored) => stored.id === id)?.analysis;
  if (analysis === undefined) return vscode.l10n.t('Analysis');
  const { name, created } = analysis;
  const isUnique = analyses.filter((other) => other.analysis?.name === name).length === 1;
  return isUnique ? name : `${name} · ${new Date(created).toLocaleString(vscode.env.language)}`;
}

async function pageData({ folder, analysis, rows }: LoadedAnalysis): Promise<PageData> {
  const { pageDataSteps } = await import('../../shared/pageData');
  const strings = vscode.l10n.bundle ?? {};
  return inTurns(pageDataSteps(analysis, rows, await readLinkage(folder), { strings, hasEditor: true }));
}

function editedMessage({ analysis, rows }: LoadedAnalysis): ToPage {
  const [cluster, subcluster] = [new Int32Array(rows.length), new Int32Array(rows.length)];
  for (let i = 0; i < rows.length; i++) {
    cluster[i] = rows[i]!.cluster;
    subcluster[i] = rows[i]!.subcluster;
  }
  return { type: 'edited', analysis, cluster, subcluster };
}

/** What the page showed of an analysis. After a re-run the same numbers mean other documents. */
interface KeptState {
  readonly created: string;
  readonly state: PageState;
}

function stateKey(id: string): string {
  return `grove.page.${id}`;
}

/** Under which the analysis that another one was last compared with is kept. */
function comparedKey(id: string): string {
  return `grove.compared.${id}`;
}
