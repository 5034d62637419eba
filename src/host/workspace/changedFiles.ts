import * as vscode from 'vscode';
import { disposeAll, type Owned } from '../disposeAll';
import type { AnalysisStore } from '../state/analysisStore';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import type { FrontMatterRecords } from './frontMatterRecords';
import { WatchedSource } from './watchedSource';

const none: ReadonlySet<string> = new Set();

/**
 * Knows which files of the sources of the active analysis, and of those that were active before and are still in memory, have changed since
 * each was made: each file is asked for its time once, then watched.
 */
export class ChangedFiles implements vscode.Disposable {
  readonly #store: AnalysisStore;
  readonly #frontMatter: FrontMatterRecords;
  readonly #didChange = new vscode.EventEmitter<void>();
  readonly #didChangeFile = new vscode.EventEmitter<string>();
  readonly #owned: readonly Owned[];
  readonly #watched = new Map<string, WatchedSource>();
  #activeId: string | undefined;

  /** The changed files of an analysis are others, or another one is active. */
  readonly onDidChange = this.#didChange.event;
  /** A file of `files`, by its absolute path, each time that it was written, came or went, and when its analysis becomes active. */
  readonly onDidChangeFile = this.#didChangeFile.event;

  constructor(store: AnalysisStore, frontMatter: FrontMatterRecords) {
    this.#store = store;
    this.#frontMatter = frontMatter;
    this.#owned = [
      this.#didChange,
      this.#didChangeFile,
      store.onDidChangeActive((active) => this.#watch(active)),
      store.onDidDelete((id) => this.#forget(id)),
    ];
  }

  /** Those of the active analysis, absolute paths. */
  get files(): ReadonlySet<string> {
    const { active } = this.#store;
    return active === undefined ? none : this.filesOf(active.id);
  }

  /** Those of an analysis that is or was active; none of others. */
  filesOf(id: string): ReadonlySet<string> {
    return this.#watched.get(id)?.files ?? none;
  }

  /** Forgets documents of the active analysis that are as they were when it was made, but for tags that Grove wrote. */
  async lookAgain(files: readonly string[]): Promise<void> {
    await this.#watched.get(this.#store.active?.id ?? '')?.lookAgain(files);
  }

  dispose(): void {
    for (const id of [...this.#watched.keys()]) this.#forget(id);
    disposeAll(this.#owned);
  }

  #watch(active: LoadedAnalysis | undefined): void {
    const watched = active && this.#watched.get(active.id);
    const known = active !== undefined && watched?.isOf(active) === true ? watched : undefined;
    if (known !== undefined && active?.id === this.#activeId) return; // edited or renamed only
    this.#activeId = active?.id;
    for (const id of [...this.#watched.keys()]) if (this.#store.loaded(id) === undefined) this.#forget(id);
    if (known !== undefined) for (const file of known.files) this.#didChangeFile.fire(file);
    else if (active !== undefined) {
      this.#forget(active.id);
      this.#watched.set(active.id, this.#watchedSource(active));
    }
    this.#didChange.fire();
  }

  #watchedSource(loaded: LoadedAnalysis): WatchedSource {
    return new WatchedSource(loaded, this.#frontMatter, {
      onChange: () => this.#didChange.fire(),
      onChangeFile: (file) => {
        if (this.#store.active?.id === loaded.id) this.#didChangeFile.fire(file);
      },
    });
  }

  #forget(id: string): void {
    this.#watched.get(id)?.dispose();
    this.#watched.delete(id);
  }
}
