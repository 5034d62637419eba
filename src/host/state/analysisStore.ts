import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Analysis } from '../../shared/analysis';
import { isCheckpointFolder } from '../../shared/checkpointFolders';
import type { Edit, EditEntry } from '../../shared/edits/editLog';
import { messageOf } from '../../shared/errors';
import { isPartialFolder, isProcessAlive, removeStalePartials } from '../../shared/partialFolders';
import { inTurns } from '../inTurns';
import type { Log } from '../log';
import { AnalysisFaultError, readAnalysis, readDocuments, writeAnalysis } from './analysisFiles';
import { appendEdit, deleteEdits, readEdits } from './editFiles';
import { faultMessage } from './faultMessage';
import { LoadedAnalysis } from './loadedAnalysis';

/** An analysis in the list: readable, or with the reason why not. */
export interface StoredAnalysis {
  /** The name of its folder. */
  readonly id: string;
  /** Absolute path. */
  readonly folder: string;
  readonly analysis: Analysis | undefined;
  readonly fault: string | undefined;
}

const activeKey = 'grove.active';

/** Owns the list of analyses and which of them is active. */
export class AnalysisStore implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #activeChanged = new vscode.EventEmitter<LoadedAnalysis | undefined>();
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  readonly #places: () => readonly string[];
  #analyses: readonly StoredAnalysis[] = [];
  #active: LoadedAnalysis | undefined;
  #activation: Promise<void> = Promise.resolve();
  #restoring: Promise<void> = Promise.resolve();
  /** Edits are made one after the other. */
  #editing: Promise<void> = Promise.resolve();

  /** The list changed, or something in it. */
  readonly onDidChange = this.#changed.event;
  /** Another analysis is active, or the active one was replaced, renamed or deleted. */
  readonly onDidChangeActive = this.#activeChanged.event;

  /** @param places absolute paths of the folders that hold analyses */
  constructor(context: vscode.ExtensionContext, log: Log, places: () => readonly string[]) {
    this.#context = context;
    this.#log = log;
    this.#places = places;
  }

  get analyses(): readonly StoredAnalysis[] {
    return this.#analyses;
  }

  get active(): LoadedAnalysis | undefined {
    return this.#active;
  }

  find(id: string): StoredAnalysis | undefined {
    return this.#analyses.find((stored) => stored.id === id);
  }

  /** Reads the list, and makes active what was active when the window was last open. */
  restore(): Promise<void> {
    this.#restoring = this.#restore();
    return this.#restoring;
  }

  /** Resolves when what was active is active again, or can't be. */
  whenRestored(): Promise<void> {
    return this.#restoring.catch(() => {}); // told by who asked for it
  }

  async #restore(): Promise<void> {
    for (const place of this.#places()) await this.#tidy(place);
    await this.refresh();
    const id = this.#context.workspaceState.get<string>(activeKey);
    if (id !== undefined && this.find(id)?.analysis !== undefined) await this.activate(id);
  }

  /** What can't be tidied up (a place to read only) hides no analysis. */
  async #tidy(place: string): Promise<void> {
    try {
      await removeStalePartials(place, isProcessAlive);
    } catch (error) {
      this.#log.warn(`Left in ${place}: ${messageOf(error)}`);
    }
  }

  /** Reads the list again. A place that can't be read hides no other. */
  async refresh(): Promise<void> {
    const found: StoredAnalysis[] = [];
    for (const place of this.#places()) {
      for (const name of await this.#foldersIn(place)) found.push(await this.#read(path.join(place, name)));
    }
    found.sort(
      (a, b) => (b.analysis?.created ?? '').localeCompare(a.analysis?.created ?? '') || (a.id < b.id ? -1 : 1),
    );
    this.#analyses = found;
    this.#changed.fire();
    if (this.#active !== undefined && this.find(this.#active.id) === undefined) await this.#setActive(undefined);
  }

  /** Makes an analysis the one that the views show, reading its documents. Throws AnalysisFaultError. */
  activate(id: string): Promise<void> {
    // One at a time, so that the last one asked for is the one that stays.
    this.#activation = this.#activation.catch(() => {}).then(() => this.#activate(id));
    return this.#activation;
  }

  async #activate(id: string): Promise<void> {
    const stored = this.find(id);
    if (stored !== undefined) await this.#setActive(await this.load(stored));
  }

  /** Reads an analysis with its documents, whichever is active. Throws AnalysisFaultError. */
  async load({ id, folder }: StoredAnalysis): Promise<LoadedAnalysis> {
    const started = performance.now();
    const [analysis, rows, entries] = await Promise.all([readAnalysis(folder), readDocuments(folder), readEdits(folder)]); // prettier-ignore
    this.#log.info(`Read ${rows.length} documents of ${id} in ${Math.round(performance.now() - started)} ms`);
    return inTurns(LoadedAnalysis.steps(id, folder, analysis, rows, entries));
  }

  async rename(id: string, name: string): Promise<void> {
    const stored = this.find(id);
    if (stored === undefined) return;
    const analysis = { ...(await readAnalysis(stored.folder)), name };
    await writeAnalysis(stored.folder, analysis);
    this.#analyses = this.#analyses.map((each) => (each.id === id ? { ...each, analysis } : each));
    this.#changed.fire();
    if (this.#active?.id === id) await this.#setActive(this.#active.renamed(name));
  }

  /**
   * Changes the active analysis by hand.
   *
   * @param make the edit, made when those before it are; undefined for none
   * @throws AnalysisFaultError where the edit can't be kept; then nothing changed
   */
  edit(make: (loaded: LoadedAnalysis) => Edit | undefined): Promise<void> {
    return this.#addEntry((loaded) => {
      const edit = make(loaded);
      return edit && { base: loaded.analysis.created, edit };
    });
  }

  /** Takes the last edit of the active analysis back. */
  undo(): Promise<void> {
    return this.#addEntry(({ history }) => (history.done.length === 0 ? undefined : { undo: true }));
  }

  /** Makes the edit again that was taken back last. */
  redo(): Promise<void> {
    return this.#addEntry(({ history }) => (history.undone.length === 0 ? undefined : { redo: true }));
  }

  #addEntry(entryFor: (loaded: LoadedAnalysis) => EditEntry | undefined): Promise<void> {
    this.#editing = this.#editing
      .catch(() => {}) // told to who asked for it
      .then(async () => {
        const loaded = this.#active;
        const entry = loaded && entryFor(loaded);
        if (loaded === undefined || entry === undefined) return;
        await appendEdit(loaded.folder, entry);
        // Read again: another window may have edited the same analysis.
        const edited = await inTurns(loaded.withEdits(await readEdits(loaded.folder)));
        if (this.#nowActive()?.index === loaded.index) await this.#setActive(edited);
      });
    return this.#editing;
  }

  /** What is active after an await, which the compiler believes to be what was active before it. */
  #nowActive(): LoadedAnalysis | undefined {
    return this.#active;
  }

  async delete(id: string): Promise<void> {
    const stored = this.find(id);
    if (stored === undefined) return;
    if (this.#active?.id === id) await this.#setActive(undefined);
    await fs.rm(stored.folder, { recursive: true, force: true });
    await deleteEdits(stored.folder);
    await this.refresh();
  }

  dispose(): void {
    this.#changed.dispose();
    this.#activeChanged.dispose();
  }

  async #setActive(active: LoadedAnalysis | undefined): Promise<void> {
    this.#active = active;
    await this.#context.workspaceState.update(activeKey, active?.id);
    this.#activeChanged.fire(active);
  }

  async #read(folder: string): Promise<StoredAnalysis> {
    const id = path.basename(folder);
    try {
      return { id, folder, analysis: await readAnalysis(folder), fault: undefined };
    } catch (error) {
      if (!(error instanceof AnalysisFaultError)) throw error;
      this.#log.warn(error.message);
      return { id, folder, analysis: undefined, fault: faultMessage(error.fault) };
    }
  }

  /** The folders in a place that are or were meant to be analyses. */
  async #foldersIn(place: string): Promise<string[]> {
    try {
      const entries = await fs.readdir(place, { withFileTypes: true });
      return entries
        .filter((entry) => entry.isDirectory() && !isPartialFolder(entry.name) && !isCheckpointFolder(entry.name))
        .map((entry) => entry.name);
    } catch (error) {
      const isThere = !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
      if (isThere) this.#log.warn(`${place} can't be read: ${messageOf(error)}`);
      return [];
    }
  }
}
