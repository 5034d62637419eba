import fs from 'node:fs';
import path from 'node:path';
import { GroveError } from '../../shared/errors';
import { applyTags, parseTagFile } from '../../shared/tagEntries';
import { readAnalysis } from '../storage/analysisFolder';
import { readDocuments } from '../storage/documentTable';
import { breather, type RunContext } from '../runContext';
import { applyEdit, clusterTag, isMarkdown, tagEdit } from '../../shared/frontMatterTag';
import { type AnalysisTags, readRecord, readTextIfAny, replaceFile, writeRecord } from './tagRecord';
import { type LeftFile, parsingTags, sha256, tagFilePlace, untagFiles } from './untagFiles';

export interface TagParams {
  /** Absolute path of the analysis folder. */
  readonly analysis: string;
  readonly writeFrontMatter: boolean;
}

export interface TagResult {
  /** The tag file. */
  readonly file: string;
  readonly tagged: number;
  /** How many Markdown files' front matter has the tag now. */
  readonly frontMatter: number;
  /** Files that have no tag, or no front matter where it was asked for, and why. */
  readonly skipped: readonly LeftFile[];
}

interface Plan {
  readonly tags: Map<string, string>;
  readonly files: AnalysisTags['files'];
  readonly skipped: LeftFile[];
}

/** The id that an analysis' tags carry: the name of its folder, as in VS Code. */
export function analysisId(folder: string): string {
  return path.basename(folder);
}

/**
 * The folder whose files an analysis is of.
 *
 * @throws GroveError('bad-input') where the source is a table, or no longer there
 */
export async function taggedSource(folder: string): Promise<string> {
  const { source } = await readAnalysis(folder);
  if (source.kind === 'table')
    throw new GroveError('bad-input', `${source.path} is a table: tags are for files, and its documents are rows. Use grove export --format csv to get each row's cluster.`); // prettier-ignore
  if (!fs.statSync(source.path, { throwIfNoEntry: false })?.isDirectory())
    throw new GroveError('bad-input', `${source.path}, which the analysis is of, is not there any more. Cluster the folder again.`); // prettier-ignore
  return source.path;
}

/**
 * Writes the label of each file's cluster into `.grove/tags.json` of the source, and on request a tag into the front matter
 * of Markdown files. All of it, or after an error or a cancellation nothing: then what was written is taken back.
 */
export async function tagFiles({ analysis, writeFrontMatter }: TagParams, context: RunContext): Promise<TagResult> {
  const source = await taggedSource(analysis);
  const id = analysisId(analysis);
  const earlier = readTextIfAny(tagFilePlace(source));
  if (earlier !== null) parsingTags(source, () => parseTagFile(earlier));
  untagFiles(source, id);
  const { tags, files, skipped } = await planTags(analysis, source, writeFrontMatter, context);
  const before = readTextIfAny(tagFilePlace(source));
  const { text, backup } = parsingTags(source, () => applyTags(before, tags, id));
  const record = readRecord(source);
  const breathe = breather(context);
  try {
    // First of all what is needed to take the rest back, whatever ends this process.
    writeRecord(source, { ...record, analyses: { ...record.analyses, [id]: { tags: backup, files } } });
    replaceFile(tagFilePlace(source), text);
    const paths = Object.keys(files);
    for (const [done, file] of paths.entries()) {
      context.progress({ stage: 'save', done, total: paths.length, unit: 'files' });
      if (breathe.due()) await breathe();
      writeEdit(path.join(source, file), files[file]!);
    }
    await breathe();
    return { file: tagFilePlace(source), tagged: tags.size, frontMatter: paths.length, skipped };
  } catch (error) {
    untagFiles(source, id);
    throw error;
  }
}

function writeEdit(file: string, edit: AnalysisTags['files'][string]): void {
  const content = fs.readFileSync(file);
  if (sha256(content) !== edit.before)
    throw new GroveError('bad-input', `${file} changed while it was being tagged. Try again.`);
  replaceFile(file, applyEdit(textOf(content)!, edit));
}

/** Undefined where it is not UTF-8. */
function textOf(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

async function planTags(folder: string, source: string, writeFrontMatter: boolean, context: RunContext): Promise<Plan> {
  const { clusters, created } = await readAnalysis(folder);
  const rows = await readDocuments(folder);
  const labels = new Map(clusters.map((cluster) => [cluster.id, cluster.label]));
  const analysed = Date.parse(created);
  const plan: Plan = { tags: new Map(), files: {}, skipped: [] };
  const seen = new Set<string>();
  const breathe = breather(context);
  for (const [done, row] of rows.entries()) {
    context.progress({ stage: 'read', done, total: rows.length, unit: 'files' });
    if (breathe.due()) await breathe();
    const label = labels.get(row.cluster);
    if (label === undefined || seen.has(row.path)) continue;
    seen.add(row.path);
    const file = path.resolve(source, row.path);
    const reason = whyNot(file, source, analysed);
    if (reason === undefined) plan.tags.set(row.path, label);
    else plan.skipped.push({ path: row.path, reason });
    if (reason !== undefined || !writeFrontMatter || !isMarkdown(row.path)) continue;
    const content = fs.readFileSync(file);
    const text = textOf(content);
    const edit = text === undefined ? { reason: 'is not UTF-8' } : tagEdit(text, clusterTag(label, row.cluster));
    if ('reason' in edit) {
      plan.skipped.push({ path: row.path, reason: `front matter: ${edit.reason}` });
      continue;
    }
    const after = sha256(new TextEncoder().encode(applyEdit(text!, edit)));
    const modified = fs.statSync(file).mtimeMs;
    plan.files[row.path] = { ...edit, before: sha256(content), after, modified };
  }
  return plan;
}

/** Why a file gets no tag. */
function whyNot(file: string, source: string, analysed: number): string | undefined {
  const relative = path.relative(source, file);
  if (relative.startsWith('..') || path.isAbsolute(relative)) return 'is not in the source folder';
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return 'is not there any more';
  // Times of files are finer than the analysis' own.
  return Math.floor(stats.mtimeMs) > analysed ? 'has changed since the analysis' : undefined;
}
