import fs from 'node:fs/promises';
import { GroveError, messageOf } from '../../shared/errors';

/** Writes a file a person named, whole or not at all; to a device or pipe directly. Throws GroveError('write-failed'). */
export async function writeTextFile(file: string, content: string | Uint8Array): Promise<void> {
  try {
    const place = await fs.stat(file).catch(() => undefined);
    if (place === undefined || place.isFile()) await writeFileWhole(file, content);
    else await fs.writeFile(file, content);
  } catch (error) {
    throw new GroveError('write-failed', `${file} can't be written: ${messageOf(error)}. Choose another place.`, {
      cause: error,
    });
  }
}

async function writeFileWhole(file: string, content: string | Uint8Array): Promise<void> {
  const partial = `${file}.partial-${process.pid}`;
  const handle = await fs.open(partial, 'w');
  try {
    await handle.writeFile(content);
    await handle.close();
    await fs.rename(partial, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await fs.rm(partial, { force: true });
    throw error;
  }
}
