import * as vscode from 'vscode';
import { settings, settingsSection } from '../contributions';
import { disposeAll, type Owned } from '../disposeAll';
import type { AnalysisStore } from '../state/analysisStore';
import { type LoadedAnalysis, noiseCluster } from '../state/loadedAnalysis';
import type { AssignedFiles } from '../workspace/assignedFiles';
import { clusterBadge } from './clusterBadge';
import { clusterColor } from './clusterColors';

/** The editor drops what goes beyond 250 in one event. */
const mostNamed = 200;

/** A badge on every file of the active analysis, with its cluster's number and colour. */
export class ClusterDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri[] | undefined>();
  readonly #owned: readonly Owned[];
  readonly #assigned: AssignedFiles;
  #loaded: LoadedAnalysis | undefined;
  #isEnabled: boolean;

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(store: AnalysisStore, assigned: AssignedFiles) {
    this.#assigned = assigned;
    this.#isEnabled = isEnabled();
    this.#loaded = store.active;
    this.#owned = [
      this.#changed,
      store.onDidChangeActive((active) => {
        const before = this.#loaded;
        this.#loaded = active;
        this.#announce(before, active);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(`${settingsSection}.${settings.decorationsEnabled}`)) return;
        this.#isEnabled = isEnabled();
        this.#announce(this.#loaded, undefined);
      }),
      assigned.onDidAssign((files) => {
        this.#changed.fire(files.length > mostNamed ? undefined : files.map((file) => vscode.Uri.file(file)));
      }),
      vscode.window.registerFileDecorationProvider(this),
    ];
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (!this.#isEnabled || this.#loaded === undefined || uri.scheme !== 'file') return undefined;
    const documents = this.#loaded.documentsInFile(uri.fsPath);
    // A table's rows are in many clusters: no badge can say that.
    const written = documents.length === 1 ? this.#loaded.rows[documents[0]!]!.cluster : undefined;
    const assigned = this.#assigned.clusterOf(uri.fsPath);
    const cluster = this.#loaded.cluster(assigned ?? written ?? noiseCluster);
    if (cluster === undefined) return undefined;
    const decoration = new vscode.FileDecoration(
      clusterBadge(cluster.id),
      assigned === undefined
        ? vscode.l10n.t('Cluster: {0}', cluster.label)
        : vscode.l10n.t('Cluster: {0} (of the text as it is now)', cluster.label),
      clusterColor(this.#loaded, cluster.id),
    );
    decoration.propagate = false;
    return decoration;
  }

  dispose(): void {
    disposeAll(this.#owned);
  }

  /**
   * Says that the badges of two analyses' files changed. Of many it is said at once for all: the window asks then for those that it shows, where a
   * hundred thousand names would keep it busy for seconds.
   */
  #announce(before: LoadedAnalysis | undefined, after: LoadedAnalysis | undefined): void {
    const files: vscode.Uri[] = [];
    for (const file of filesToDecorate(before, after)) {
      if (files.length === mostNamed) {
        this.#changed.fire(undefined);
        return;
      }
      files.push(vscode.Uri.file(file));
    }
    if (files.length > 0) this.#changed.fire(files);
  }
}

/** The files whose badge may be another: after an edit those that it touched, else all of both. */
function* filesToDecorate(before: LoadedAnalysis | undefined, after: LoadedAnalysis | undefined): Iterable<string> {
  if (before !== undefined && after !== undefined && before.index === after.index) {
    for (const [i, row] of after.rows.entries()) if (row !== before.rows[i]) yield after.fileOf(i);
    return;
  }
  for (const loaded of [before, after]) for (const [file] of loaded?.files() ?? []) yield file;
}

function isEnabled(): boolean {
  return vscode.workspace.getConfiguration(settingsSection).get<boolean>(settings.decorationsEnabled) ?? true;
}
