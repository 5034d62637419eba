import fs from 'node:fs/promises';
import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';

/** The ignore files of one folder. Paths given to it are relative to that folder. */
interface FolderRules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** The ignore files that hold for a folder: its own last, its ancestors' before. */
export type IgnoreRules = readonly FolderRules[];

/** Read in this order: what `.groveignore` says comes later and wins. */
export const ignoreFiles = ['.gitignore', '.groveignore'];

/**
 * The rules of `inherited` and those of the ignore files in `folder`.
 *
 * @param folder relative to the source, '' for the source itself, with '/' separators
 * @param names the names that the folder holds
 */
export async function withFolderRules(
  inherited: IgnoreRules,
  folder: string,
  absolute: string,
  names: ReadonlySet<string>,
): Promise<IgnoreRules> {
  const present = ignoreFiles.filter((name) => names.has(name));
  if (present.length === 0) return inherited;
  const rules = ignore({ allowRelativePaths: true });
  for (const name of present) rules.add(await fs.readFile(`${absolute}/${name}`, 'utf8'));
  return [...inherited, { folder, rules }];
}

/** Whether a path is ignored: the deepest folder with a say decides, as in Git. */
export function isIgnored(rules: IgnoreRules, relative: string, isFolder: boolean): boolean {
  for (let i = rules.length - 1; i >= 0; i--) {
    const { folder, rules: own } = rules[i]!;
    const inside = folder === '' ? relative : relative.slice(folder.length + 1);
    const { ignored, unignored } = own.test(isFolder ? `${inside}/` : inside);
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/** A test for VS Code's `files.exclude` patterns, on paths relative to the source with '/' separators. */
export function excludeMatcher(patterns: readonly string[]): (relative: string) => boolean {
  const globs = patterns.map((pattern) => pattern.replace(/\/+$/, '')).filter((pattern) => pattern !== '');
  return globs.length === 0 ? () => false : picomatch(globs, { dot: true, nonegate: true, noextglob: true });
}
