import path from 'node:path';
import { isoDate } from './dates';
import type { SkippedDocument, SourceDocument } from './document';
import { type ColumnOptions, type ColumnRoles, findColumnRoles } from './tables/columnRoles';
import { openDelimitedText } from './tables/delimitedText';
import { openJsonLines } from './tables/jsonLines';
import { openParquetTable } from './tables/parquetTable';
import { openPlainLines } from './tables/plainLines';
import { type TableKind, type TableReader, type TableRow, UnreadableTable } from './tables/table';

export interface TableSource {
  /** Absolute path. */
  readonly file: string;
  /** How documents name it: relative to the source folder, or its own name. */
  readonly path: string;
  readonly kind: TableKind;
  readonly gzipped: boolean;
  /** True inside a folder: ids then begin with the file's path, and the text column must have its usual name. */
  readonly insideFolder: boolean;
}

export type RowOutcome =
  | { readonly kind: 'document'; readonly document: SourceDocument }
  | { readonly kind: 'skipped'; readonly skipped: SkippedDocument };

/** A table with its columns recognised, ready to be read. */
export interface OpenTable {
  readonly roles: ColumnRoles;
  readonly rowCount: number | undefined;
  documents(): AsyncIterable<RowOutcome>;
}

/** Rows looked at to find the columns. */
const sampleRows = 100;

const maxTitleLength = 80;

/**
 * Opens a table and finds its columns. Throws `UnreadableTable` for what is wrong with the file, errors of the file
 * system as they are.
 *
 * @param maxRowLength rows longer than this many characters are skipped
 */
export async function openTable(
  source: TableSource,
  options: ColumnOptions,
  maxRowLength: number,
  keepsFields = false,
): Promise<OpenTable> {
  const reader = await openReader(source, maxRowLength);
  const sample: TableRow[] = [];
  for await (const row of reader.rows()) {
    if (sample.push(row) >= sampleRows) break;
  }
  const cells = sample.flatMap((row) => (row.kind === 'row' ? [row.cells] : []));
  const columns = reader.columns ?? [...new Set(cells.flatMap((row) => Object.keys(row)))];
  if (sample.length === 0) throw new UnreadableTable('has no rows');
  if (columns.length === 0) throw new UnreadableTable(`has no readable row: its first ${brokenReason(sample)}`);
  const roles = findColumnRoles(columns, cells, options, !source.insideFolder);
  const needed = new Set(Object.values({ ...roles, reason: undefined }));
  const narrow =
    source.kind === 'parquet' && !keepsFields
      ? await openParquetTable(source.file, (all) => all.filter((name) => needed.has(name)))
      : reader;
  return { roles, rowCount: reader.rowCount, documents: () => documentsOf(narrow, source, roles, keepsFields) };
}

function brokenReason(sample: readonly TableRow[]): string {
  const [first] = sample;
  return first?.kind === 'broken' ? first.reason : 'has no cells';
}

function openReader({ file, kind, gzipped }: TableSource, maxRowLength: number): Promise<TableReader> | TableReader {
  switch (kind) {
    case 'csv':
    case 'tsv':
      return openDelimitedText(file, { kind, gzipped }, maxRowLength);
    case 'jsonl':
      return openJsonLines(file, gzipped, maxRowLength);
    case 'lines':
      return openPlainLines(file, gzipped, maxRowLength);
    case 'parquet':
      return openParquetTable(file);
  }
}

async function* documentsOf(
  reader: TableReader,
  source: TableSource,
  roles: ColumnRoles,
  keepsFields: boolean,
): AsyncIterable<RowOutcome> {
  for await (const row of reader.rows()) {
    const ownId = row.kind === 'row' && roles.id !== undefined ? cellText(row.cells[roles.id]) : '';
    const id = source.insideFolder ? `${source.path}#${ownId || String(row.number)}` : ownId || `row-${row.number}`;
    if (row.kind === 'broken') {
      yield { kind: 'skipped', skipped: { id, reason: `line ${row.line} of ${source.path} ${row.reason}` } };
      continue;
    }
    const text = cellText(row.cells[roles.text]);
    if (text === '') {
      yield { kind: 'skipped', skipped: { id, reason: `is empty (${placeOf(source, row.line)})` } };
      continue;
    }
    const label = cellText(row.cells[roles.label ?? '']);
    const split = cellText(row.cells[roles.split ?? '']);
    const date = isoDate(row.cells[roles.date ?? '']);
    yield {
      kind: 'document',
      document: {
        id,
        path: source.path,
        row: row.line,
        title: oneLine(cellText(row.cells[roles.title ?? ''])) || titleFromText(text),
        text,
        ...(label !== '' && { label }),
        ...(split !== '' && { split }),
        ...(date !== undefined && { date }),
        ...(keepsFields && { fields: fieldsOf(row.cells, roles.text) }),
      },
    };
  }
}

function placeOf(source: TableSource, line: number): string {
  return `${source.kind === 'parquet' ? 'row' : 'line'} ${line} of ${path.posix.basename(source.path)}`;
}

/** A cell as text; lists as paragraphs, '' for what is missing or holds no text. */
function cellText(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof Date) return isoDate(value) ?? '';
  if (Array.isArray(value))
    return value
      .map(cellText)
      .filter((text) => text !== '')
      .join('\n\n');
  return '';
}

const longestField = 200;

function fieldsOf(cells: Readonly<Record<string, unknown>>, text: string): Record<string, string> {
  const fields: [string, string][] = [];
  for (const [name, cell] of Object.entries(cells)) {
    const value = name === text ? '' : oneLine(cellText(cell));
    if (value.length <= longestField) fields.push([name, value]);
  }
  return Object.fromEntries(fields);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The first words of a row that has no title. */
function titleFromText(text: string): string {
  const line = oneLine(text.slice(0, 4 * maxTitleLength).split('\n', 1)[0]!);
  if (line.length <= maxTitleLength) return line;
  const cut = line.slice(0, maxTitleLength);
  const lastSpace = cut.lastIndexOf(' ');
  return `${(lastSpace > maxTitleLength / 2 ? cut.slice(0, lastSpace) : cut.replace(/[\uD800-\uDBFF]$/, '')).trimEnd()}…`;
}
