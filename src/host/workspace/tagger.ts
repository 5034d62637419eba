import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { GroveError, messageOf } from '../../shared/errors';
import type { Steps } from '../../shared/steps';
import { contextKeys } from '../contributions';
import { inTurns } from '../inTurns';
import type { AnalysisStore } from '../state/analysisStore';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import {
  applyTagsSteps,
  type ClusteredFile,
  forgetAnalysisSteps,
  movedEntriesSteps,
  parseTagFileSteps,
  removeTagsSteps,
  tagFileTextSteps,
  tagsByHand,
} from '../../shared/tagEntries';
import { groveFolder, type TagBackup, type TagFile, tagFileName } from '../../shared/tags';
import { type Moves, movedPlace } from './moves';
import { type FolderBackups, TagBackups } from './tagBackups';

/** Stands for an analysis in the entries that were learned from a person's tags. */
export const learnedId = 'learned';

export interface TagCount {
  readonly tagged: number;
  /** Files of the analysis that are in no folder of the workspace. */
  readonly outside: number;
}

/** Writes the labels of an analysis into `.grove/tags.json` of the workspace folders, and takes them back. */
export class Tagger {
  readonly #backups: TagBackups;
  readonly #store: AnalysisStore;
  /** One piece of work on tag files after the other. */
  #working: Promise<unknown> = Promise.resolve();

  constructor(context: vscode.ExtensionContext, store: AnalysisStore) {
    this.#backups = new TagBackups(context);
    this.#store = store;
  }

  tag(loaded: LoadedAnalysis): Promise<TagCount> {
    return this.#next(() => this.#tag(loaded));
  }

