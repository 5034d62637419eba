import fs from 'node:fs/promises';
import path from 'node:path';
import { GroveError } from '../../shared/errors';
import { isProcessAlive } from '../../shared/partialFolders';

const lockName = 'fetching.lock';

/** The folders that this process works in. */
const held = new Set<string>();

/**
 * Works in a folder alone: another process that fetches into the same one is refused. The lock of a process that has ended is
 * taken over.
 *
 * @throws GroveError 'bad-input' naming the other process
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const file = path.join(folder, lockName);
  const owner = Number(await fs.readFile(file, 'utf8').catch(() => ''));
  if (held.has(folder) || (owner > 0 && owner !== process.pid && isProcessAlive(owner)))
    throw new GroveError(
      'bad-input',
      `${folder} is being written by another run of Grove (process ${owner}). Wait for it.`,
    );
  held.add(folder);
  try {
    await fs.writeFile(file, `${process.pid}`);
    return await work();
  } finally {
    held.delete(folder);
    await fs.rm(file, { force: true });
  }
}
