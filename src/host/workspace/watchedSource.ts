import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import type { FrontMatterRecords } from './frontMatterRecords';

/** How many files are asked for their time at once, and after how many of them others get a turn of so many milliseconds. */
const atOnce = 16;
const sliceLength = 512;
const pauseMs = 20;

/** What is told of a source that is watched. */
export interface SourceListener {
  /** The set of changed files is another one. */
  onChange(): void;
  /** One of them was written, came or went. */
  onChangeFile(file: string): void;
}

/** Knows which files of an analysis' source have changed or gone since it was made, and which have come while it watched. */
export class WatchedSource implements vscode.Disposable {
  readonly #loaded: LoadedAnalysis;
  readonly #frontMatter: FrontMatterRecords;
  readonly #listener: SourceListener;
  readonly #watcher: vscode.Disposable;
  readonly #files = new Set<string>();
  #isDisposed = false;

  constructor(loaded: LoadedAnalysis, frontMatter: FrontMatterRecords, listener: SourceListener) {
    this.#loaded = loaded;
    this.#frontMatter = frontMatter;
    this.#listener = listener;
    this.#watcher = this.#watch();
    void this.#compareTimes();
  }

  /** Absolute paths. */
  get files(): ReadonlySet<string> {
    return this.#files;
  }

  /** Whether it watches the source of the same run: names and edits don't matter. */
  isOf({ id, analysis }: LoadedAnalysis): boolean {
    return id === this.#loaded.id && analysis.created === this.#loaded.analysis.created;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#watcher.dispose();
  }

  #watch(): vscode.Disposable {
    const loaded = this.#loaded;
    const { path: source, kind } = loaded.analysis.source;
    const pattern =
      kind === 'folder'
        ? new vscode.RelativePattern(vscode.Uri.file(source), '**/*')
        : new vscode.RelativePattern(vscode.Uri.file(path.dirname(source)), path.basename(source));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const extensions = new Set(loaded.rows.map((row) => path.extname(row.path).toLowerCase()));
    const isHidden = (file: string): boolean =>
      path
        .relative(source, file)
        .split(path.sep)
        .some((part) => part.startsWith('.'));
    const mayBecome = (file: string): boolean => extensions.has(path.extname(file).toLowerCase()) && !isHidden(file);
    // Events can be about what was written before the run: the files themselves tell.
    const look = ({ fsPath }: vscode.Uri): void => {
      if (this.#isDocument(fsPath)) void this.#compareTime(fsPath);
      else if (this.#files.has(fsPath)) this.#listener.onChangeFile(fsPath);
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
      for (const file of files) if (!this.#isDocument(file) && mayBecome(file)) this.#add(file);
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(look),
      watcher.onDidCreate((uri) => {
        if (!this.#isDocument(uri.fsPath) && mayBecome(uri.fsPath)) this.#add(uri.fsPath);
        else if (this.#isDocument(uri.fsPath)) look(uri);
        else void cameInside(uri.fsPath);
      }),
      watcher.onDidDelete((uri) => {
        if (this.#isDocument(uri.fsPath)) look(uri);
        else this.#wentWith(uri.fsPath);
      }),
    );
  }

  #isDocument(file: string): boolean {
    return this.#loaded.documentsInFile(file).length > 0;
  }

  /** A file that was new has gone, or a folder with what was in it. */
  #wentWith(place: string): void {
    const isWithin = (file: string): boolean => file === place || file.startsWith(place + path.sep);
    const gone = [...this.#files].filter((file) => !this.#isDocument(file) && isWithin(file));
    for (const file of gone) this.#files.delete(file);
    if (gone.length > 0) this.#listener.onChange();
    for (const [file] of this.#loaded.files()) if (isWithin(file)) void this.#compareTime(file);
  }

  /** Forgets documents that are as they were when the analysis was made, but for tags that Grove wrote. */
  async lookAgain(files: readonly string[]): Promise<void> {
    let isForgotten = false;
    for (const file of files)
      if (this.#files.has(file) && !(await this.#hasChanged(file)))
        isForgotten = this.#files.delete(file) || isForgotten;
    if (isForgotten) this.#listener.onChange();
  }

  /** Finds what changed while nobody watched, in slices. */
  async #compareTimes(): Promise<void> {
    await this.#frontMatter.read(this.#loaded.id).catch(() => {}); // told where tags are written or taken back
    for (const slice of slicesOf(this.#loaded.files(), sliceLength)) {
      if (this.#isDisposed) return;
      const left = slice.values();
      const compare = async (): Promise<void> => {
        for (const [file] of left) await this.#compareTime(file);
      };
      await Promise.all(Array.from({ length: atOnce }, compare));
      await sleep(pauseMs);
    }
  }

  async #compareTime(file: string): Promise<void> {
    if (await this.#hasChanged(file)) this.#add(file);
  }

  /** A file written since the run began, or gone, has changed. */
  async #hasChanged(file: string): Promise<boolean> {
    const { created, seconds } = this.#loaded.analysis;
    const begun = Date.parse(created) - 1000 * (seconds['total'] ?? 0);
    const written = await fs.stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity, // gone, or no longer to be read
    );
    return written > begun && !this.#frontMatter.isOurs(file, written);
  }

  #add(file: string): void {
    if (this.#isDisposed) return;
    const isKnown = this.#files.has(file);
    this.#files.add(file);
    this.#listener.onChangeFile(file);
    if (!isKnown) this.#listener.onChange();
  }
}

function* slicesOf<T>(values: Iterable<T>, length: number): Iterable<T[]> {
  let slice: T[] = [];
  for (const value of values) {
    slice.push(value);
    if (slice.length < length) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}
