import * as vscode from 'vscode';
import { panels } from '../contributions';
import { disposeAll, type Owned } from '../disposeAll';
import type { StoredAnalysis } from '../state/analysisStore';
import { AnalysisPanel, panelOptions, type PanelParts, panelTitle } from './analysisPanel';

/** The panels that are open: at most one an analysis. They are there again after the window was reloaded. */
export class AnalysisPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #parts: PanelParts;
  readonly #panels = new Map<string, AnalysisPanel>();
  readonly #owned: readonly Owned[];

  constructor(parts: PanelParts) {
    this.#parts = parts;
    this.#owned = [
      parts.store.onDidDelete((id) => this.#panels.get(id)?.dispose()),
      vscode.window.registerWebviewPanelSerializer(panels.analysis, this),
    ];
  }

  /** The panel of an analysis, while it is open. */
  of(id: string): AnalysisPanel | undefined {
    return this.#panels.get(id);
  }

  /** The ids of the analyses whose panels are open. */
  get ids(): string[] {
    return [...this.#panels.keys()];
  }

  /** Opens the panel of an analysis beside the text that is being edited, or brings it to the front. */
  open(id: string): AnalysisPanel {
    const open = this.#panels.get(id);
    if (open !== undefined) {
      open.reveal();
      return open;
    }
    const viewColumn = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const { store, context } = this.#parts;
    const panel = vscode.window.createWebviewPanel(
      panels.analysis,
      panelTitle(store, id),
      { viewColumn, preserveFocus: true },
      panelOptions(context.extensionUri),
    );
    return this.#adopt(panel, id);
  }

  /** Shows an analysis in its panel, held against another one. */
  async compare({ id }: StoredAnalysis, other: StoredAnalysis): Promise<void> {
    await this.open(id).compare(other);
  }

  /** Waits for the list of analyses: a page that comes before it would be told that its own is not there. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { store } = this.#parts;
    await store.whenRestored();
    const id = analysisOf(state) ?? store.active?.id ?? '';
    if (this.#panels.has(id)) panel.dispose();
    else this.#adopt(panel, id);
  }

  dispose(): void {
    for (const panel of [...this.#panels.values()]) panel.dispose();
    disposeAll(this.#owned);
  }

  #adopt(webviewPanel: vscode.WebviewPanel, id: string): AnalysisPanel {
    const panel = new AnalysisPanel(this.#parts, id, webviewPanel);
    this.#panels.set(id, panel);
    panel.onDidClose(() => this.#panels.delete(id));
    return panel;
  }
}

/** Which analysis a page was of when the window was closed: what it handed to `setState`. */
function analysisOf(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null || !('analysis' in state)) return undefined;
  return typeof state.analysis === 'string' ? state.analysis : undefined;
}
