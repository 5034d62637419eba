import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { type Analysis, analysisFiles, analysisSchema, analysisVersion } from '../../shared/analysis';
import { GroveError, messageOf } from '../../shared/errors';
import { type NpyArray, npyBody, npyHeader, parseNpy } from '../../shared/npy';

/** Refuses a place where an analysis can't be written without losing something. Call it before the work begins. */
export async function requireWritablePlace(out: string): Promise<void> {
  let entries: string[];
  try {
    entries = await fs.readdir(out);
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR')
      throw new GroveError('bad-input', `${out} is a file. Give --out a folder that doesn't exist yet.`, {
        cause: error,
      });
    if (codeOf(error) !== 'ENOENT') throw writeFailed(out, error);
    return requireWritableParent(out);
  }
  if (entries.length > 0 && !entries.includes(analysisFiles.analysis))
    throw new GroveError(
      'bad-input',
      `${out} holds files that are not an analysis of Grove, and would be replaced. Give --out another folder.`,
    );
  return requireWritableParent(out);
}

async function requireWritableParent(out: string): Promise<void> {
  const parent = path.dirname(out);
  try {
    await fs.mkdir(parent, { recursive: true });
    await fs.access(parent, fs.constants.W_OK);
  } catch (error) {
    throw writeFailed(out, error);
  }
}

/**
 * Writes a folder whole or not at all: `fill` writes into a folder beside it, which then takes its place by renaming.
 * Whatever goes wrong, what was at `out` before is still there, and nothing half-written is left.
 */
export async function writeFolderWhole(out: string, fill: (folder: string) => Promise<void>): Promise<void> {
  let partial: string | undefined;
  try {
    partial = await fs.mkdtemp(`${out}.partial-${process.pid}-`);
    await fill(partial);
    await replaceFolder(partial, out);
  } catch (error) {
    if (partial !== undefined) await fs.rm(partial, { recursive: true, force: true });
    throw GroveError.is(error) ? error : writeFailed(out, error);
  }
}

async function replaceFolder(fresh: string, place: string): Promise<void> {
  const old = `${fresh}-old`;
  let hadOld = true;
  try {
    await fs.rename(place, old);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    hadOld = false;
  }
  try {
    await fs.rename(fresh, place);
  } catch (error) {
    if (hadOld) await fs.rename(old, place);
    throw error;
  }
  if (hadOld) await fs.rm(old, { recursive: true, force: true });
}

function writeFailed(out: string, cause: unknown): GroveError {
  const reason = { ENOSPC: 'the disk is full', EACCES: 'it may not be written to', EROFS: 'the disk is read-only' }[
    codeOf(cause) ?? ''
  ];
  return new GroveError(
    'write-failed',
    `The analysis can't be written to ${out}: ${reason ?? messageOf(cause)}. Choose another place with --out.`,
    { cause },
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

export async function writeNpy(file: string, array: NpyArray): Promise<void> {
  const handle = await fs.open(file, 'w');
  try {
    await handle.write(npyHeader(array));
    const body = npyBody(array);
    const step = 1 << 24; // a write of over 2 GB fails
    for (let at = 0; at < body.length; at += step) await handle.write(body.subarray(at, at + step));
  } finally {
    await handle.close();
  }
}

/** Reads one array of an analysis. Throws GroveError('bad-analysis') naming the file. */
export async function readNpy<T extends NpyArray['values']>(
  folder: string,
  name: string,
  type: new () => T,
): Promise<NpyArray<T>> {
  const file = path.join(folder, name);
  try {
    const array = parseNpy(await fs.readFile(file));
    if (!(array.values instanceof type)) throw new Error('it holds another type of number than expected');
    return { shape: array.shape, values: array.values };
  } catch (error) {
    throw damaged(file, error);
  }
}

/** Reads and checks `analysis.json`. Throws GroveError('bad-analysis') naming the file and what to do. */
export async function readAnalysis(folder: string): Promise<Analysis> {
  const file = path.join(folder, analysisFiles.analysis);
  let text: string;
  try {
    text = await fs.readFile(file, 'utf8');
  } catch (error) {
    throw new GroveError('bad-analysis', `${folder} is not an analysis: it has no readable analysis.json.`, {
      cause: error,
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw damaged(file, error);
  }
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
  if (typeof version === 'number' && version !== analysisVersion)
    throw new GroveError(
      'bad-analysis',
      `${file} has version ${version}; this Grove reads version ${analysisVersion}. Update Grove, or cluster the folder again.`,
    );
  const parsed = v.safeParse(analysisSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw damaged(file, new Error(`${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`));
  }
  return parsed.output;
}

export function damaged(file: string, cause: unknown): GroveError {
  return new GroveError('bad-analysis', `${file} is damaged: ${messageOf(cause)}. Cluster the folder again.`, {
    cause,
  });
}