  async #tag(loaded: LoadedAnalysis): Promise<TagCount> {
    await this.#untag(loaded.id);
    const { files, outside } = await inTurns(clusteredFiles(loaded));
    const tags = new Map<string, ReadonlyMap<string, string>>();
    for (const [folder, own] of files) tags.set(folder, await inTurns(labelsByPath(own)));
    const tagged = await this.#write(loaded.id, tags);
    return { tagged, outside };
  }

  /** The tags that a person wrote on files of an analysis, by absolute path. */
  async tagsByHand(loaded: LoadedAnalysis, known: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
    const analyses = new Set([...known, learnedId]);
    const tags = new Map<string, string>();
    for (const [folder, clustered] of (await inTurns(clusteredFiles(loaded))).files) {
      const file = tagFileIn(folder);
      const text = await readText(file);
      if (text === null) continue;
      const tagFile = await parsing(file, () => inTurns(parseTagFileSteps(text)));
      const own = tagsByHand(tagFile, clustered, loaded.id, analyses);
      for (const [place, tag] of own) tags.set(path.join(vscode.Uri.parse(folder).fsPath, ...place.split('/')), tag);
    }
    return tags;
  }

  /** Writes tags that were learned, by absolute path, over those of an analysis; answers how many. */
  tagLearned(tags: ReadonlyMap<string, string>): Promise<number> {
    return this.#next(() => this.#tagLearned(tags));
  }

  async #tagLearned(tags: ReadonlyMap<string, string>): Promise<number> {
    await this.#untag(learnedId);
    const files = new Map<string, Map<string, string>>();
    for (const [file, tag] of tags) {
      const place = placeOfFile(file);
      if (place === undefined) continue;
      files.set(place.folder, (files.get(place.folder) ?? new Map<string, string>()).set(place.relative, tag));
    }
    return this.#write(learnedId, files);
  }

  /** @param files the tag of each file, by the URI of the workspace folder and the path in that */
  async #write(analysis: string, files: ReadonlyMap<string, ReadonlyMap<string, string>>): Promise<number> {
    let tagged = 0;
    const backups: Record<string, TagBackup> = {};
    for (const [folder, tags] of files) {
      const file = tagFileIn(folder);
      const before = await readText(file);
      const { text, backup } = await parsing(file, () => inTurns(applyTagsSteps(before, tags, analysis)));
      backups[folder] = backup;
      await this.#backups.write(analysis, backups);
      await writeWhole(file, text);
      tagged += tags.size;
    }
    await this.updateContext();
    return tagged;
  }

  /** Takes back what `tag` wrote for an analysis, and only that. */
  untag(analysis: string): Promise<void> {
    return this.#next(() => this.#untag(analysis));
  }

  async #untag(analysis: string): Promise<void> {
    const own = await this.#backups.read(analysis);
    for (const [folder, backup] of Object.entries(own)) {
      const file = tagFileIn(folder);
      const now = await readText(file);
      if (now === null) continue;
      const text = await parsing(file, () => inTurns(removeTagsSteps(now, analysis, backup)));
      if (text !== null) await writeWhole(file, text);
      else await removeFile(file);
    }
    for (const id of this.#backups.analyses.filter((each) => each !== analysis)) {
      const others: Record<string, TagBackup> = {};
      for (const [folder, backup] of Object.entries(await this.#backups.read(id)))
        others[folder] = await inTurns(forgetAnalysisSteps(backup, analysis, own[folder]));
      await this.#backups.write(id, others);
    }
    await this.#backups.remove(analysis);
    await this.updateContext();
  }

  /** Gives files that were renamed or moved the tags that they had. */
  follow(moves: Moves): Promise<void> {
    return this.#next(async () => {
      for (const { uri } of vscode.workspace.workspaceFolders ?? []) await this.#followIn(uri.toString(), moves);
    });
  }

  async #followIn(folder: string, moves: Moves): Promise<void> {
    const file = tagFileIn(folder);
    const before = await readText(file);
    if (before === null) return;
    const placeNow = placesAfter(folder, moves);
    const { files } = await parsing(file, () => inTurns(parseTagFileSteps(before)));
    const { stay, moved } = await inTurns(movedEntriesSteps(files, (place) => placeNow(place) !== undefined));
    if (Object.keys(moved).length === 0) return;
    const to = byFolder(moved, placeNow);
    const targets = new Set([folder, ...to.keys()]);
    const texts = new Map<string, string | null>();
    for (const target of targets) texts.set(target, target === folder ? before : await readText(tagFileIn(target)));
    for (const analysis of this.#backups.analyses)
      await this.#backups.write(analysis, await followBackup(await this.#backups.read(analysis), folder, placeNow, texts, analysis, to)); // prettier-ignore
    for (const target of targets) {
      const text = texts.get(target) ?? null;
      const there = target === folder ? stay : text === null ? {} : (await parsing(tagFileIn(target), () => inTurns(parseTagFileSteps(text)))).files; // prettier-ignore
      const now: TagFile = { format: 'grove-tags', version: 1, files: { ...there, ...to.get(target) } };
      await writeWhole(tagFileIn(target), await inTurns(tagFileTextSteps(now)));
    }
  }

  isTagged(analysis: string): boolean {
    return this.#backups.analyses.includes(analysis);
  }

  /** Tells the menus whether the active analysis has tagged its files. */
  async updateContext(): Promise<void> {
    const id = this.#store.active?.id;
    const isTagged = this.isTagged(learnedId) || (id !== undefined && this.isTagged(id));
    await vscode.commands.executeCommand('setContext', contextKeys.activeIsTagged, isTagged);
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#working.catch(() => {}).then(work); // what failed was told to who asked for it
    this.#working = next;
    return next;
  }
}

/** The workspace folder and path of an entry of a folder's tag file after moves; undefined where it is where it was, or outside the workspace. */
type PlaceNow = (relative: string) => ReturnType<typeof placeOfFile>;

function placesAfter(folder: string, moves: Moves): PlaceNow {
  const base = vscode.Uri.parse(folder).fsPath;
  return (relative) => {
    const now = movedPlace(path.join(base, ...relative.split('/')), moves);
    return now === undefined ? undefined : placeOfFile(now);
  };
}

function byFolder(entries: TagFile['files'], placeNow: PlaceNow): Map<string, TagFile['files']> {
  const found = new Map<string, TagFile['files']>();
  for (const [place, entry] of Object.entries(entries)) {
    const { folder, relative } = placeNow(place)!;
    const own = found.get(folder) ?? {};
    own[relative] = entry;
    found.set(folder, own);
  }
  return found;
}

/**
 * What is needed to take an analysis' tags back once entries have moved.
 *
 * @param texts of the tag files that they move among, before
 * @param to the entries that come to each
 */
