import path from 'node:path';
import * as vscode from 'vscode';
import { GroveError, messageOf } from '../../shared/errors';
import { contextKeys } from '../contributions';
import type { AnalysisStore } from '../state/analysisStore';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import { applyTags, forgetAnalysis, removeTags, type TagBackup } from './tagFile';

/** What was there before each analysis tagged: by analysis, then by workspace folder. */
type Backups = Record<string, Record<string, TagBackup>>;

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
    const { tags, outside } = tagsOf(loaded);
    let tagged = 0;
    for (const [folder, ofFolder] of tags) {
      const file = tagFileIn(folder);
      const before = await readText(file);
      const { text, backup } = parsing(file, () => applyTags(before, ofFolder, loaded.id));
      await this.#remember(loaded.id, folder, backup);
      await writeWhole(file, text);
      tagged += ofFolder.size;
    }
    await this.updateContext();
    return { tagged, outside };
  }

  /** Takes back what `tag` wrote for an analysis, and only that. */
  async untag(analysis: string): Promise<void> {
    const backups = this.#backups();
    const own = backups[analysis] ?? {};
    for (const [folder, backup] of Object.entries(own)) {
      const file = tagFileIn(folder);
      const now = await readText(file);
      if (now === null) continue;
      const text = parsing(file, () => removeTags(now, analysis, backup));
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
    const isTagged = id !== undefined && this.isTagged(id);
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

/** The tag of each file, by the URI of its workspace folder and its path in that. */
function tagsOf(loaded: LoadedAnalysis): { tags: Map<string, Map<string, string>>; outside: number } {
  const tags = new Map<string, Map<string, string>>();
  let outside = 0;
  for (const [file, documents] of loaded.files()) {
    const cluster = loaded.cluster(loaded.rows[documents[0]!]!.cluster);
    if (cluster === undefined) continue;
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
    if (folder === undefined) {
      outside++;
      continue;
    }
    const key = folder.uri.toString();
    const relative = path.relative(folder.uri.fsPath, file).split(path.sep).join('/');
    if (!tags.has(key)) tags.set(key, new Map());
    tags.get(key)!.set(relative, cluster.label);
  }
  return { tags, outside };
}

function tagFileIn(folder: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.parse(folder), '.grove', 'tags.json');
}

/** The tag file is a person's too: a damaged one is left as it is. */
function parsing<T>(file: vscode.Uri, work: () => T): T {
  try {
    return work();
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
