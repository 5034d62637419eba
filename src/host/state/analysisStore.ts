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
import { OpenAnalyses } from './openAnalyses';

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

/** Owns the list of analyses, the documents of those that are open, and which one is active: the one that was looked at last. */
export class AnalysisStore implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #activeChanged = new vscode.EventEmitter<LoadedAnalysis | undefined>();
  readonly #loadedChanged = new vscode.EventEmitter<LoadedAnalysis>();
  readonly #deleted = new vscode.EventEmitter<string>();
  readonly #open = new OpenAnalyses();
  readonly #context: vscode.ExtensionContext;
  readonly #log: Log;
  readonly #places: () => readonly string[];
  #analyses: readonly StoredAnalysis[] = [];
  #activeId: string | undefined;
  #activation: Promise<void> = Promise.resolve();
  #restoring: Promise<void> = Promise.resolve();
  /** Edits are made one after the other. */
  #editing: Promise<void> = Promise.resolve();

  /** The list changed, or something in it. */
  readonly onDidChange = this.#changed.event;
  /** Another analysis is active, or the active one was replaced, renamed or deleted. */
  readonly onDidChangeActive = this.#activeChanged.event;
  /** What is in memory of an analysis, active or not, was read again, edited or renamed. */
  readonly onDidChangeLoaded = this.#loadedChanged.event;
  /** A person deleted the analysis with this id. */
  readonly onDidDelete = this.#deleted.event;

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
    return this.#activeId === undefined ? undefined : this.#open.get(this.#activeId);
  }

  /** An analysis that is in memory. */
  loaded(id: string): LoadedAnalysis | undefined {
    return this.#open.get(id);
  }

  /** Keeps the documents of an analysis in memory, once they are read, until it is released. */
  keep(id: string): void {
    this.#open.keep(id);
  }

  release(id: string): void {
    this.#open.release(id);
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
    const gone = this.#open.ids().filter((id) => this.find(id) === undefined);
    for (const id of gone) this.#open.forget(id);
    if (this.#activeId !== undefined && this.find(this.#activeId) === undefined) await this.#setActive(undefined);
  }

  /** Makes an analysis the one that the views show, with its documents as they are on disk now. Throws AnalysisFaultError. */
  activate(id: string): Promise<void> {
    return this.#activateNext(async () => {
      const stored = this.find(id);
      if (stored === undefined) return;
      const loaded = await this.#readWhole(stored);
      await this.#setActive(loaded);
      this.#loadedChanged.fire(loaded);
    });
  }

  /** Makes an analysis the one that the views show, from memory where it is kept there. Throws AnalysisFaultError. */
  focus(id: string): Promise<void> {
    return this.#activateNext(async () => {
      if (id === this.#activeId) return;
      const stored = this.find(id);
      if (stored !== undefined) await this.#setActive(await this.load(stored));
    });
  }

  /** One at a time, so that the last one asked for is the one that stays. */
  #activateNext(work: () => Promise<void>): Promise<void> {
    this.#activation = this.#activation.catch(() => {}).then(work);
    return this.#activation;
  }

  /** An analysis with its documents, whichever is active, from memory where it is kept there. Throws AnalysisFaultError. */
  load(stored: StoredAnalysis): Promise<LoadedAnalysis> {
    return this.#open.load(stored.id, () => this.#readWhole(stored));
  }

  async #readWhole({ id, folder }: StoredAnalysis): Promise<LoadedAnalysis> {
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
    const loaded = this.#open.get(id);
    if (loaded !== undefined) this.#replace(loaded.renamed(name));
  }

  /**
   * Changes an analysis by hand, whichever is active.
   *
   * @param id the analysis
   * @param make the edit, made when those before it are; undefined for none
   * @throws AnalysisFaultError where the edit can't be kept; then nothing changed
   */
  edit(id: string, make: (loaded: LoadedAnalysis) => Edit | undefined): Promise<void> {
    return this.#addEntry(id, (loaded) => {
      const edit = make(loaded);
      return edit && { base: loaded.analysis.created, edit };
    });
  }

  /** Takes the last edit of an analysis back. */
  undo(id: string): Promise<void> {
    return this.#addEntry(id, ({ history }) => (history.done.length === 0 ? undefined : { undo: true }));
  }

  /** Makes the edit again that was taken back last. */
  redo(id: string): Promise<void> {
    return this.#addEntry(id, ({ history }) => (history.undone.length === 0 ? undefined : { redo: true }));
  }

  #addEntry(id: string, entryFor: (loaded: LoadedAnalysis) => EditEntry | undefined): Promise<void> {
    this.#editing = this.#editing
      .catch(() => {}) // told to who asked for it
      .then(async () => {
        const stored = this.find(id);
        const loaded = stored && (await this.load(stored));
        const entry = loaded && entryFor(loaded);
        if (loaded === undefined || entry === undefined) return;
        await appendEdit(loaded.folder, entry);
        // Read again: another window may have edited the same analysis.
        const edited = await inTurns(loaded.withEdits(await readEdits(loaded.folder)));
        if (this.#open.get(id)?.index === loaded.index) this.#replace(edited);
      });
    return this.#editing;
  }

  /** Puts what an analysis is now in the place of what it was. */
  #replace(loaded: LoadedAnalysis): void {
    this.#open.set(loaded);
    this.#loadedChanged.fire(loaded);
    if (loaded.id === this.#activeId) this.#activeChanged.fire(loaded);
  }

  async delete(id: string): Promise<void> {
    const stored = this.find(id);
    if (stored === undefined) return;
    if (this.#activeId === id) await this.#setActive(undefined);
    await fs.rm(stored.folder, { recursive: true, force: true });
    await deleteEdits(stored.folder);
    this.#deleted.fire(id);
    await this.refresh();
  }

  dispose(): void {
    this.#changed.dispose();
    this.#activeChanged.dispose();
    this.#loadedChanged.dispose();
    this.#deleted.dispose();
  }

  async #setActive(active: LoadedAnalysis | undefined): Promise<void> {
    const before = this.#activeId;
    this.#activeId = active?.id;
    if (active !== undefined) {
      this.#open.keep(active.id);
      this.#open.set(active);
    }
    if (before !== undefined) this.#open.release(before);
    this.#activeChanged.fire(active);
    await this.#context.workspaceState.update(activeKey, active?.id);
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
