import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { type Analysis, analysisFiles } from '../../shared/analysis';
import { GroveError, messageOf } from '../../shared/errors';
import { isProcessAlive, removePartials } from '../../shared/partialFolders';
import { type NpyArray, npyBody, npyHeader, parseNpy } from '../../shared/npy';
import { editsOf, readEdited } from './editedAnalysis';
import { damaged, readWrittenAnalysis } from './writtenAnalysis';

export { damaged };

/** A folder with one of these was written by Grove as a whole: an analysis, a classifier. */
const replaceable: readonly string[] = [analysisFiles.analysis, 'classifier.json'];

/**
 * Refuses a place where an analysis can't be written without losing something, and clears away what a run that was ended
 * in the middle left there. Call it before the work begins.
 */
export async function requireWritablePlace(out: string): Promise<void> {
  const parent = await nearestFolder(path.dirname(out), out);
  try {
    await fs.access(parent, fs.constants.W_OK);
    if (parent === path.dirname(out)) await removePartials(out, (pid) => !isProcessAlive(pid));
  } catch (error) {
    throw writeFailed(out, error);
  }
  let entries: string[];
  try {
    entries = await fs.readdir(out);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw codeOf(error) === 'ENOTDIR' ? isFile(out, error) : writeFailed(out, error);
  }
  if (entries.length > 0 && !replaceable.some((file) => entries.includes(file)))
    throw new GroveError(
      'bad-input',
      `${out} holds files that are not an analysis of Grove, and would be replaced. Give --out another folder.`,
    );
}

/** The folder itself, or the nearest above it that exists: what is missing is made when there is something to write. */
async function nearestFolder(folder: string, out: string): Promise<string> {
  for (let at = folder; ; at = path.dirname(at)) {
    try {
      if ((await fs.stat(at)).isDirectory()) return at;
    } catch (error) {
      const isMissing = codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
      if (isMissing && at !== path.dirname(at)) continue;
      throw writeFailed(out, error);
    }
    throw isFile(at);
  }
}

function isFile(place: string, cause?: unknown): GroveError {
  return new GroveError(
    'bad-input',
    `${place} is a file. Choose another place (--out; in VS Code the setting grove.storage).`,
    {
      cause,
    },
  );
}

/**
 * Writes a folder whole or not at all: `fill` writes into a folder beside it, which then takes its place by renaming.
 * Whatever goes wrong, what was at `out` before is still there, and nothing half-written is left.
 */
export async function writeFolderWhole(out: string, fill: (folder: string) => Promise<void>): Promise<void> {
  let partial: string | undefined;
  try {
    await fs.mkdir(path.dirname(out), { recursive: true });
    partial = await newFolder(`${out}.partial-${process.pid}-`);
    await fill(partial);
    await replaceFolder(partial, out);
  } catch (error) {
    if (partial !== undefined) await fs.rm(partial, { recursive: true, force: true });
    throw codeOf(error) === undefined || GroveError.is(error) ? error : writeFailed(out, error);
  }
}

/** Like `mkdtemp`, but for whom the system lets read a new folder: an analysis may be meant for others, too. */
async function newFolder(prefix: string): Promise<string> {
  const folder = prefix + randomBytes(6).toString('hex');
  await fs.mkdir(folder);
  return folder;
}

/** How often another run may come between: each time it was that one which was there last. */
const attempts = 20;

async function replaceFolder(fresh: string, place: string): Promise<void> {
  const old = `${fresh}-old`;
  for (let attempt = 1; ; attempt++) {
    const hadOld = await moveAway(place, old);
    try {
      await fs.rename(fresh, place);
    } catch (error) {
      const cameBetween = codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST';
      if (hadOld && !cameBetween) await fs.rename(old, place);
      if (!cameBetween || attempt === attempts) throw error;
      if (hadOld) await fs.rm(old, { recursive: true, force: true });
      continue;
    }
    if (hadOld) await fs.rm(old, { recursive: true, force: true });
    return;
  }
}

/** False where there was nothing to move. */
async function moveAway(place: string, to: string): Promise<boolean> {
  try {
    await fs.rename(place, to);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return false;
  }
}

function writeFailed(out: string, cause: unknown): GroveError {
  const reason = { ENOSPC: 'the disk is full', EACCES: 'it may not be written to', EROFS: 'the disk is read-only' }[
    codeOf(cause) ?? ''
  ];
  return new GroveError(
    'write-failed',
    `The analysis can't be written to ${out}: ${reason ?? messageOf(cause)}. Choose another place (--out; in VS Code the setting grove.storage).`,
    { cause },
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

export async function writeNpy(file: string, array: NpyArray): Promise<void> {
  const handle = await fs.open(file, 'w');
  try {
    // Not write: on a disk that is nearly full it writes less than it was given, and says so only in its answer.
    await handle.writeFile(npyHeader(array));
    await handle.writeFile(npyBody(array));
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

/**
 * Reads the analysis in a folder, as a person's edits leave it. Throws GroveError('bad-analysis') naming the file and what
 * to do.
 */
export async function readAnalysis(folder: string): Promise<Analysis> {
  const edits = await editsOf(folder);
  return edits.length === 0 ? readWrittenAnalysis(folder) : (await readEdited(folder, edits)).analysis;
}
