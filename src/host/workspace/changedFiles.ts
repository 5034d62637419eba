import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { AnalysisStore } from '../state/analysisStore';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import type { FrontMatterRecords } from './frontMatterRecords';

/** How many files are asked for their time at once. */
const atOnce = 16;

/** Knows which files of the active analysis' source have changed or gone since it was made, and which have come while it watched. */
export class ChangedFiles implements vscode.Disposable {
  readonly #didChange = new vscode.EventEmitter<void>();
  readonly #didChangeFile = new vscode.EventEmitter<string>();
  readonly #subscription: vscode.Disposable;
  readonly #frontMatter: FrontMatterRecords;
  readonly #files = new Set<string>();
  #watched: LoadedAnalysis | undefined;
  #watcher: vscode.Disposable | undefined;

  readonly onDidChange = this.#didChange.event;
  /** A file of `files`, by its absolute path, each time that it was written, came or went. */
  readonly onDidChangeFile = this.#didChangeFile.event;

  constructor(store: AnalysisStore, frontMatter: FrontMatterRecords) {
    this.#frontMatter = frontMatter;
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
    this.#didChangeFile.dispose();
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
    const extensions = new Set(loaded.rows.map((row) => path.extname(row.path).toLowerCase()));
    const isDocument = (file: string): boolean => loaded.documentsInFile(file).length > 0;
    const isHidden = (file: string): boolean =>
      path
        .relative(source, file)
        .split(path.sep)
        .some((part) => part.startsWith('.'));
    const mayBecome = (file: string): boolean => extensions.has(path.extname(file).toLowerCase()) && !isHidden(file);
    // Events can be about what was written before the run: the files themselves tell.
    const look = ({ fsPath }: vscode.Uri): void => {
      if (isDocument(fsPath)) void this.#compareTime(fsPath, loaded);
      else if (this.#files.has(fsPath)) this.#didChangeFile.fire(fsPath);
    };
    // One event may tell of a folder with all that is in it.
    const cameInside = async (place: string): Promise<void> => {
      const isFolder = await fs.stat(place).then(
        (stats) => stats.isDirectory(),
        () => false,
      );
      if (!isFolder || isHidden(place)) return;
      const inside = new vscode.RelativePattern(vscode.Uri.file(place), '**/*');
      const files = (await vscode.workspace.findFiles(inside, null)).map(({ fsPath }) => fsPath);
      if (this.#isActive(loaded)) for (const file of files) if (!isDocument(file) && mayBecome(file)) this.#add(file);
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(look),
      watcher.onDidCreate((uri) => {
        if (!isDocument(uri.fsPath) && mayBecome(uri.fsPath)) this.#add(uri.fsPath);
        else if (isDocument(uri.fsPath)) look(uri);
        else void cameInside(uri.fsPath);
      }),
      watcher.onDidDelete((uri) => {
        if (isDocument(uri.fsPath)) look(uri);
        else this.#wentWith(uri.fsPath, loaded);
      }),
    );
  }

  /** A file that was new has gone, or a folder with what was in it. */
  #wentWith(place: string, loaded: LoadedAnalysis): void {
    const isWithin = (file: string): boolean => file === place || file.startsWith(place + path.sep);
    const isNew = (file: string): boolean => loaded.documentsInFile(file).length === 0;
    const gone = [...this.#files].filter((file) => isNew(file) && isWithin(file));
    for (const file of gone) this.#files.delete(file);
    if (gone.length > 0) this.#didChange.fire();
    for (const [file] of loaded.files()) if (isWithin(file)) void this.#compareTime(file, loaded);
  }

  /** Forgets documents that are as they were when the analysis was made, but for tags that Grove wrote. */
  async lookAgain(files: readonly string[]): Promise<void> {
    const loaded = this.#watched;
    if (loaded === undefined) return;
    let isForgotten = false;
    for (const file of files)
      if (this.#files.has(file) && !(await this.#hasChanged(file, loaded)))
        isForgotten = this.#files.delete(file) || isForgotten;
    if (isForgotten) this.#didChange.fire();
  }

  /** Finds what changed while nobody watched. */
  async #compareTimes(loaded: LoadedAnalysis): Promise<void> {
    await this.#frontMatter.read(loaded.id).catch(() => {}); // told where tags are written or taken back
    const files = loaded.files()[Symbol.iterator]();
    const compare = async (): Promise<void> => {
      for (let next = files.next(); next.done !== true && this.#isActive(loaded); next = files.next())
        await this.#compareTime(next.value[0], loaded);
    };
    await Promise.all(Array.from({ length: atOnce }, compare));
  }

  async #compareTime(file: string, loaded: LoadedAnalysis): Promise<void> {
    if ((await this.#hasChanged(file, loaded)) && this.#isActive(loaded)) this.#add(file);
  }

  /** A file written since the run began, or gone, has changed. */
  async #hasChanged(file: string, loaded: LoadedAnalysis): Promise<boolean> {
    const { created, seconds } = loaded.analysis;
    const begun = Date.parse(created) - 1000 * (seconds['total'] ?? 0);
    const written = await fs.stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity, // gone, or no longer to be read
    );
    return written > begun && !this.#frontMatter.isOurs(file, written);
  }

  #isActive(loaded: LoadedAnalysis): boolean {
    return this.#watched !== undefined && isSameRun(loaded, this.#watched);
  }

  #add(file: string): void {
    const isKnown = this.#files.has(file);
    this.#files.add(file);
    this.#didChangeFile.fire(file);
    if (!isKnown) this.#didChange.fire();
  }
}

function isSameRun(a: LoadedAnalysis, b: LoadedAnalysis): boolean {
  return a.id === b.id && a.analysis.created === b.analysis.created;
}
