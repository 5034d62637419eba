import fs from 'node:fs/promises';
import path from 'node:path';
import { analysisFiles, type DocumentRow } from '../../shared/analysis';
import { parseDocumentRow } from '../../shared/documentRow';
import { type ParquetColumn, parquetBytes, readParquetRows, writeParquet } from '../../shared/parquet';
import { damaged } from './analysisFolder';

/** Small row groups: a reader that must not block decodes one at a time. */
const rowGroupSize = 2000;

/** Writes `documents.parquet`. Optional columns are there only where some document has a value. */
export async function writeDocuments(folder: string, rows: readonly DocumentRow[]): Promise<void> {
  const column = (name: keyof DocumentRow, type: ParquetColumn['type']): ParquetColumn => ({
    name,
    data: rows.map((row) => row[name]),
    type,
  });
  const optional = (name: keyof DocumentRow, type: ParquetColumn['type']): ParquetColumn[] =>
    rows.some((row) => row[name] !== undefined) ? [column(name, type)] : [];
  const columns = [
    column('id', 'STRING'),
    column('path', 'STRING'),
    ...optional('row', 'INT32'),
    column('title', 'STRING'),
    column('snippet', 'STRING'),
    column('language', 'STRING'),
    column('cluster', 'INT32'),
    column('cluster_label', 'STRING'),
    column('subcluster', 'INT32'),
    column('confidence', 'DOUBLE'),
    column('x', 'DOUBLE'),
    column('y', 'DOUBLE'),
    ...optional('nearest_cluster', 'INT32'),
    ...optional('outlier_score', 'DOUBLE'),
    ...optional('micro_cluster', 'INT32'),
    ...optional('label', 'STRING'),
    ...optional('date', 'STRING'),
  ];
  await fs.writeFile(path.join(folder, analysisFiles.documents), new Uint8Array(writeParquet(columns, rowGroupSize)));
}

/** Reads `documents.parquet` whole. Throws GroveError('bad-analysis') naming the file. */
export async function readDocuments(folder: string): Promise<DocumentRow[]> {
  const file = path.join(folder, analysisFiles.documents);
  try {
    const rows: DocumentRow[] = [];
    for await (const cells of readParquetRows(parquetBytes(await fs.readFile(file))))
      rows.push(parseDocumentRow(cells));
    return rows;
  } catch (error) {
    throw damaged(file, error);
  }
}
