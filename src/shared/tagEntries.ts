import * as v from 'valibot';
import { finish, type Steps } from './steps';
import { type TagBackup, type TagFile, tagEntrySchema, tagFileSchema } from './tags';

/** How many entries are gone through at a step. */
const stride = 2048;

/** Parses `tags.json`. Throws a plain Error that says what is wrong. */
export function parseTagFile(text: string): TagFile {
  return finish(parseSteps(text));
}

const head = '{\n  "format": "grove-tags",\n  "version": 1,\n  "files": ';
const tail = '\n}\n';

/** Step by step where it is laid out as `tagFileText` does it, else at once. */
function* parseSteps(text: string): Steps<TagFile> {
  const whole = (): TagFile => v.parse(tagFileSchema, JSON.parse(text) as unknown);
  const [opening, closing] = [`${head}{\n`, `\n  }${tail}`];
  if (!text.startsWith(opening) || !text.endsWith(closing)) return whole();
  const files: TagFile['files'] = {};
  const lines = text.slice(opening.length, -closing.length).split(',\n');
  for (let i = 0; i < lines.length; i++) {
    if (i % stride === 0) yield;
    const entry = entryOf(lines[i]!);
    if (entry === undefined || Object.hasOwn(files, entry[0])) return whole();
    files[entry[0]] = entry[1];
  }
  return { format: 'grove-tags', version: 1, files };
}

/** The one entry of a line. Undefined where it is anything else. */
function entryOf(line: string): [string, TagFile['files'][string]] | undefined {
  try {
    const entries = Object.entries(JSON.parse(`{${line}}`) as Record<string, unknown>);
    const [path, value] = entries[0] ?? ['', undefined];
    const parsed = v.safeParse(tagEntrySchema, value);
    return entries.length === 1 && path !== '__proto__' && parsed.success ? [path, parsed.output] : undefined;
  } catch {
    return undefined;
  }
}

/** Sorted by path, one line a file. */
export function tagFileText(file: TagFile): string {
  return finish(textSteps(file));
}

function* textSteps({ files }: TagFile): Steps<string> {
  const paths = Object.keys(files);
  yield;
  paths.sort();
  const lines: string[] = [];
  for (let i = 0; i < paths.length; i++) {
    if (i % stride === 0) yield;
    lines.push(`    ${JSON.stringify(paths[i])}: ${JSON.stringify(files[paths[i]!])}`);
  }
  yield;
  const table = lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`;
  yield;
  return `${head}${table}${tail}`;
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
  return finish(applyTagsSteps(text, tags, analysis));
}

/** The same, step by step. */
export function* applyTagsSteps(
  text: string | null,
  tags: ReadonlyMap<string, string>,
  analysis: string,
): Steps<{ text: string; backup: TagBackup }> {
  const files = text === null ? {} : (yield* parseSteps(text)).files;
  const replaced: TagFile['files'] = {};
  let done = 0;
  for (const [path, tag] of tags) {
    if (done++ % stride === 0) yield;
    const before = files[path];
    if (before !== undefined) replaced[path] = before;
    files[path] = { tag, analysis };
  }
  return { text: yield* textSteps({ format: 'grove-tags', version: 1, files }), backup: { text, replaced } };
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
  return finish(removeTagsSteps(text, analysis, backup));
}

/** The same, step by step. */
export function* removeTagsSteps(text: string, analysis: string, backup: TagBackup | undefined): Steps<string | null> {
  const files: TagFile['files'] = {};
  const parsed = (yield* parseSteps(text)).files;
  const paths = Object.keys(parsed);
  for (let i = 0; i < paths.length; i++) {
    if (i % stride === 0) yield;
    const path = paths[i]!;
    const entry = parsed[path]!;
    const before = backup?.replaced[path];
    if (entry.analysis !== analysis) files[path] = entry;
    else if (before !== undefined) files[path] = before;
  }
  const isEmpty = Object.keys(files).length === 0;
  if (isEmpty && backup?.text === null) return null;
  const now = yield* textSteps({ format: 'grove-tags', version: 1, files });
  const before = backup?.text ?? undefined;
  return before !== undefined && (yield* textSteps(yield* parseSteps(before))) === now ? before : now;
}

/**
 * Another analysis' backup once an analysis' tags were taken back: they must not return with it.
 *
 * @param gone the backup of the analysis whose tags were taken back
 */
export function forgetAnalysis(backup: TagBackup, analysis: string, gone: TagBackup | undefined): TagBackup {
  return finish(forgetAnalysisSteps(backup, analysis, gone));
}

/** The same, step by step. */
export function* forgetAnalysisSteps(
  backup: TagBackup,
  analysis: string,
  gone: TagBackup | undefined,
): Steps<TagBackup> {
  const replaced: TagFile['files'] = {};
  let done = 0;
  for (const [path, entry] of Object.entries(backup.replaced)) {
    if (done++ % stride === 0) yield;
    const before = entry.analysis === analysis ? gone?.replaced[path] : entry;
    if (before !== undefined) replaced[path] = before;
  }
  const { text } = backup;
  if (text === null) return { text, replaced };
  // Otherwise it tagged later, and this text never held its entries.
  const wasBefore =
    gone?.text === null || Object.values((yield* parseSteps(text)).files).some((e) => e.analysis === analysis);
  return { text: wasBefore ? yield* removeTagsSteps(text, analysis, gone) : text, replaced };
}

/** The entries of a tag file, of which those that moved are apart. */
export interface MovedEntries {
  readonly stay: TagFile['files'];
  /** By the path that they had. */
  readonly moved: TagFile['files'];
}

/** Takes the entries of files that were moved out of others. */
export function* movedEntriesSteps(files: TagFile['files'], isMoved: (path: string) => boolean): Steps<MovedEntries> {
  const [stay, moved]: TagFile['files'][] = [{}, {}];
  const paths = Object.keys(files);
  for (let i = 0; i < paths.length; i++) {
    if (i % stride === 0) yield;
    const path = paths[i]!;
    (isMoved(path) ? moved! : stay!)[path] = files[path]!;
  }
  return { stay: stay!, moved: moved! };
}

/** `parseTagFile`, step by step. */
export function parseTagFileSteps(text: string): Steps<TagFile> {
  return parseSteps(text);
}

/** `tagFileText`, step by step. */
export function tagFileTextSteps(file: TagFile): Steps<string> {
  return textSteps(file);
}
