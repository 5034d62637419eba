import * as vscode from 'vscode';
import type { SimilarDocument } from '../../shared/engineProtocol';
import { GroveError } from '../../shared/errors';
import { commands, settings, settingsSection, treeItems, views } from '../contributions';
import { disposeAll, type Owned } from '../disposeAll';
import type { EngineClient } from '../engine/engineClient';
import type { Log } from '../log';
import type { AnalysisStore } from '../state/analysisStore';
import { sentenceOf } from '../state/faultMessage';
import { placeOf } from '../workspace/documents';
import { clusterColor } from './clusterColors';
import { comparesPassages, type SimilarQuestion, similarQuestion } from './similarQuestion';
import { noiseLabel, percent, similarTooltip } from './texts';

const debounceMs = 150;

/** A text is encoded first, and changes with every key. */
const textDebounceMs = 400;

/** The documents nearest to the one in the active editor, or to the passage that the cursor is in. */
export class SimilarView implements vscode.TreeDataProvider<SimilarDocument>, vscode.Disposable {
  readonly #store: AnalysisStore;
  readonly #engine: EngineClient;
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #view: vscode.TreeView<SimilarDocument>;
  readonly #owned: readonly Owned[];
  #timer: NodeJS.Timeout | undefined;
  /** What is shown: asked about again only when something changed. */
  #shown: SimilarQuestion | undefined;
  #similar: readonly SimilarDocument[] = [];
  #question = 0;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(store: AnalysisStore, engine: EngineClient, log: Log) {
    this.#store = store;
    this.#engine = engine;
    this.#log = log;
    this.#view = vscode.window.createTreeView(views.similar, { treeDataProvider: this });
    this.#owned = [
      this.#changed,
      this.#view,
      store.onDidChangeActive(() => this.#refreshSoon()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#refreshSoon()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        // In a table, every row is a document.
        const isTable = store.active?.analysis.source.path === textEditor.document.uri.fsPath;
        if (comparesPassages()) this.#refreshSoon(textDebounceMs);
        else if (isTable) this.#refreshSoon();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        const isOfText = comparesPassages() || this.#shown?.document === undefined;
        if (isOfText && document === vscode.window.activeTextEditor?.document) this.#refreshSoon(textDebounceMs);
      }),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) this.#refreshSoon();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(`${settingsSection}.similar`)) return;
        this.#shown = undefined;
        this.#refreshSoon();
      }),
    ];
  }

  /** What the view lists now. */
  get similar(): readonly SimilarDocument[] {
    return this.#similar;
  }

  getChildren(parent?: SimilarDocument): SimilarDocument[] {
    return parent === undefined ? [...this.#similar] : [];
  }

  getTreeItem(similar: SimilarDocument): vscode.TreeItem {
    const loaded = this.#store.active;
    const label = loaded?.cluster(similar.cluster)?.label ?? noiseLabel();
    const item = new vscode.TreeItem(similar.title === '' ? similar.id : similar.title);
    item.id = similar.id;
    item.description = `${percent(similar.similarity)} · ${label}`;
    item.iconPath = new vscode.ThemeIcon('file', clusterColor(loaded, similar.cluster));
    item.contextValue = treeItems.document;
    const document = loaded?.indexOf(similar.id) ?? -1;
    if (loaded !== undefined && document >= 0)
      item.command = {
        command: commands.openDocument,
        title: vscode.l10n.t('Open Document'),
        arguments: [placeOf(loaded, document)],
      };
    return item;
  }

  /** The tooltip, made when it is looked at. */
  resolveTreeItem(item: vscode.TreeItem, similar: SimilarDocument): vscode.TreeItem {
    item.tooltip = similarTooltip(similar, this.#store.active?.cluster(similar.cluster)?.label ?? noiseLabel());
    return item;
  }

  /** Asks the engine for the documents nearest to a document, or to a text. */
  async ask({ loaded, document, text }: Omit<SimilarQuestion, 'name'>): Promise<readonly SimilarDocument[]> {
    const configuration = vscode.workspace.getConfiguration(settingsSection);
    const id = document === undefined ? undefined : loaded.rows[document]!.id;
    const asked = {
      analysis: loaded.folder,
      top: configuration.get<number>(settings.similarCount) ?? 20,
      leaveOut: {
        sameFolder: configuration.get<boolean>(settings.similarSameFolder) ?? false,
        nearDuplicates: configuration.get<boolean>(settings.similarNearDuplicates) ?? false,
      },
    };
    const { similar } =
      text === undefined
        ? await this.#engine.similar({ ...asked, document: id ?? '' })
        : await this.#engine.similarToText({ ...asked, text, ...(id !== undefined && { within: id }) });
    return similar;
  }

  /** Brings the view up to date with the active editor. */
  async refresh(): Promise<void> {
    const loaded = this.#store.active;
    const editor = vscode.window.activeTextEditor;
    if (loaded === undefined || editor === undefined) {
      const hint = vscode.l10n.t('Open a document of the analysis to see those most like it.');
      this.#show(undefined, [], loaded === undefined ? undefined : hint);
      return;
    }
    const asked = similarQuestion(loaded, editor);
    if (typeof asked === 'string') {
      this.#show(undefined, [], asked);
      return;
    }
    const { document, text } = asked;
    const shown = this.#shown;
    if (shown?.loaded === loaded && shown.document === document && shown.text === text) return;
    const question = ++this.#question;
    try {
      const similar = await this.ask(asked);
      if (question === this.#question) this.#show(asked, similar, undefined);
    } catch (error) {
      if (!GroveError.is(error, 'bad-input'))
        this.#log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (question === this.#question) this.#show(undefined, [], sentenceOf(error));
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    disposeAll(this.#owned);
  }

  #refreshSoon(afterMs = debounceMs): void {
    clearTimeout(this.#timer);
    if (!this.#view.visible) return;
    this.#timer = setTimeout(() => void this.refresh(), afterMs);
  }

  #show(shown: SimilarQuestion | undefined, similar: readonly SimilarDocument[], message: string | undefined): void {
    this.#question++;
    this.#shown = shown;
    this.#similar = similar;
    this.#view.message = message ?? '';
    this.#view.description = shown?.name ?? '';
    this.#changed.fire();
  }
}
