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
  forgetAnalysis,
  parseTagFile,
  removeTagsSteps,
  tagsByHand,
} from '../../shared/tagEntries';
import { groveFolder, type TagBackup, tagFileName } from '../../shared/tags';

/** What was there before each analysis tagged: by analysis, then by workspace folder. */
type Backups = Record<string, Record<string, TagBackup>>;

/** Stands for an analysis in the entries that were learned from a person's tags. */
export const learnedId = 'learned';

const backupsKey = 'grove.tagBackups';

export interface TagCount {
  readonly tagged: number;
  /** Files of the analysis that are in no folder of the workspace. */
  readonly outside: number;
}

/** Writes the labels of an analysis into `.grove/tags.json` of the workspace folders, and takes them back. */
export class Tagger {
  readonly #context: vscode.ExtensionContext;
  readonly #store: AnalysisStore;

  constructor(context: vscode.ExtensionContext, store: AnalysisStore) {
    this.#context = context;
    this.#store = store;
  }

  async tag(loaded: LoadedAnalysis): Promise<TagCount> {
    await this.untag(loaded.id);
    const { files, outside } = await inTurns(clusteredFiles(loaded));
    const tagged = await this.#write(loaded.id, new Map([...files].map(([folder, own]) => [folder, own.map(({ path: place, label }) => [place, label] as const)]))); // prettier-ignore
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
      const own = await parsing(file, () => tagsByHand(parseTagFile(text), clustered, loaded.id, analyses));
      for (const [place, tag] of own) tags.set(path.join(vscode.Uri.parse(folder).fsPath, ...place.split('/')), tag);
    }
    return tags;
  }

  /** Writes tags that were learned, by absolute path, over those of an analysis; answers how many. */
  async tagLearned(tags: ReadonlyMap<string, string>): Promise<number> {
    await this.untag(learnedId);
    const files = new Map<string, [string, string][]>();
    for (const [file, tag] of tags) {
      const place = placeOfFile(file);
      if (place === undefined) continue;
      files.set(place.folder, [...(files.get(place.folder) ?? []), [place.relative, tag]]);
    }
    return this.#write(learnedId, files);
  }

  async #write(analysis: string, files: ReadonlyMap<string, readonly (readonly [string, string])[]>): Promise<number> {
    let tagged = 0;
    for (const [folder, tags] of files) {
      const file = tagFileIn(folder);
      const before = await readText(file);
      const { text, backup } = await parsing(file, () => inTurns(applyTagsSteps(before, new Map(tags), analysis)));
      await this.#remember(analysis, folder, backup);
      await writeWhole(file, text);
      tagged += tags.length;
    }
    await this.updateContext();
    return tagged;
  }

  /** Takes back what `tag` wrote for an analysis, and only that. */
  async untag(analysis: string): Promise<void> {
    const backups = this.#backups();
    const own = backups[analysis] ?? {};
    for (const [folder, backup] of Object.entries(own)) {
      const file = tagFileIn(folder);
      const now = await readText(file);
      if (now === null) continue;
      const text = await parsing(file, () => inTurns(removeTagsSteps(now, analysis, backup)));
      if (text !== null) await writeWhole(file, text);
      else await removeFile(file);
    }
    const others: Backups = {};
    for (const [id, folders] of Object.entries(backups)) {
      if (id === analysis) continue;
      others[id] = Object.fromEntries(
        Object.entries(folders).map(([folder, backup]) => [folder, forgetAnalysis(backup, analysis, own[folder])]),
      );
    }
    await this.#context.workspaceState.update(backupsKey, others);
    await this.updateContext();
  }

  isTagged(analysis: string): boolean {
    return this.#backups()[analysis] !== undefined;
  }

  /** Tells the menus whether the active analysis has tagged its files. */
  async updateContext(): Promise<void> {
    const id = this.#store.active?.id;
    const isTagged = this.isTagged(learnedId) || (id !== undefined && this.isTagged(id));
    await vscode.commands.executeCommand('setContext', contextKeys.activeIsTagged, isTagged);
  }

  #backups(): Backups {
    return this.#context.workspaceState.get<Backups>(backupsKey) ?? {};
  }

  async #remember(analysis: string, folder: string, backup: TagBackup): Promise<void> {
    const backups = this.#backups();
    const own = { ...backups[analysis], [folder]: backup };
    await this.#context.workspaceState.update(backupsKey, { ...backups, [analysis]: own });
  }
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
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return null;
    throw error;
  }
}

async function writeWhole(file: vscode.Uri, text: string): Promise<void> {
  const partial = file.with({ path: `${file.path}.partial` });
  await vscode.workspace.fs.writeFile(partial, new TextEncoder().encode(text));
  await vscode.workspace.fs.rename(partial, file, { overwrite: true });
}

/** Removes a file, and its folder if nothing else is in it. */
async function removeFile(file: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.delete(file);
  const folder = vscode.Uri.joinPath(file, '..');
  const left = await vscode.workspace.fs.readDirectory(folder);
  if (left.length === 0) await vscode.workspace.fs.delete(folder);
}
