import { rmSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';

/** What a long run has finished is kept beside the place of its analysis, as `.<name>.checkpoint`, until it ends. */
const checkpointPattern = /^\..+\.checkpoint$/;
/** More than so many beside each other are not kept, the oldest first: each may be as large as an analysis. */
const mostKept = 3;

export function checkpointFolder(out: string): string {
  return path.join(path.dirname(out), `.${path.basename(out)}.checkpoint`);
}

export function isCheckpointFolder(name: string): boolean {
  return checkpointPattern.test(name);
}

/** Those beside `folder` that have to go so that with it there are no more than three. */
export async function olderCheckpoints(folder: string): Promise<string[]> {
  const parent = path.dirname(folder);
  const names = await fs.readdir(parent).catch((): string[] => []);
  const others = await Promise.all(
    names
      .filter((name) => isCheckpointFolder(name) && name !== path.basename(folder))
      .map(async (name) => {
        const place = path.join(parent, name);
        return { place, changed: (await fs.stat(place).catch(() => undefined))?.mtimeMs ?? 0 };
      }),
  );
  others.sort((a, b) => b.changed - a.changed || (a.place < b.place ? -1 : 1));
  return others.slice(mostKept - 1).map(({ place }) => place);
}

/** At once, where a run is given up and its process must end. */
export function removeCheckpointNow(out: string): void {
  rmSync(checkpointFolder(out), { recursive: true, force: true });
}
