import { CsvError, parse } from 'csv-parse/sync';
import { linesOf } from './lineReader';
import { UnreadableTable, type TableReader, type TableRow } from './table';
import { textChunks } from './textChunks';

const linesPerBatch = 1000;

/** Why a row could not be read, by csv-parse's error code. */
const reasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'has a quotation mark that is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'has text after a closing quotation mark',
  INVALID_OPENING_QUOTE: 'has a quotation mark inside an unquoted cell',
};

/**
 * Comma-, semicolon-, pipe- or tab-separated values with a header (RFC 4180; the delimiter of `.csv` is found in the
 * header). Rows may span lines. A broken row costs its own line only: reading goes on with the next line, so that a
 * quotation mark left open does not swallow the rest of the file.
 */
export async function openDelimitedText(
  file: string,
  format: { kind: 'csv' | 'tsv'; gzipped: boolean },
  maxRowLength: number,
): Promise<TableReader & { readonly columns: readonly string[] }> {
  const header = await readHeader(file, format, maxRowLength);
  return {
    columns: header.columns,
    rowCount: undefined,
    rows: () => dataRows(recordsOf(file, format, maxRowLength, header.delimiter), header.columns),
  };
}

/** A row's fields, or why there are none, and where it begins. */
interface DelimitedRecord {
  readonly line: number;
  readonly fields: readonly string[] | undefined;
  readonly reason: string;
}

async function readHeader(
  file: string,
  format: { kind: 'csv' | 'tsv'; gzipped: boolean },
  maxRowLength: number,
): Promise<{ columns: string[]; delimiter: string }> {
  let delimiter = '\t';
  if (format.kind === 'csv') {
    for await (const { text } of linesOf(textChunks(file, format.gzipped), maxRowLength)) {
      if (text?.trim() === '') continue;
      delimiter = delimiterOf(text ?? '');
      break;
    }
  }
  for await (const { fields, reason } of recordsOf(file, format, maxRowLength, delimiter)) {
    if (fields === undefined) throw new UnreadableTable(`has a broken header: it ${reason}`);
    const columns: string[] = [];
    for (const [i, field] of fields.entries()) {
      const name = field.trim() || `column ${i + 1}`;
      columns.push(columns.includes(name) ? `${name} (${i + 1})` : name);
    }
    return { columns, delimiter };
  }
  throw new UnreadableTable('is empty');
}

/** The separator that the header holds most of, outside quotation marks. */
function delimiterOf(header: string): string {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '');
  let best = ',';
  for (const candidate of [',', ';', '\t', '|']) {
    if (bare.split(candidate).length > bare.split(best).length) best = candidate;
  }
  return best;
}

async function* dataRows(records: AsyncIterable<DelimitedRecord>, columns: readonly string[]): AsyncIterable<TableRow> {
  let number = -1; // the header is no row
  for await (const { line, fields, reason } of records) {
    if (++number === 0) continue;
    if (fields === undefined) {
      yield { kind: 'broken', number, line, reason };
    } else if (fields.length > columns.length && fields.slice(columns.length).some((field) => field.trim() !== '')) {
      yield {
        kind: 'broken',
        number,
        line,
        reason: `has ${fields.length} cells where the header has ${columns.length}`,
      };
    } else {
      const cells: { [name: string]: string | undefined } = {};
      for (let i = 0; i < columns.length; i++) cells[columns[i]!] = fields[i];
      yield { kind: 'row', cells, number, line };
    }
  }
}

/** All records including the header, a thousand lines or so in memory at a time. */
async function* recordsOf(
  file: string,
  format: { kind: 'csv' | 'tsv'; gzipped: boolean },
  maxRowLength: number,
  delimiter: string,
): AsyncIterable<DelimitedRecord> {
  let pending: string[] = [];
  let pendingLength = 0;
  let firstLine = 1; // the number of pending[0]
  for await (const { text, number } of linesOf(textChunks(file, format.gzipped), maxRowLength)) {
    if (text !== undefined) {
      pending.push(text);
      pendingLength += text.length;
      if (pending.length % linesPerBatch !== 0 && pendingLength <= maxRowLength) continue;
    }
    // An over-long line ends the batch: what is before it must stand alone.
    const final = text === undefined || pendingLength > maxRowLength;
    const taken = takeRecords(pending, firstLine, delimiter, format.kind, final);
    yield* taken.records;
    pending = pending.slice(taken.lines);
    pendingLength = pending.reduce((sum, line) => sum + line.length, 0);
    firstLine += taken.lines;
    if (text === undefined) {
      yield { line: number, fields: undefined, reason: 'is longer than the size limit' };
      firstLine = number + 1;
    }
  }
  yield* takeRecords(pending, firstLine, delimiter, format.kind, true).records;
}

/**
 * The records that `lines` hold and how many lines they take. An unclosed quotation mark at the end is left for the next
 * batch, unless this one is `final`.
 */
function takeRecords(
  lines: readonly string[],
  firstLine: number,
  delimiter: string,
  kind: 'csv' | 'tsv',
  final: boolean,
): { records: DelimitedRecord[]; lines: number } {
  const records: DelimitedRecord[] = [];
  let done = 0;
  while (done < lines.length) {
    const start = done;
    const code = parseInto(lines.slice(start).join('\n'), delimiter, (fields, endLine) => {
      while (lines[done]!.trim() === '' && done < start + endLine - 1) done++; // blank lines between records
      records.push({ line: firstLine + done, fields, reason: '' });
      done = start + endLine;
    });
    if (code === undefined) return { records, lines: lines.length };
    while (lines[done]?.trim() === '') done++;
    if (code === 'CSV_QUOTE_NOT_CLOSED' && !final) return { records, lines: done };
    const line = lines[done];
    if (line === undefined) break;
    const fields = literalFields(line, delimiter, kind, code);
    records.push({ line: firstLine + done, fields, reason: reasons[code] ?? `is broken (${code})` });
    done++;
  }
  return { records, lines: done };
}

/** Calls `onRecord` for each record up to the first broken one; returns that one's error code. */
function parseInto(
  text: string,
  delimiter: string,
  onRecord: (fields: string[], endLine: number) => void,
): string | undefined {
  try {
    parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (fields: string[], { lines }) => {
        onRecord(fields, lines);
        return null;
      },
    });
    return undefined;
  } catch (error) {
    if (error instanceof CsvError) return error.code;
    throw error;
  }
}

/**
 * The fields of a line whose quotation marks are meant as they stand: '5" pipe' in an unquoted cell, or any in
 * tab-separated values, which often do without quoting.
 */
function literalFields(line: string, delimiter: string, kind: 'csv' | 'tsv', code: string): string[] | undefined {
  if (kind === 'csv' && code !== 'INVALID_OPENING_QUOTE') return undefined;
  let fields: string[] | undefined;
  const options = { delimiter, record_delimiter: '\n', relax_column_count: true };
  try {
    const parsed: string[][] = parse(
      line,
      kind === 'tsv' ? { ...options, quote: null } : { ...options, relax_quotes: true },
    );
    if (parsed.length === 1) fields = parsed[0];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error; // broken either way
  }
  return fields;
}
