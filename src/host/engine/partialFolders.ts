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
 */
export async function removePartials(place: string): Promise<void> {
  const parent = path.dirname(place);
  const own = (await namesIn(parent)).filter((name) => partialPattern.exec(name)?.[1] === path.basename(place));
  await remove(
    place,
    own.map((name) => path.join(parent, name)),
  );
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
  const earlier = partials.find((partial) => partial.endsWith('-old'));
  if (earlier !== undefined && !(await exists(place))) await fs.rename(earlier, place);
  for (const partial of partials) await fs.rm(partial, { recursive: true, force: true });
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await fs.readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
