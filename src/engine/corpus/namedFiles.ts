import type { Stats } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { SourceOptions } from '../../shared/options';
import { isPartialFolder } from '../../shared/partialFolders';
import { breather, type RunContext } from '../runContext';
import { isAnalysis } from './folderWalk';
import { excludeMatcher, ignoreFiles, type IgnoreRules, isIgnored, withFolderRules } from './ignoreRules';

/**
 * Which of the named files a walk of a folder would list, without the walk: only the folders on the way to them are looked at.
 * Undefined where one of them lies behind a symbolic link: what a link's files are called only a walk can tell.
 *
 * @param files paths from `source` with '/'
 * @returns in code-unit order, as a walk's
 */
export async function namedFiles(
  source: string,
  files: Iterable<string>,
  { exclude }: Pick<SourceOptions, 'exclude'>,
  context: RunContext,
): Promise<string[] | undefined> {
  const isExcluded = excludeMatcher(exclude);
  const folders = new Map<string, Promise<IgnoreRules | 'left out' | 'linked'>>();
  const breathe = breather(context);
  const found: string[] = [];
  for (const file of files) {
    if (breathe.due()) await breathe();
    const outcome = await look(file);
    if (outcome === 'linked') return undefined;
    if (outcome === 'file') found.push(file);
  }
  return found.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

  async function look(file: string): Promise<'file' | 'left out' | 'linked'> {
    const rules = await rulesOf(path.posix.dirname(file));
    if (typeof rules === 'string') return rules;
    const stats = await statsOf(file);
    if (stats?.isSymbolicLink() === true) return 'linked';
    return stats?.isFile() === true && !isLeftOut(file, rules, false) ? 'file' : 'left out';
  }

  /** What is ignored in a folder; each folder is looked at once. */
  function rulesOf(folder: string): Promise<IgnoreRules | 'left out' | 'linked'> {
    const known = folders.get(folder) ?? readRules(folder);
    folders.set(folder, known);
    return known;
  }

  async function readRules(folder: string): Promise<IgnoreRules | 'left out' | 'linked'> {
    const isTop = folder === '.';
    const above = isTop ? [] : await rulesOf(path.posix.dirname(folder));
    if (typeof above === 'string') return above;
    const place = path.join(source, folder);
    if (!isTop) {
      const stats = await statsOf(folder);
      if (stats?.isSymbolicLink() === true) return 'linked';
      if (stats?.isDirectory() !== true || isLeftOut(folder, above, true)) return 'left out';
    }
    const names = new Set<string>();
    for (const name of [...ignoreFiles, 'analysis.json'])
      if ((await statsOf(path.posix.join(folder, name))) !== undefined) names.add(name);
    try {
      if (!isTop && (await isAnalysis(place, names))) return 'left out';
      return await withFolderRules(above, isTop ? '' : folder, place, names);
    } catch {
      return 'left out'; // a walk could not read it either
    }
  }

  function isLeftOut(relative: string, rules: IgnoreRules, isFolder: boolean): boolean {
    const name = path.posix.basename(relative);
    if (name.startsWith('.') || name === 'node_modules' || (isFolder && isPartialFolder(name))) return true;
    return isExcluded(relative) || isIgnored(rules, relative, isFolder);
  }

  function statsOf(relative: string): Promise<Stats | undefined> {
    return fs.lstat(path.join(source, relative)).catch(() => undefined);
  }
}
