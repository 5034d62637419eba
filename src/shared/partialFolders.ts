import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';

/**
 * The engine writes an analysis beside its place, as `<place>.partial-<pid>-…`, moves an earlier analysis to
 * `<partial>-old` and renames. A process that is ended in the middle leaves these behind.
 */
const partialPattern = /^(.+)\.partial-(\d+)-[^-]*(-old)?$/;

export function isPartialFolder(name: string): boolean {
  return partialPattern.test(name);
}

/**
 * Removes what an ended process left beside `place`, and puts the earlier analysis back if it was just being replaced.
 *
 * @param place absolute path of the analysis folder
 * @param hasEnded whether the process of this id has ended, so that what it wrote is nobody's
 */
export async function removePartials(place: string, hasEnded: (pid: number) => boolean): Promise<void> {
  await remove(place, partialsOf(place, await namesIn(path.dirname(place)), hasEnded));
}

/** The same at once, for what this process itself was writing when it must end. */
export function removeOwnPartials(place: string): void {
  const partials = partialsOf(place, readdirSync(path.dirname(place)), (pid) => pid === process.pid);
  const earlier = partials.find(isEarlier);
  if (earlier !== undefined && !existsSync(place)) renameSync(earlier, place);
  for (const partial of partials) rmSync(partial, { recursive: true, force: true });
}

function partialsOf(place: string, names: readonly string[], isChosen: (pid: number) => boolean): string[] {
  const own = names.filter((name) => {
    const [, base, pid] = partialPattern.exec(name) ?? [];
    return base === path.basename(place) && isChosen(Number(pid));
  });
  return own.map((name) => path.join(path.dirname(place), name));
}

/** The same for every place in a folder of analyses whose writing process is no longer alive. */
export async function removeStalePartials(parent: string, isAlive: (pid: number) => boolean): Promise<void> {
  const byPlace = new Map<string, string[]>();
  for (const name of await namesIn(parent)) {
    const [, place, pid] = partialPattern.exec(name) ?? [];
    if (place === undefined || isAlive(Number(pid))) continue;
    byPlace.set(place, [...(byPlace.get(place) ?? []), path.join(parent, name)]);
  }
  for (const [place, partials] of byPlace) await remove(path.join(parent, place), partials);
}

export function isProcessAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function remove(place: string, partials: readonly string[]): Promise<void> {
  const earlier = partials.find(isEarlier);
  if (earlier !== undefined && !(await exists(place))) await fs.rename(earlier, place);
  for (const partial of partials) await fs.rm(partial, { recursive: true, force: true });
}

/** Whether it is the earlier analysis, moved out of the way. */
function isEarlier(partial: string): boolean {
  return partial.endsWith('-old');
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await fs.readdir(folder);
  } catch (error) {
    // Nothing was written where there is no folder, or a file in its place.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
