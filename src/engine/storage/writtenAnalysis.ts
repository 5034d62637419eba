import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { type Analysis, analysisFiles, analysisSchema, analysisVersion, type DocumentRow } from '../../shared/analysis';
import { parseDocumentRow } from '../../shared/documentRow';
import { GroveError, messageOf } from '../../shared/errors';
import { parquetBytes, readParquetRows } from '../../shared/parquet';

/** Reads and checks `analysis.json` as the engine wrote it. Throws GroveError('bad-analysis') naming the file and what to do. */
export async function readWrittenAnalysis(folder: string): Promise<Analysis> {
  const file = path.join(folder, analysisFiles.analysis);
  let text: string;
  try {
    text = await fs.readFile(file, 'utf8');
  } catch (error) {
    throw new GroveError('bad-analysis', `${folder} is not an analysis: it has no readable analysis.json.`, {
      cause: error,
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw damaged(file, error);
  }
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
  if (typeof version === 'number' && version !== analysisVersion)
    throw new GroveError(
      'bad-analysis',
      `${file} has version ${version}; this Grove reads version ${analysisVersion}. Update Grove, or cluster the folder again.`,
    );
  const parsed = v.safeParse(analysisSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw damaged(file, new Error(`${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`));
  }
  return parsed.output;
}

export function damaged(file: string, cause: unknown): GroveError {
  return new GroveError('bad-analysis', `${file} is damaged: ${messageOf(cause)}. Cluster the folder again.`, {
    cause,
  });
}

/** Reads `documents.parquet` whole, as the engine wrote it. Throws GroveError('bad-analysis') naming the file. */
export async function readWrittenDocuments(folder: string): Promise<DocumentRow[]> {
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
