import { GroveError, messageOf } from '../../shared/errors';
import { throwIfCancelled, type RunContext } from '../runContext';
import { openDelimitedText } from './tables/delimitedText';

const longestRow = 1 << 20;

/**
 * Reads true labels by document id from a .csv or .tsv file with the columns id and label.
 * Throws GroveError('bad-input') naming the file and what is missing.
 */
export async function readTrueLabels(file: string, context: RunContext): Promise<ReadonlyMap<string, string>> {
  const labels = new Map<string, string>();
  const kind = /\.tsv(\.gz)?$/i.test(file) ? 'tsv' : 'csv';
  try {
    const table = await openDelimitedText(file, { kind, gzipped: /\.gz$/i.test(file) }, longestRow);
    const { columns } = table;
    for (const column of ['id', 'label'])
      if (!columns.includes(column))
        throw new GroveError('bad-input', `${file} has no column ${column}. It has ${columns.join(', ')}.`);
    for await (const row of table.rows()) {
      throwIfCancelled(context);
      if (row.kind === 'broken') continue;
      const { id, label } = row.cells;
      if (typeof id === 'string' && typeof label === 'string' && label !== '') labels.set(id, label);
    }
  } catch (error) {
    if (GroveError.is(error)) throw error;
    throw new GroveError('bad-input', `The labels in ${file} can't be read: ${messageOf(error)}.`, { cause: error });
  }
  return labels;
}
