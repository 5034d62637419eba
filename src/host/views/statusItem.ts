import path from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../contributions';
import { disposeAll, type Owned } from '../disposeAll';
import { formatCount } from '../notify';
import { Soon } from '../soon';
import type { AnalysisStore } from '../state/analysisStore';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import type { AssignedFiles } from '../workspace/assignedFiles';
import type { ChangedFiles } from '../workspace/changedFiles';
import { noiseLabel } from './texts';

const filesNamed = 10;

/** In the status bar: how far a run is, or whether the active analysis is still true of its files. */
export class StatusItem implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('grove.status', vscode.StatusBarAlignment.Left, 0);
  readonly #store: AnalysisStore;
  readonly #changed: ChangedFiles;
  readonly #assigned: AssignedFiles;
  readonly #owned: readonly Owned[];
  readonly #soon = new Soon(() => this.#show());
  #percent: number | undefined;

  constructor(store: AnalysisStore, changed: ChangedFiles, assigned: AssignedFiles) {
    this.#store = store;
    this.#changed = changed;
    this.#assigned = assigned;
    this.#item.name = vscode.l10n.t('Grove: State of the Analysis');
    this.#owned = [
      this.#item,
      this.#soon,
      changed.onDidChange(() => this.#soon.ask()),
      assigned.onDidAssign(() => this.#soon.ask()),
      store.onDidChange(() => this.#soon.ask()),
    ];
  }

  get text(): string {
    return this.#item.text;
  }

  /** @param percent how far the run is, 0 … 100; undefined where none is under way */
  setRunning(percent: number | undefined): void {
    this.#percent = percent === undefined ? undefined : Math.floor(percent);
    this.#show();
  }

  dispose(): void {
    disposeAll(this.#owned);
  }

  #show(): void {
    const loaded = this.#store.active;
    const item = this.#item;
    if (this.#percent !== undefined) {
      item.text = `$(sync~spin) ${vscode.l10n.t('Grove: {0} %', formatCount(this.#percent))}`;
      item.tooltip = vscode.l10n.t('Clustering. Click to see the log.');
      item.command = commands.showLog;
    } else if (loaded === undefined) {
      item.hide();
      return;
    } else if (this.#changed.files.size > 0) {
      item.text = `$(type-hierarchy) ${vscode.l10n.t('Grove: {0} changed', formatCount(this.#changed.files.size))}`;
      item.tooltip = `${vscode.l10n.t('Files of “{0}” that changed, came or went since it was made. Click to see them.', loaded.name)}\n${this.#names(loaded)}`;
      item.command = commands.showChangedFiles;
    } else {
      item.text = `$(type-hierarchy) ${vscode.l10n.t('Grove: up to date')}`;
      item.tooltip = vscode.l10n.t('“{0}” tells of its files as they are. Click to open it.', loaded.name);
      item.command = { command: commands.openAnalysis, title: '', arguments: [this.#store.find(loaded.id)] };
    }
    item.show();
  }

  #names(loaded: LoadedAnalysis): string {
    const { path: source, kind } = loaded.analysis.source;
    const base = kind === 'folder' ? source : path.dirname(source);
    const names = [...this.#changed.files].slice(0, filesNamed).map((file) => {
      const cluster = this.#assigned.clusterOf(file);
      const label = cluster === undefined ? undefined : (loaded.cluster(cluster)?.label ?? noiseLabel());
      return [path.relative(base, file), ...(label === undefined ? [] : [label])].join(' → ');
    });
    return [...names, ...(this.#changed.files.size > filesNamed ? ['…'] : [])].join('\n');
  }
}
