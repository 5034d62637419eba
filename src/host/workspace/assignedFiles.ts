import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../shared/errors';
import { settings, settingsSection } from '../contributions';
import { disposeAll, type Owned } from '../disposeAll';
import type { EngineClient } from '../engine/engineClient';
import type { Log } from '../log';
import type { AnalysisStore } from '../state/analysisStore';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import type { ChangedFiles } from './changedFiles';

/** A file is often written more than once. */
const settleMs = 300;

/** More are asked about in turns, so that the first answers are there soon. */
const filesAtOnce = 500;

/**
 * The clusters of changed and new files of the active analysis' folder: the engine encodes them with the saved model, and
 * nothing is fitted again. The analysis on disk stays as it is. Tables are left to a re-run: any row of one may have changed.
 */
export class AssignedFiles implements vscode.Disposable {
  readonly #store: AnalysisStore;
  readonly #engine: EngineClient;
  readonly #changed: ChangedFiles;
  readonly #log: Log;
  readonly #didAssign = new vscode.EventEmitter<readonly string[]>();
  readonly #owned: readonly Owned[];
  readonly #clusters = new Map<string, number>();
  readonly #pending = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #isAsking = false;
  #isDisposed = false;

  /** The files, by their absolute paths, whose cluster is another, or no longer known. */
  readonly onDidAssign = this.#didAssign.event;

  constructor(store: AnalysisStore, engine: EngineClient, changed: ChangedFiles, log: Log) {
    this.#store = store;
    this.#engine = engine;
    this.#changed = changed;
    this.#log = log;
    this.#owned = [
      this.#didAssign,
      changed.onDidChangeFile((file) => this.#assignSoon([file])),
      changed.onDidChange(() => this.#forget((file) => !changed.files.has(file))),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(`${settingsSection}.${settings.assignChangedFiles}`)) return;
        if (isEnabled()) this.#assignSoon(changed.files);
        else this.#forget(() => true);
      }),
    ];
  }

  /** The cluster that a changed or new file belongs to now; undefined where that is not known. */
  clusterOf(file: string): number | undefined {
    return this.#clusters.get(file);
  }

  /** The files that are in no document of an analysis, by the cluster that they were assigned to; sorted. */
  newFilesOf(loaded: LoadedAnalysis): ReadonlyMap<number, readonly string[]> {
    const files = new Map<number, string[]>();
    for (const [file, cluster] of [...this.#clusters].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (loaded.documentsInFile(file).length > 0) continue;
      const own = files.get(cluster);
      if (own === undefined) files.set(cluster, [file]);
      else own.push(file);
    }
    return files;
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    disposeAll(this.#owned);
  }

  #assignSoon(files: Iterable<string>): void {
    if (!isEnabled()) return;
    for (const file of files) this.#pending.add(file);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#assignPending(), settleMs);
  }

  async #assignPending(): Promise<void> {
    if (this.#isAsking) return; // what has come meanwhile is asked about next
    this.#isAsking = true;
    try {
      while (this.#pending.size > 0 && !this.#isDisposed) {
        const files = [...this.#pending].slice(0, filesAtOnce);
        for (const file of files) this.#pending.delete(file);
        const loaded = this.#store.active;
        if (loaded?.analysis.source.kind === 'folder') await this.#assign(files, loaded);
      }
    } finally {
      this.#isAsking = false;
    }
  }

  async #assign(files: readonly string[], loaded: LoadedAnalysis): Promise<void> {
    const found = await this.#ask(files, loaded);
    if (this.#isDisposed || this.#store.active?.id !== loaded.id) return;
    for (const file of files) {
      const cluster = found.get(file);
      if (cluster === undefined || !this.#changed.files.has(file)) this.#clusters.delete(file);
      else this.#clusters.set(file, cluster);
    }
    this.#didAssign.fire(files);
  }

  /** Nothing for files that are gone, ignored or without text. */
  async #ask(files: readonly string[], loaded: LoadedAnalysis): Promise<ReadonlyMap<string, number>> {
    const source = loaded.analysis.source.path;
    const names = files.map((file) => path.relative(source, file).split(path.sep).join('/'));
    try {
      const { documents } = await this.#engine.assign({
        runId: 'changed files',
        analysis: loaded.folder,
        source,
        sourceOptions: {},
        files: names,
      });
      const inFiles = documents.filter(({ row }) => row === undefined);
      return new Map(inFiles.map(({ path: name, cluster }) => [path.join(source, name), cluster]));
    } catch (error) {
      this.#log.info(`Changed files were not assigned: ${messageOf(error)}`);
      return new Map();
    }
  }

  #forget(isForgotten: (file: string) => boolean): void {
    for (const file of this.#pending) if (isForgotten(file)) this.#pending.delete(file);
    const forgotten = [...this.#clusters.keys()].filter(isForgotten);
    for (const file of forgotten) this.#clusters.delete(file);
    if (forgotten.length > 0) this.#didAssign.fire(forgotten);
  }
}

function isEnabled(): boolean {
  return vscode.workspace.getConfiguration(settingsSection).get<boolean>(settings.assignChangedFiles) ?? true;
}
