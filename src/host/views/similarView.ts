import path from 'node:path';
import * as vscode from 'vscode';
import type { SimilarDocument } from '../../shared/engineProtocol';
import { commands, settings, settingsSection, treeItems, views } from '../contributions';
import { disposeAll, type Owned } from '../disposeAll';
import type { EngineClient } from '../engine/engineClient';
import type { Log } from '../log';
import type { AnalysisStore } from '../state/analysisStore';
import { sentenceOf } from '../state/faultMessage';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import { placeOf } from '../workspace/documents';
import { clusterColor } from './clusterColors';
import { noiseLabel, percent, similarTooltip } from './texts';

const debounceMs = 150;

/** A document whose neighbours are shown. */
interface Shown {
  readonly loaded: LoadedAnalysis;
  readonly document: number;
}

/** The documents nearest to the one in the active editor. */
export class SimilarView implements vscode.TreeDataProvider<SimilarDocument>, vscode.Disposable {
  readonly #store: AnalysisStore;
  readonly #engine: EngineClient;
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #view: vscode.TreeView<SimilarDocument>;
  readonly #owned: readonly Owned[];
  #timer: NodeJS.Timeout | undefined;
  /** The document that is shown: asked about again only when something changed. */
  #shown: Shown | undefined;
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
        if (store.active?.analysis.source.path === textEditor.document.uri.fsPath) this.#refreshSoon();
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

  /** Asks the engine for the documents nearest to one. */
  async ask(loaded: LoadedAnalysis, document: number): Promise<readonly SimilarDocument[]> {
    const configuration = vscode.workspace.getConfiguration(settingsSection);
    const { similar } = await this.#engine.similar({
      analysis: loaded.folder,
      document: loaded.rows[document]!.id,
      top: configuration.get<number>(settings.similarCount) ?? 20,
      leaveOut: {
        sameFolder: configuration.get<boolean>(settings.similarSameFolder) ?? false,
        nearDuplicates: configuration.get<boolean>(settings.similarNearDuplicates) ?? false,
      },
    });
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
    const document = documentAt(loaded, editor.document.uri, editor.selection.active.line + 1);
    const name = path.basename(editor.document.uri.fsPath);
    if (document === undefined) {
      this.#show(undefined, [], vscode.l10n.t('{0} is not part of the analysis “{1}”.', name, loaded.name));
      return;
    }
    if (this.#shown?.loaded === loaded && this.#shown.document === document) return;
    const question = ++this.#question;
    try {
      const similar = await this.ask(loaded, document);
      if (question === this.#question) this.#show({ loaded, document }, similar, undefined);
    } catch (error) {
      this.#log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (question === this.#question) this.#show(undefined, [], sentenceOf(error));
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    disposeAll(this.#owned);
  }

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    if (!this.#view.visible) return;
    this.#timer = setTimeout(() => void this.refresh(), debounceMs);
  }

  #show(shown: Shown | undefined, similar: readonly SimilarDocument[], message: string | undefined): void {
    this.#question++;
    this.#shown = shown;
    this.#similar = similar;
    this.#view.message = message ?? '';
    this.#view.description = shown?.loaded.rows[shown.document]?.title ?? '';
    this.#changed.fire();
  }
}

/** The document in a file, or the row of a table that a line is in. */
export function documentAt(loaded: LoadedAnalysis, uri: vscode.Uri, line: number): number | undefined {
  if (uri.scheme !== 'file') return undefined;
  const documents = loaded.documentsInFile(uri.fsPath);
  let nearest = documents[0];
  let nearestRow = 0;
  for (const document of documents) {
    const row = loaded.rows[document]!.row ?? 0;
    if (row <= line && row > nearestRow) {
      nearest = document;
      nearestRow = row;
    }
  }
  return nearest;
}
