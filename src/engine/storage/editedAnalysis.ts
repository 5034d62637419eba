import { applyEdits, type EditedAnalysis } from '../../shared/edits/applyEdits';
import { type EditEntry, editHistory, editLogOf, editsToReplay, type MadeEdit } from '../../shared/edits/editLog';
import { readEditLog } from '../../shared/edits/readEditLog';
import { finish } from '../../shared/steps';
import { damaged, readWrittenAnalysis, readWrittenDocuments } from './writtenAnalysis';

/**
 * What a person has changed by hand in the analysis in a folder, as far as its own files don't have it. Throws GroveError('bad-analysis')
 * naming the file.
 */
export async function editsOf(folder: string): Promise<readonly MadeEdit[]> {
  const entries = await entriesOf(folder);
  if (entries.length === 0) return [];
  const analysis = await readWrittenAnalysis(folder);
  return editsToReplay(editHistory(entries, analysis), analysis);
}

/** Throws GroveError('bad-analysis') naming the log. */
export async function entriesOf(folder: string): Promise<readonly EditEntry[]> {
  try {
    return await readEditLog(folder);
  } catch (error) {
    throw damaged(editLogOf(folder), error);
  }
}

/** The analysis and its documents, as a person's edits leave them. Throws GroveError('bad-analysis') naming the file. */
export async function readWithDocuments(folder: string): Promise<Pick<EditedAnalysis, 'analysis' | 'rows'>> {
  const edits = await editsOf(folder);
  if (edits.length > 0) return readEdited(folder, edits);
  const [analysis, rows] = await Promise.all([readWrittenAnalysis(folder), readWrittenDocuments(folder)]);
  return { analysis, rows };
}

/** Throws GroveError('bad-analysis') naming the file. */
export async function readEdited(folder: string, edits: readonly MadeEdit[]): Promise<EditedAnalysis> {
  const [analysis, rows] = await Promise.all([readWrittenAnalysis(folder), readWrittenDocuments(folder)]);
  const indexOf = new Map(rows.map((row, i) => [row.id, i]));
  return finish(applyEdits(analysis, rows, edits, (id) => indexOf.get(id) ?? -1));
}
