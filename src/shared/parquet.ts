import { parquetScan, type AsyncBuffer, type ParquetScan } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import {
  ByteWriter,
  type ColumnSource,
  ParquetWriter,
  parquetWriteBuffer,
  schemaFromColumnData,
} from 'hyparquet-writer';

/**
 * The door to Parquet, for reading and writing. It touches no file system: bytes come from a `ParquetFile`, and go out
 * as a buffer.
 */

/** A file whose byte ranges can be read. `slice` answers with bytes `start` … `end − 1`. */
export interface ParquetFile {
  readonly byteLength: number;
  slice(start: number, end?: number): ArrayBuffer | Promise<ArrayBuffer>;
}

/** A cell: text, number, boolean, date, null, bytes, or a list or record of these. Whole numbers beyond 2⁵³ are text. */
export type ParquetRow = Record<string, unknown>;

export interface ParquetColumn {
  readonly name: string;
  /** One value a row; null or undefined where there is none. */
  readonly data: readonly unknown[] | Float32Array | Float64Array | Int32Array;
  readonly type: 'STRING' | 'DOUBLE' | 'FLOAT' | 'INT32' | 'BOOLEAN';
}

/** What a Parquet file holds, from its footer alone. Throws a plain Error that says what is wrong with the file. */
export async function readParquetSchema(file: ParquetFile): Promise<{ columns: string[]; rows: number }> {
  const { metadata } = await open(file);
  const [root, ...elements] = metadata.schema;
  const columns: string[] = [];
  for (let i = 0; i < elements.length && columns.length < (root?.num_children ?? 0);) {
    const element = elements[i]!;
    columns.push(element.name);
    let pending = element.num_children ?? 0;
    for (i++; pending > 0; i++) pending += (elements[i]?.num_children ?? 0) - 1;
  }
  return { columns, rows: Number(metadata.num_rows) };
}

/**
 * The rows in their order. One row group is decoded at a time, so memory follows the largest row group. Columns that
 * the file does not have are left out of the rows. Throws a plain Error that says what is wrong with the file.
 *
 * @param columns the columns to decode; all of them when absent
 */
export async function* readParquetRows(file: ParquetFile, columns?: readonly string[]): AsyncIterable<ParquetRow> {
  const present = (await readParquetSchema(file)).columns;
  const wanted = columns === undefined ? present : columns.filter((name) => present.includes(name));
  const scan = await open(file);
  for (const range of scan.ranges) {
    const cells = await Promise.all(wanted.map((column) => scan.readColumn({ column, ...range })));
    for (let i = 0; i < range.rowEnd - range.rowStart; i++) {
      const row: ParquetRow = {};
      for (let c = 0; c < wanted.length; c++) row[wanted[c]!] = plainValue(cells[c]?.[i]);
      yield row;
    }
  }
}

/**
 * A whole Parquet file of flat columns, Snappy-compressed. The same columns give the same bytes. Columns must be of
 * equal length.
 */
export function writeParquet(columns: readonly ParquetColumn[], rowGroupSize: number): ArrayBuffer {
  return parquetWriteBuffer({ columnData: columns.map(columnSourceOf), rowGroupSize, createdBy: createdByGrove });
}

/**
 * The bytes that `writeParquet` gives, a piece a row group, so that memory follows the row group.
 *
 * @param columnsOf the columns with the values of rows [from, to) only; always the same names and types
 */
export function* parquetPieces(
  columnsOf: (from: number, to: number) => readonly ParquetColumn[],
  rows: number,
  rowGroupSize: number,
): Iterable<Uint8Array> {
  const writer = new ByteWriter();
  const schema = schemaFromColumnData({ columnData: columnsOf(0, 0).map(columnSourceOf) });
  const parquet = new ParquetWriter({ writer, schema, createdBy: createdByGrove });
  const taken = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes;
  };
  for (let from = 0; from < rows; from += rowGroupSize) {
    const columnData = columnsOf(from, Math.min(rows, from + rowGroupSize)).map(columnSourceOf);
    void parquet.write({ columnData, rowGroupSize });
    yield taken();
  }
  void parquet.finish();
  yield taken();
}

const createdByGrove = 'grove';

function columnSourceOf({ name, data, type }: ParquetColumn): ColumnSource {
  const nullable = Array.isArray(data);
  return { name, data: nullable ? data.map((value: unknown) => value ?? null) : Array.from(data), type, nullable };
}

/** A `ParquetFile` over bytes in memory. */
export function parquetBytes(bytes: Uint8Array): ParquetFile {
  return {
    byteLength: bytes.byteLength,
    slice: (start, end = bytes.byteLength) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
}

function open(file: ParquetFile): Promise<ParquetScan> {
  const buffer: AsyncBuffer = { byteLength: file.byteLength, slice: (start, end) => file.slice(start, end) };
  return parquetScan({ file: buffer, compressors });
}

function plainValue(value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
