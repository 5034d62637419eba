import { UnreadableTable } from './table';
import type { SourceOptions } from '../../../shared/options';

/** Which columns of a table play which part. */
export interface ColumnRoles {
  readonly text: string;
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly date?: string | undefined;
  readonly title?: string | undefined;
  /** Says which rows are for learning and which for testing. */
  readonly split?: string | undefined;
  /** Why the text column was chosen, where it is not the one called `text`. */
  readonly reason?: string | undefined;
}

export type ColumnOptions = Pick<SourceOptions, 'textColumn' | 'idColumn' | 'labelColumn' | 'dateColumn'>;

/** A column holds prose where its cells are this long on average; a Chinese character counts for three letters. */
const minMeanLength = 30;

/**
 * Finds the columns by the names asked for, else by their usual names. Without a text column by name, the only column of
 * long strings in `sample` is taken, if `guess` allows. Throws `UnreadableTable` with the columns there are.
 */
export function findColumnRoles(
  columns: readonly string[],
  sample: readonly Readonly<Record<string, unknown>>[],
  options: ColumnOptions,
  guess: boolean,
): ColumnRoles {
  const named = (asked: string, usual: string): string | undefined => {
    if (asked === '')
      return columns.find((name) => name === usual) ?? columns.find((name) => name.trim().toLowerCase() === usual);
    if (!columns.includes(asked))
      throw new UnreadableTable(`has no column '${asked}'. Its columns are ${listed(columns)}`);
    return asked;
  };
  const text = named(options.textColumn, 'text');
  const others = {
    id: named(options.idColumn, 'id'),
    label: named(options.labelColumn, 'label'),
    date: named(options.dateColumn, 'date'),
    title: named('', 'title'),
    split: named('', 'split'),
  };
  if (text !== undefined) return { text, ...others };
  const taken = new Set(Object.values(others));
  const long = guess ? columns.filter((name) => !taken.has(name) && meanLength(sample, name) >= minMeanLength) : [];
  const chosen = long.length === 1 ? long[0] : guess && columns.length === 1 ? columns[0] : undefined;
  if (chosen === undefined) {
    const why = long.length > 1 ? `several columns hold long text (${listed(long)})` : 'no column is called `text`';
    throw new UnreadableTable(
      `does not say where its text is: ${why}. Name it with --text-column. Its columns are ${listed(columns)}`,
    );
  }
  return { text: chosen, ...others, reason: `no column is called 'text', and only '${chosen}' holds long text` };
}

function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, 20).map((name) => `'${name}'`);
  return shown.join(', ') + (columns.length > shown.length ? `, and ${columns.length - shown.length} more` : '');
}

function meanLength(sample: readonly Readonly<Record<string, unknown>>[], column: string): number {
  let cells = 0;
  let length = 0;
  for (const row of sample) {
    const value = row[column];
    if (typeof value !== 'string' || value === '') continue;
    cells++;
    length += value.length + 2 * (value.match(/[\u3400-\u9fff]/g)?.length ?? 0);
  }
  return cells === 0 ? 0 : length / cells;
}
