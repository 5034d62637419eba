import { GroveError, messageOf } from '../../shared/errors';
import { throwIfCancelled, type RunContext } from '../runContext';
import { openDelimitedText } from './tables/delimitedText';

const longestRow = 1 << 20;

/** What a person called the columns; undefined: 'id' and 'label'. */
export interface LabelColumns {
  readonly id?: string | undefined;
  readonly label?: string | undefined;
}

/**
 * Reads true labels by document id from a .csv or .tsv file with a column of each.
 * Throws GroveError('bad-input') naming the file and what is missing.
 */
export async function readTrueLabels(
  file: string,
  context: RunContext,
  named?: LabelColumns,
): Promise<ReadonlyMap<string, string>> {
  const { id: idColumn = 'id', label: labelColumn = 'label' } = named ?? {};
  const hint = named && ` ${context.nameOption('idColumn')} and ${context.nameOption('labelColumn')} name others.`;
  const labels = new Map<string, string>();
  const kind = /\.tsv(\.gz)?$/i.test(file) ? 'tsv' : 'csv';
  try {
    const table = await openDelimitedText(file, { kind, gzipped: /\.gz$/i.test(file) }, longestRow);
    const { columns } = table;
    for (const column of [idColumn, labelColumn])
      if (!columns.includes(column))
        throw new GroveError(
          'bad-input',
          `${file} has no column '${column}'. It has ${columns.map((name) => `'${name}'`).join(', ')}.${hint ?? ''}`,
        );
    for await (const row of table.rows()) {
      throwIfCancelled(context);
      if (row.kind === 'broken') continue;
      const id = row.cells[idColumn];
      const label = row.cells[labelColumn];
      if (typeof id === 'string' && typeof label === 'string' && label !== '') labels.set(id, label);
    }
  } catch (error) {
    if (GroveError.is(error)) throw error;
    throw new GroveError('bad-input', `The labels in ${file} can't be read: ${messageOf(error)}.`, { cause: error });
  }
  return labels;
}
