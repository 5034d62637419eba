/** Formats of table files. `lines` is plain text with a document a line. */
export type TableKind = 'csv' | 'tsv' | 'jsonl' | 'parquet' | 'lines';

/** What a table yields: its rows in order, with those that cannot be read among them. */
export type TableRow =
  | {
      readonly kind: 'row';
      /** Cells by column name, as the format has them. */
      readonly cells: Readonly<Record<string, unknown>>;
      /** The 1-based row among the table's rows, the header not counted. */
      readonly number: number;
      /** The 1-based line that it begins in; for Parquet, the row. */
      readonly line: number;
    }
  | { readonly kind: 'broken'; readonly number: number; readonly line: number; readonly reason: string };

/** A table file, opened. */
export interface TableReader {
  /** The names of its columns, as far as they are known beforehand. JSON lines have none: look at the rows. */
  readonly columns: readonly string[] | undefined;
  /** How many rows it has, where the format says so. */
  readonly rowCount: number | undefined;
  rows(): AsyncIterable<TableRow>;
}

/** Thrown by table readers: what is wrong with the file as a sentence fragment, 'is cut short'. Callers name the file. */
export class UnreadableTable extends Error {}
