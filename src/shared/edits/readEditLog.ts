import fs from 'node:fs/promises';
import { type EditEntry, editLogOf, parseEditLog } from './editLog';

/** The edits of the analysis in a folder; none where it has no log. Throws where the log is there but can't be read. */
export async function readEditLog(folder: string): Promise<EditEntry[]> {
  try {
    return parseEditLog(await fs.readFile(editLogOf(folder), 'utf8')).entries;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** The size of the log, 0 where there is none: it only ever grows, so that another size means other edits. */
export async function editLogBytes(folder: string): Promise<number> {
  return fs.stat(editLogOf(folder)).then(({ size }) => size, () => 0); // prettier-ignore
}
