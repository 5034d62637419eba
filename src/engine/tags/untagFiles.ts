import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { GroveError, messageOf } from '../../shared/errors';
import { forgetAnalysis, removeTags } from '../../shared/tagEntries';
import { groveFolder, tagFileName } from '../../shared/tags';
import { revertEdit } from '../../shared/frontMatterTag';
import { type AnalysisTags, readRecord, readTextIfAny, removeFile, replaceFile, writeRecord } from './tagRecord';

export interface LeftFile {
  readonly path: string;
  readonly reason: string;
}

export interface Untagged {
  /** How many Markdown files were restored. */
  readonly restored: number;
  readonly skipped: readonly LeftFile[];
}

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

export function tagFilePlace(source: string): string {
  return path.join(source, groveFolder, tagFileName);
}

/** The tag file is a person's too: a damaged one is left as it is. */
export function parsingTags<T>(source: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const place = tagFilePlace(source);
    throw new GroveError('bad-input', `${place} can't be read: ${messageOf(error)}. Correct it or remove it, then try again.`, { cause: error }); // prettier-ignore
  }
}

/**
 * Takes back what `tagFiles` wrote for an analysis, and only that: synchronously, so that nothing can come between. What a
 * person wrote since stays.
 *
 * @param source absolute path of the folder
 * @param analysis the id of the analysis
 */
export function untagFiles(source: string, analysis: string): Untagged {
  const record = readRecord(source);
  const own = record.analyses[analysis];
  const place = tagFilePlace(source);
  const now = readTextIfAny(place);
  const text = now === null ? null : parsingTags(source, () => removeTags(now, analysis, own?.tags));
  const skipped: LeftFile[] = [];
  let restored = 0;
  for (const [file, edit] of Object.entries(own?.files ?? {})) {
    const reason = restore(path.join(source, file), edit);
    if (reason === undefined) restored++;
    else if (reason !== '') skipped.push({ path: file, reason });
  }
  if (text !== now && now !== null) {
    if (text === null) removeFile(place);
    else replaceFile(place, text);
  }
  const others: Record<string, AnalysisTags> = {};
  for (const [id, tags] of Object.entries(record.analyses))
    if (id !== analysis) others[id] = { ...tags, tags: forgetAnalysis(tags.tags, analysis, own?.tags) };
  if (own !== undefined) writeRecord(source, { ...record, analyses: others });
  return { restored, skipped };
}

/** Answers why a file was left; '' where it was never changed. */
function restore(file: string, edit: AnalysisTags['files'][string]): string | undefined {
  let content: Buffer;
  try {
    content = fs.readFileSync(file);
  } catch (error) {
    return `can't be read: ${messageOf(error)}`;
  }
  const hash = sha256(content);
  if (hash === edit.before) return '';
  const text = revertEdit(new TextDecoder('utf-8', { ignoreBOM: true }).decode(content), edit);
  if (text === undefined) return 'its tag was changed by hand since and is left';
  const isUntouched = hash === edit.after;
  replaceFile(file, text, isUntouched ? edit.modified : undefined);
  return undefined;
}
