import fs from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import type { SourceOptions } from '../../shared/options';
import { isPartialFolder } from '../../shared/partialFolders';
import { breather, type Breather, type RunContext } from '../runContext';
import type { SkippedDocument } from './document';
import { reasonOf } from './fileErrors';
import { excludeMatcher, isIgnored, withFolderRules, type IgnoreRules } from './ignoreRules';

/** The files below a folder, by their paths relative to it with '/' separators, in code-unit order. */
export interface FolderListing {
  readonly files: readonly string[];
  readonly skipped: readonly SkippedDocument[];
}

interface PendingFolder {
  readonly relative: string;
  /** Absolute, links resolved. */
  readonly real: string;
  readonly rules: IgnoreRules;
}

interface PendingLink {
  readonly relative: string;
  readonly rules: IgnoreRules;
}

/**
 * Lists the regular files below `source`. Left out without mention: hidden files and folders, node_modules, what ignore
 * files or `exclude` name, and Grove's own analyses. Symbolic links are followed after all else, so that a file keeps its
 * own name where it has one; what was visited before is listed as skipped, which also ends loops. With `confined` a link
 * out of the source is skipped too.
 */
export async function walkFolder(
  source: string,
  { exclude, confined }: Pick<SourceOptions, 'exclude' | 'confined'>,
  context: RunContext,
): Promise<FolderListing> {
  const walk = new FolderWalk(source, excludeMatcher(exclude), confined, breather(context));
  await walk.run();
  const byPath = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return {
    files: walk.files.sort(byPath),
    skipped: walk.skipped.sort((a, b) => byPath(a.id, b.id)),
  };
}

class FolderWalk {
  readonly files: string[] = [];
  readonly skipped: SkippedDocument[] = [];
  private readonly folders: PendingFolder[] = [];
  private readonly links: PendingLink[] = [];
  private readonly visitedFolders = new Set<string>();
  /** Real paths of the files; filled only when a link makes it necessary. */
  private readonly realFiles = new Set<string>();
  private readonly realFolderOf = new Map<string, string>();

  constructor(
    private readonly source: string,
    private readonly isExcluded: (relative: string) => boolean,
    private readonly confined: boolean,
    private readonly breathe: Breather,
  ) {}

  async run(): Promise<void> {
    this.folders.push({ relative: '', real: await fs.realpath(this.source), rules: [] });
    await this.emptyFolders();
    if (this.links.length > 0) for (const file of this.files) this.realFiles.add(this.realPath(file));
    this.links.sort((a, b) => (a.relative < b.relative ? 1 : -1));
    for (let link = this.links.pop(); link !== undefined; link = this.links.pop()) {
      const before = this.files.length;
      await this.follow(link);
      await this.emptyFolders();
      for (const file of this.files.slice(before)) this.realFiles.add(this.realPath(file));
    }
  }

  private async emptyFolders(): Promise<void> {
    for (let folder = this.folders.pop(); folder !== undefined; folder = this.folders.pop()) await this.visit(folder);
  }

  private async visit({ relative, real, rules }: PendingFolder): Promise<void> {
    if (this.visitedFolders.has(real)) return;
    this.visitedFolders.add(real);
    this.realFolderOf.set(relative, real);
    if (this.breathe.due()) await this.breathe();
    let entries: Dirent[];
    let own: IgnoreRules;
    try {
      entries = await fs.readdir(real, { withFileTypes: true });
      const names = new Set(entries.map((entry) => entry.name));
      if (relative !== '' && (await isAnalysis(real, names))) return;
      own = await withFolderRules(rules, relative, real, names);
    } catch (error) {
      this.skip(relative, reasonOf(error, relative));
      return;
    }
    for (const entry of entries) {
      const { name } = entry;
      if (name.startsWith('.') || name === 'node_modules') continue;
      if (isPartialFolder(name) && entry.isDirectory()) continue; // an analysis that is being written
      const inside = relative === '' ? name : `${relative}/${name}`;
      const isFolder = entry.isDirectory();
      if (this.isExcluded(inside) || isIgnored(own, inside, isFolder)) continue;
      if (isFolder) this.folders.push({ relative: inside, real: path.join(real, name), rules: own });
      else if (entry.isFile()) this.files.push(inside);
      else if (entry.isSymbolicLink()) this.links.push({ relative: inside, rules: own });
      else this.skip(inside, 'is not a regular file');
    }
  }

  private async follow({ relative, rules }: PendingLink): Promise<void> {
    let real: string;
    let isFolder: boolean;
    try {
      real = await fs.realpath(this.realPath(relative));
      const stats = await fs.stat(real);
      isFolder = stats.isDirectory();
      if (!isFolder && !stats.isFile()) {
        this.skip(relative, 'is not a regular file');
        return;
      }
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      const dangling = code === 'ENOENT' || code === 'ELOOP';
      this.skip(relative, dangling ? 'is a link that leads nowhere' : reasonOf(error, relative));
      return;
    }
    if (isFolder && isIgnored(rules, relative, true)) return;
    if (this.confined && !holds(this.realFolderOf.get('')!, real)) {
      this.skip(relative, 'is a link that leads out of the folder');
      return;
    }
    if (isFolder && holds(real, this.realFolderOf.get('')!)) {
      this.skip(relative, 'is a link to a folder around the source');
      return;
    }
    const known = isFolder ? this.visitedFolders.has(real) : this.realFiles.has(real);
    if (known)
      this.skip(
        relative,
        isFolder ? 'is a link to a folder that is read anyway' : 'is a link to a file that is read anyway',
      );
    else if (isFolder) this.folders.push({ relative, real, rules });
    else {
      this.files.push(relative);
      this.realFiles.add(real);
    }
  }

  /** The real path of an entry whose folder was visited; the entry itself may still be a link. */
  private realPath(relative: string): string {
    const folder = path.posix.dirname(relative);
    return path.join(this.realFolderOf.get(folder === '.' ? '' : folder)!, path.posix.basename(relative));
  }

  private skip(id: string, reason: string): void {
    this.skipped.push({ id, reason });
  }
}

/** Whether a folder is an analysis that Grove wrote. */
export async function isAnalysis(folder: string, names: ReadonlySet<string>): Promise<boolean> {
  if (!names.has('analysis.json')) return folder.endsWith('.grove');
  const start = await startOf(path.join(folder, 'analysis.json'));
  return start.includes('"grove-analysis"') || folder.endsWith('.grove');
}

/** The first characters of a file; none where it can't be read, or is a folder. */
async function startOf(file: string): Promise<string> {
  let handle: fs.FileHandle | undefined;
  try {
    handle = await fs.open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await handle?.close();
  }
}

/** Whether a folder lies somewhere within another. Both absolute and real. */
function holds(outer: string, inner: string): boolean {
  return inner.startsWith(outer.endsWith(path.sep) ? outer : outer + path.sep);
}
