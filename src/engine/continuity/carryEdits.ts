import fs from 'node:fs/promises';
import { editHistory, editLine, editLogOf, parseEditLog } from '../../shared/edits/editLog';

/**
 * Gives an analysis that follows one elsewhere that one's edit log, so that names hold and later runs keep to the edits. What was changed by
 * hand in an analysis that it replaced comes after.
 */
export async function carryEdits(previous: string, out: string): Promise<void> {
  if (previous === out) return;
  const carried = await logText(previous);
  const { entries } = parseEditLog(carried);
  if (entries.length === 0) return;
  const known = new Set(entries.map(editLine));
  const own = editHistory(parseEditLog(await logText(out)).entries, { created: '' }).done;
  const further = own.map(({ base, edit }) => editLine({ base, edit })).filter((line) => !known.has(line));
  const log = editLogOf(out);
  await fs.writeFile(`${log}.partial`, [carried, ...further].join(''));
  await fs.rename(`${log}.partial`, log);
}

/** Empty where there is no log. */
async function logText(analysis: string): Promise<string> {
  try {
    return await fs.readFile(editLogOf(analysis), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
