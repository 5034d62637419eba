import * as v from 'valibot';
import { type TagBackup, type TagFile, tagFileSchema } from './tags';

/** Parses `tags.json`. Throws a plain Error that says what is wrong. */
export function parseTagFile(text: string): TagFile {
  return v.parse(tagFileSchema, JSON.parse(text) as unknown);
}

/** Sorted by path, one line a file. */
export function tagFileText({ files }: TagFile): string {
  const paths = Object.keys(files).sort();
  const lines = paths.map((path) => `    ${JSON.stringify(path)}: ${JSON.stringify(files[path])}`);
  const table = lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`;
  return `{\n  "format": "grove-tags",\n  "version": 1,\n  "files": ${table}\n}\n`;
}

/**
 * Tags files for an analysis, over whatever tags they had.
 *
 * @param text of `tags.json`, or null where there is none
 * @param tags the tag of each file, by its path from the workspace folder with '/'
 */
export function applyTags(
  text: string | null,
  tags: ReadonlyMap<string, string>,
  analysis: string,
): { text: string; backup: TagBackup } {
  const existing = text === null ? {} : parseTagFile(text).files;
  const files = { ...existing };
  const replaced: TagFile['files'] = {};
  for (const [path, tag] of tags) {
    const before = existing[path];
    if (before !== undefined) replaced[path] = before;
    files[path] = { tag, analysis };
  }
  return { text: tagFileText({ format: 'grove-tags', version: 1, files }), backup: { text, replaced } };
}

/** One file of an analysis, and the cluster it is in. */
export interface ClusteredFile {
  readonly path: string;
  readonly cluster: number;
  readonly label: string;
}

/**
 * The tags that a person wrote: all that are of no analysis, and those of this analysis that differ from what it wrote. That is
 * the cluster's label, or where no file has that any more (the cluster was renamed since) the commonest tag of its files.
 *
 * @param known ids of analyses whose tags are their own
 */
export function tagsByHand(
  { files }: TagFile,
  clustered: readonly ClusteredFile[],
  analysis: string,
  known: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const tagsOf = new Map<number, Map<string, number>>();
  const entryOf = (path: string): TagFile['files'][string] | undefined =>
    Object.hasOwn(files, path) ? files[path] : undefined;
  for (const { path, cluster } of clustered) {
    const entry = entryOf(path);
    if (entry?.analysis !== analysis) continue;
    const counts = tagsOf.get(cluster) ?? new Map<string, number>();
    tagsOf.set(cluster, counts.set(entry.tag, (counts.get(entry.tag) ?? 0) + 1));
  }
  const written = (cluster: number, label: string): string => {
    const counts = tagsOf.get(cluster) ?? new Map<string, number>();
    if (counts.has(label)) return label;
    return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), [label, 0])[0];
  };
  const byHand = new Map<string, string>();
  for (const { path, cluster, label } of clustered) {
    const entry = entryOf(path);
    if (entry === undefined) continue;
    const isOwn = entry.analysis === analysis ? entry.tag === written(cluster, label) : known.has(entry.analysis);
    if (!isOwn) byHand.set(path, entry.tag);
  }
  return byHand;
}

/**
 * Takes an analysis' tags back. Entries that a person or another analysis has written since then stay. The answer is
 * the text before, to the byte, where nothing else has changed; null means that the file is to be removed.
 */
export function removeTags(text: string, analysis: string, backup: TagBackup | undefined): string | null {
  const files: TagFile['files'] = {};
  for (const [path, entry] of Object.entries(parseTagFile(text).files)) {
    const before = backup?.replaced[path];
    if (entry.analysis !== analysis) files[path] = entry;
    else if (before !== undefined) files[path] = before;
  }
  const isEmpty = Object.keys(files).length === 0;
  if (isEmpty && backup?.text === null) return null;
  const now = tagFileText({ format: 'grove-tags', version: 1, files });
  const before = backup?.text ?? undefined;
  return before !== undefined && tagFileText(parseTagFile(before)) === now ? before : now;
}

/**
 * Another analysis' backup once an analysis' tags were taken back: they must not return with it.
 *
 * @param gone the backup of the analysis whose tags were taken back
 */
export function forgetAnalysis(backup: TagBackup, analysis: string, gone: TagBackup | undefined): TagBackup {
  const replaced: TagFile['files'] = {};
  for (const [path, entry] of Object.entries(backup.replaced)) {
    const before = entry.analysis === analysis ? gone?.replaced[path] : entry;
    if (before !== undefined) replaced[path] = before;
  }
  const { text } = backup;
  if (text === null) return { text, replaced };
  // Otherwise it tagged later, and this text never held its entries.
  const wasBefore = gone?.text === null || Object.values(parseTagFile(text).files).some((e) => e.analysis === analysis);
  return { text: wasBefore ? removeTags(text, analysis, gone) : text, replaced };
}
