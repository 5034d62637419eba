import fs from 'node:fs/promises';
import { messageOf } from '../../shared/errors';
import { type EditEntry, editLine, editLogOf } from '../../shared/edits/editLog';
import { readEditLog } from '../../shared/edits/readEditLog';
import { AnalysisFaultError } from './analysisFiles';

/** Reads the edits of an analysis. Throws AnalysisFaultError where they are there but can't be read. */
export async function readEdits(folder: string): Promise<EditEntry[]> {
  try {
    return await readEditLog(folder);
  } catch (error) {
    throw new AnalysisFaultError(
      { kind: 'damaged', file: editLogOf(folder), reason: messageOf(error) },
      { cause: error },
    );
  }
}

/** Adds an entry to the log of an analysis. Throws AnalysisFaultError where it can't be written to. */
export async function appendEdit(folder: string, entry: EditEntry): Promise<void> {
  const file = editLogOf(folder);
  try {
    await fs.appendFile(file, editLine(entry));
  } catch (error) {
    throw new AnalysisFaultError({ kind: 'not-written', file, reason: messageOf(error) }, { cause: error });
  }
}

export async function deleteEdits(folder: string): Promise<void> {
  await fs.rm(editLogOf(folder), { force: true });
}
