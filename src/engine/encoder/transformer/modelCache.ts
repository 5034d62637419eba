import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

const thisMachine = (): Machine => ({ platform: process.platform, env: process.env, home: os.homedir() });

/** Where fetched sentence encoders are kept: the system's place for a person's caches. */
export function modelCacheFolder({ platform, env, home }: Machine = thisMachine()): string {
  return path.join(cachesOf({ platform, env, home }), 'grove', 'models');
}

function cachesOf({ platform, env, home }: Machine): string {
  if (platform === 'win32') return env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches');
  const given = env['XDG_CACHE_HOME'] ?? '';
  // The XDG base directory specification: a relative path is to be ignored.
  return path.isAbsolute(given) ? given : path.join(home, '.cache');
}

const namePattern = /^[\p{L}\p{N}_][\p{L}\p{N}._-]*(\/[\p{L}\p{N}_][\p{L}\p{N}._-]*)*$/u;

/** Whether it can be the name of a fetched encoder, such as 'organisation/model': never a path out of the cache. */
export function isModelName(name: string): boolean {
  return name.length <= 200 && namePattern.test(name);
}

/** The absolute folder of a sentence encoder, given by its path or else by the name of a fetched one. */
export async function findModel(given: string): Promise<string> {
  const place = path.resolve(given);
  if (!isModelName(given) || (await isThere(place))) return place;
  const cached = path.join(modelCacheFolder(), ...given.split('/'));
  return (await isThere(cached)) ? cached : place;
}

/** What to add where neither was there. */
export function notCached(given: string): string {
  return isModelName(given)
    ? `, and no sentence encoder called ${given} was fetched (grove fetch-model fetches one)`
    : '';
}

function isThere(place: string): Promise<boolean> {
  return fs.stat(place).then(
    () => true,
    () => false,
  );
}
