import fs from 'node:fs/promises';
import path from 'node:path';
import { analysisFiles, type DocumentRow } from '../../shared/analysis';
import { type ParquetColumn, parquetPieces } from '../../shared/parquet';
import { editsOf, readEdited } from './editedAnalysis';
import { readWrittenDocuments } from './writtenAnalysis';

/** Small row groups: a reader that must not block decodes one at a time. */
const rowGroupSize = 2000;

/** The rows of `documents.parquet`, made when they are asked for: of very many documents they would fill the memory. */
export interface DocumentRows {
  readonly length: number;
  at(index: number): DocumentRow | undefined;
}

const types = {
  id: 'STRING',
  path: 'STRING',
  row: 'INT32',
  title: 'STRING',
  snippet: 'STRING',
  language: 'STRING',
  cluster: 'INT32',
  cluster_label: 'STRING',
  subcluster: 'INT32',
  confidence: 'DOUBLE',
  x: 'DOUBLE',
  y: 'DOUBLE',
  nearest_cluster: 'INT32',
  outlier_score: 'DOUBLE',
  micro_cluster: 'INT32',
  held: 'INT32',
  label: 'STRING',
  date: 'STRING',
} satisfies Record<keyof DocumentRow, ParquetColumn['type']>;

const optional = ['row', 'nearest_cluster', 'outlier_score', 'micro_cluster', 'held', 'label', 'date'] as const;

/** Writes `documents.parquet`. Optional columns are there only where some document has a value. */
export async function writeDocuments(folder: string, rows: DocumentRows): Promise<void> {
  const missing = new Set<string>(optional);
  for (let i = 0; i < rows.length && missing.size > 0; i++)
    for (const name of missing) if (rows.at(i)![name as keyof DocumentRow] !== undefined) missing.delete(name);
  const names = (Object.keys(types) as (keyof typeof types)[]).filter((name) => !missing.has(name));
  const columnsOf = (from: number, to: number): ParquetColumn[] => {
    const held = Array.from({ length: to - from }, (_, i) => rows.at(from + i)!);
    return names.map((name) => ({ name, type: types[name], data: held.map((row) => row[name]) }));
  };
  const file = await fs.open(path.join(folder, analysisFiles.documents), 'w');
  try {
    for (const piece of parquetPieces(columnsOf, rows.length, rowGroupSize)) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}

/** Reads the documents of an analysis, as a person's edits leave them. Throws GroveError('bad-analysis') naming the file. */
export async function readDocuments(folder: string): Promise<DocumentRow[]> {
  const edits = await editsOf(folder);
  return edits.length === 0 ? readWrittenDocuments(folder) : [...(await readEdited(folder, edits)).rows];
}
