import fs from 'node:fs/promises';
import { messageOf } from '../../../shared/errors';
import { fileRanges } from '../../../shared/fileRanges';
import { readParquetRows, readParquetSchema, type ParquetFile } from '../../../shared/parquet';
import { UnreadableTable, type TableReader, type TableRow } from './table';

/** A Parquet file, read row group by row group; only `wanted` columns are decoded, all when it is undefined. */
export async function openParquetTable(file: string, wanted?: (columns: string[]) => string[]): Promise<TableReader> {
  const { columns, rows } = await withFile(file, readParquetSchema);
  return {
    columns,
    rowCount: rows,
    async *rows(): AsyncIterable<TableRow> {
      const handle = await fs.open(file);
      try {
        const source = await fileRanges(handle);
        let number = 0;
        for await (const cells of readParquetRows(source, wanted?.(columns) ?? columns)) {
          number++;
          yield { kind: 'row', cells, number, line: number };
        }
      } catch (error) {
        throw damaged(error);
      } finally {
        await handle.close();
      }
    },
  };
}

async function withFile<T>(file: string, read: (source: ParquetFile) => Promise<T>): Promise<T> {
  const handle = await fs.open(file);
  try {
    return await read(await fileRanges(handle));
  } catch (error) {
    throw damaged(error);
  } finally {
    await handle.close();
  }
}

function damaged(error: unknown): unknown {
  if (error instanceof Error && 'syscall' in error) return error; // the file system's own: unreadable, vanished
  return new UnreadableTable(`is not a readable Parquet file (${messageOf(error)})`, { cause: error });
}
