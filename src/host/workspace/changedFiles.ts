import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { AnalysisStore } from '../state/analysisStore';
import type { LoadedAnalysis } from '../state/loadedAnalysis';

/** How many files are asked for their time at once. */
const atOnce = 16;

/** Knows which files of the active analysis' source have changed or gone since it was made, and which have come while it watched. */
export class ChangedFiles implements vscode.Disposable {
  readonly #didChange = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly #files = new Set<string>();
  #watched: LoadedAnalysis | undefined;
  #watcher: vscode.Disposable | undefined;

  readonly onDidChange = this.#didChange.event;

  constructor(store: AnalysisStore) {
    this.#subscription = store.onDidChangeActive((active) => this.#watch(active));
  }

  /** Absolute paths. */
  get files(): ReadonlySet<string> {
    return this.#files;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#watcher?.dispose();
    this.#didChange.dispose();
  }

  #watch(loaded: LoadedAnalysis | undefined): void {
    const isSame = loaded !== undefined && this.#watched !== undefined && isSameRun(loaded, this.#watched);
    this.#watched = loaded;
    if (isSame) return; // renamed only
    this.#watcher?.dispose();
    this.#watcher = undefined;
    this.#files.clear();
    if (loaded !== undefined) {
      this.#watcher = this.#watcherOf(loaded);
      void this.#compareTimes(loaded);
    }
    this.#didChange.fire();
  }

  #watcherOf(loaded: LoadedAnalysis): vscode.Disposable {
    const { path: source, kind } = loaded.analysis.source;
    const pattern =
      kind === 'folder'
        ? new vscode.RelativePattern(vscode.Uri.file(source), '**/*')
        : new vscode.RelativePattern(vscode.Uri.file(path.dirname(source)), path.basename(source));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const extensions = new Set([...loaded.files()].map(([file]) => path.extname(file).toLowerCase()));
    const isDocument = (file: string): boolean => loaded.documentsInFile(file).length > 0;
    const mayBecome = (file: string): boolean =>
      extensions.has(path.extname(file).toLowerCase()) &&
      !path
        .relative(source, file)
        .split(path.sep)
        .some((part) => part.startsWith('.'));
    // Events can be about what was written before the run: the files themselves tell.
    const look = ({ fsPath }: vscode.Uri): void => {
      if (isDocument(fsPath)) void this.#compareTime(fsPath, loaded);
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(look),
      watcher.onDidCreate((uri) => {
        if (!isDocument(uri.fsPath) && mayBecome(uri.fsPath)) this.#add(uri.fsPath);
        else look(uri);
      }),
      watcher.onDidDelete((uri) => {
        look(uri);
        if (!isDocument(uri.fsPath) && this.#files.delete(uri.fsPath)) this.#didChange.fire();
      }),
    );
  }

  /** Finds what changed while nobody watched. */
  async #compareTimes(loaded: LoadedAnalysis): Promise<void> {
    const files = loaded.files()[Symbol.iterator]();
    const compare = async (): Promise<void> => {
      for (let next = files.next(); next.done !== true && this.#isActive(loaded); next = files.next())
        await this.#compareTime(next.value[0], loaded);
    };
    await Promise.all(Array.from({ length: atOnce }, compare));
  }

  /** A file written since the run began, or gone, has changed. */
  async #compareTime(file: string, loaded: LoadedAnalysis): Promise<void> {
    const { created, seconds } = loaded.analysis;
    const begun = Date.parse(created) - 1000 * (seconds['total'] ?? 0);
    const written = await fs.stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity, // gone, or no longer to be read
    );
    if (written > begun && this.#isActive(loaded)) this.#add(file);
  }

  #isActive(loaded: LoadedAnalysis): boolean {
    return this.#watched !== undefined && isSameRun(loaded, this.#watched);
  }

  #add(file: string): void {
    if (this.#files.has(file)) return;
    this.#files.add(file);
    this.#didChange.fire();
  }
}

function isSameRun(a: LoadedAnalysis, b: LoadedAnalysis): boolean {
  return a.id === b.id && a.analysis.created === b.analysis.created;
}
