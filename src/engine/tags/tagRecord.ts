import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { GroveError, messageOf } from '../../shared/errors';
import { groveFolder, tagBackupSchema, writtenTagSchema } from '../../shared/tags';

/** What `grove tag` wrote, so that it can take exactly that back. Beside `tags.json`, as long as there is something to take back. */
const recordSchema = v.object({
  format: v.literal('grove-tag-record'),
  version: v.literal(1),
  analyses: v.record(
    v.string(),
    v.object({
      /** What `tags.json` was before. */
      tags: tagBackupSchema,
      /** The edits of Markdown files, by path from the source. */
      files: v.record(v.string(), writtenTagSchema),
    }),
  ),
});

export type TagRecord = v.InferOutput<typeof recordSchema>;
export type AnalysisTags = TagRecord['analyses'][string];

export const emptyRecord: TagRecord = { format: 'grove-tag-record', version: 1, analyses: {} };

export function recordPlace(source: string): string {
  return path.join(source, groveFolder, 'tag-record.json');
}

export function readRecord(source: string): TagRecord {
  const file = recordPlace(source);
  const text = readTextIfAny(file);
  if (text === null) return emptyRecord;
  try {
    return v.parse(recordSchema, JSON.parse(text));
  } catch (error) {
    throw new GroveError(
      'bad-input',
      `${file} can't be read: ${messageOf(error)}. It says what grove tag wrote; put it back from a copy, or remove it.`,
      { cause: error },
    );
  }
}

/** Removed where it says nothing. */
export function writeRecord(source: string, record: TagRecord): void {
  const file = recordPlace(source);
  if (Object.keys(record.analyses).length > 0) replaceFile(file, `${JSON.stringify(record, null, 1)}\n`);
  else removeFile(file);
}

/** Null where there is no such file. */
export function readTextIfAny(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes a file whole or not at all; a link stays one, and its file keeps its permissions. */
export function replaceFile(file: string, content: string | Uint8Array, modified?: number): void {
  let partial: string | undefined;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const there = fs.statSync(file, { throwIfNoEntry: false });
    const real = there === undefined ? file : fs.realpathSync(file);
    partial = `${real}.partial-${process.pid}`;
    fs.writeFileSync(partial, content, there === undefined ? {} : { mode: there.mode });
    if (modified !== undefined) fs.utimesSync(partial, modified / 1000, modified / 1000);
    fs.renameSync(partial, real);
  } catch (error) {
    if (partial !== undefined) fs.rmSync(partial, { force: true });
    throw new GroveError('write-failed', `${file} can't be written: ${messageOf(error)}. Nothing else was changed.`, {
      cause: error,
    });
  }
}

/** Removes a file, and its folder if nothing else is in it. */
export function removeFile(file: string): void {
  fs.rmSync(file, { force: true });
  const folder = path.dirname(file);
  if (fs.existsSync(folder) && fs.readdirSync(folder).length === 0) fs.rmdirSync(folder);
}
