import { applyEdits, type EditedAnalysis } from '../../shared/edits/applyEdits';
import { editHistory, editLogOf, type MadeEdit } from '../../shared/edits/editLog';
import { readEditLog } from '../../shared/edits/readEditLog';
import { finish } from '../../shared/steps';
import { damaged, readWrittenAnalysis, readWrittenDocuments } from './writtenAnalysis';

/** What a person has changed by hand in the analysis in a folder. Throws GroveError('bad-analysis') naming the log. */
export async function editsOf(folder: string): Promise<readonly MadeEdit[]> {
  try {
    return editHistory(await readEditLog(folder)).done;
  } catch (error) {
    throw damaged(editLogOf(folder), error);
  }
}

/** Throws GroveError('bad-analysis') naming the file. */
export async function readEdited(folder: string, edits: readonly MadeEdit[]): Promise<EditedAnalysis> {
  const [analysis, rows] = await Promise.all([readWrittenAnalysis(folder), readWrittenDocuments(folder)]);
  const indexOf = new Map(rows.map((row, i) => [row.id, i]));
  return finish(applyEdits(analysis, rows, edits, (id) => indexOf.get(id) ?? -1));
}
