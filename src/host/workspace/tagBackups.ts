import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type * as vscode from 'vscode';
import { parseTagFileSteps, tagFileTextSteps } from '../../shared/tagEntries';
import type { TagBackup } from '../../shared/tags';
import { inTurns } from '../inTurns';

/** By the URI of the workspace folder. */
export type FolderBackups = Readonly<Record<string, TagBackup>>;

const taggedKey = 'grove.tagged';
const foldersFile = 'folders.json';

/**
 * What was in the tag files before each analysis tagged: a folder an analysis in the extension's storage, with two files for each workspace folder. For
 * 100,000 files they are megabytes, which the editor's own storage would write anew with each of its values.
 */
export class TagBackups {
  readonly #context: vscode.ExtensionContext;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
  }

  /** The analyses that have tagged. */
  get analyses(): readonly string[] {
    return this.#context.workspaceState.get<string[]>(taggedKey) ?? [];
  }

  /** Nothing where it has not tagged. */
  async read(analysis: string): Promise<FolderBackups> {
    if (!this.analyses.includes(analysis)) return {};
    const place = this.#placeOf(analysis);
    const list = await fs.readFile(path.join(place, foldersFile), 'utf8').catch(noneWhereMissing);
    const folders = list === null ? [] : v.parse(v.array(v.string()), JSON.parse(list)); // somebody cleared the storage
    const backups: Record<string, TagBackup> = {};
    for (const [i, folder] of folders.entries()) {
      const replaced = await fs.readFile(path.join(place, replacedFile(i)), 'utf8');
      const text = await fs.readFile(path.join(place, textFile(i)), 'utf8').catch(noneWhereMissing);
      backups[folder] = { text, replaced: (await inTurns(parseTagFileSteps(replaced))).files };
    }
    return backups;
  }

  /** In the place of what there was. */
  async write(analysis: string, backups: FolderBackups): Promise<void> {
    const place = this.#placeOf(analysis);
    const partial = `${place}.partial-${process.pid}`;
    await fs.rm(partial, { recursive: true, force: true });
    await fs.mkdir(partial, { recursive: true });
    await fs.writeFile(path.join(partial, foldersFile), JSON.stringify(Object.keys(backups)));
    for (const [i, { text, replaced }] of Object.values(backups).entries()) {
      const entries = await inTurns(tagFileTextSteps({ format: 'grove-tags', version: 1, files: replaced }));
      await fs.writeFile(path.join(partial, replacedFile(i)), entries);
      if (text !== null) await fs.writeFile(path.join(partial, textFile(i)), text);
    }
    await fs.rm(place, { recursive: true, force: true });
    await fs.rename(partial, place);
    const { analyses } = this;
    if (!analyses.includes(analysis)) await this.#context.workspaceState.update(taggedKey, [...analyses, analysis]);
  }

  async remove(analysis: string): Promise<void> {
    const left = this.analyses.filter((each) => each !== analysis);
    await this.#context.workspaceState.update(taggedKey, left);
    await fs.rm(this.#placeOf(analysis), { recursive: true, force: true });
  }

  #placeOf(analysis: string): string {
    const { storageUri, globalStorageUri } = this.#context;
    return path.join((storageUri ?? globalStorageUri).fsPath, 'tag-backups', analysis);
  }
}

const replacedFile = (i: number): string => `${i}.replaced.json`;
const textFile = (i: number): string => `${i}.tags.json`;

function noneWhereMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