async function followBackup(
  backups: FolderBackups,
  from: string,
  placeNow: PlaceNow,
  texts: ReadonlyMap<string, string | null>,
  analysis: string,
  to: ReadonlyMap<string, TagFile['files']>,
): Promise<FolderBackups> {
  const backup = backups[from];
  if (backup === undefined) return backups;
  const { stay, moved } = await inTurns(movedEntriesSteps(backup.replaced, (place) => placeNow(place) !== undefined));
  const now: Record<string, TagBackup> = { ...backups, [from]: { ...backup, replaced: stay } };
  const replacedIn = byFolder(moved, placeNow);
  for (const [folder, entries] of to) {
    if (!Object.values(entries).some((entry) => entry.analysis === analysis)) continue;
    const there = now[folder] ?? { text: texts.get(folder) ?? null, replaced: {} };
    now[folder] = { ...there, replaced: { ...there.replaced, ...replacedIn.get(folder) } };
  }
  return now;
}

/** How many files are gone through at a step. */
const stride = 256;

/** The files of an analysis with their clusters, by the URI of the workspace folder. */
function* clusteredFiles(loaded: LoadedAnalysis): Steps<{ files: Map<string, ClusteredFile[]>; outside: number }> {
  const files = new Map<string, ClusteredFile[]>();
  const placeOf = placesByFolder();
  let outside = 0;
  let seen = 0;
  for (const [file, documents] of loaded.files()) {
    if (seen++ % stride === 0) yield;
    const cluster = loaded.cluster(loaded.rows[documents[0]!]!.cluster);
    if (cluster === undefined) continue;
    const place = placeOf(file);
    if (place === undefined) {
      outside++;
      continue;
    }
    const own = files.get(place.folder) ?? [];
    own.push({ path: place.relative, cluster: cluster.id, label: cluster.label });
    files.set(place.folder, own);
  }
  return { files, outside };
}

function* labelsByPath(files: readonly ClusteredFile[]): Steps<Map<string, string>> {
  const labels = new Map<string, string>();
  for (const { path: place, label } of files) {
    if (labels.size % stride === 0) yield;
    labels.set(place, label);
  }
  return labels;
}

/** `placeOfFile`, which asks the editor once for each folder of files. */
function placesByFolder(): typeof placeOfFile {
  const places = new Map<string, ReturnType<typeof placeOfFile>>();
  return (file) => {
    const parent = path.dirname(file);
    if (!places.has(parent)) places.set(parent, placeOfFile(file));
    const known = places.get(parent);
    return known && { ...known, relative: path.posix.join(path.posix.dirname(known.relative), path.basename(file)) };
  };
}

/** The URI of the workspace folder that holds a file, and the file's path in that. */
function placeOfFile(file: string): { readonly folder: string; readonly relative: string } | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
  if (folder === undefined) return undefined;
  return { folder: folder.uri.toString(), relative: path.relative(folder.uri.fsPath, file).split(path.sep).join('/') };
}

function tagFileIn(folder: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.parse(folder), groveFolder, tagFileName);
}

/** The tag file is a person's too: a damaged one is left as it is. */
async function parsing<T>(file: vscode.Uri, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new GroveError(
      'bad-input',
      vscode.l10n.t('{0} can’t be read: {1}. Correct it or remove it, then try again.', file.fsPath, messageOf(error)),
      { cause: error },
    );
  }
}

async function readText(file: vscode.Uri): Promise<string | null> {
  try {
    return await fs.readFile(file.fsPath, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function writeWhole({ fsPath }: vscode.Uri, text: string): Promise<void> {
  await fs.mkdir(path.dirname(fsPath), { recursive: true });
  const partial = `${fsPath}.partial-${process.pid}`;
  try {
    await fs.writeFile(partial, text);
    await fs.rename(partial, fsPath);
  } catch (error) {
    await fs.rm(partial, { force: true }).catch(() => {}); // the place is as it was; what is wrong is told
    throw error;
  }
}

/** Removes a file, and its folder if nothing else is in it. */
async function removeFile({ fsPath }: vscode.Uri): Promise<void> {
  await fs.rm(fsPath);
  const folder = path.dirname(fsPath);
  const left = await fs.readdir(folder);
  if (left.length === 0) await fs.rmdir(folder);
}
