import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { type Analysis, analysisFiles, analysisSchema, analysisVersion, type DocumentRow } from '../../shared/analysis';
import { parseDocumentRow } from '../../shared/documentRow';
import { messageOf } from '../../shared/errors';
import { type NpyArray, parseNpy } from '../../shared/npy';
import { fileRanges } from '../../shared/fileRanges';

/** Why an analysis can't be shown; the words for a person are made where it is shown. */
export type AnalysisFault =
  | { readonly kind: 'missing'; readonly file: string }
  | { readonly kind: 'version'; readonly file: string; readonly version: number }
  | { readonly kind: 'damaged'; readonly file: string; readonly reason: string }
  | { readonly kind: 'not-written'; readonly file: string; readonly reason: string };

export class AnalysisFaultError extends Error {
  override readonly name = 'AnalysisFaultError';

  constructor(
    readonly fault: AnalysisFault,
    options?: ErrorOptions,
  ) {
    super(`${fault.file}: ${'reason' in fault ? fault.reason : fault.kind}`, options);
  }
}

/** Reads and checks `analysis.json`. Throws AnalysisFaultError. */
export async function readAnalysis(folder: string): Promise<Analysis> {
  const file = path.join(folder, analysisFiles.analysis);
  const json = await guarded(file, async () => JSON.parse(await fs.readFile(file, 'utf8')) as unknown);
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
  if (typeof version === 'number' && version !== analysisVersion)
    throw new AnalysisFaultError({ kind: 'version', file, version });
  const parsed = v.safeParse(analysisSchema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new AnalysisFaultError({
    kind: 'damaged',
    file,
    reason: `${v.getDotPath(issue) ?? ''} ${issue.message}`.trim(),
  });
}

/** Replaces `analysis.json` whole. Throws AnalysisFaultError where the folder can't be written to. */
export async function writeAnalysis(folder: string, analysis: Analysis): Promise<void> {
  const file = path.join(folder, analysisFiles.analysis);
  const partial = `${file}.partial-${process.pid}`;
  try {
    await fs.writeFile(partial, JSON.stringify(analysis, null, 1));
    await fs.rename(partial, file);
  } catch (error) {
    await fs.rm(partial, { force: true }).catch(() => {}); // the first error tells more
    throw new AnalysisFaultError({ kind: 'not-written', file, reason: messageOf(error) }, { cause: error });
  }
}

/** How long rows may be decoded before others get their turn, in milliseconds. */
const turnMs = 12;

/**
 * Reads `documents.parquet` range by range: columns that arrive one by one are decoded one by one, in turns, so that the caller's event loop is never held for long.
 * Throws AnalysisFaultError.
 */
export async function readDocuments(folder: string): Promise<DocumentRow[]> {
  const file = path.join(folder, analysisFiles.documents);
  return guarded(file, async () => {
    // Loaded when first needed: decoding takes no part in the activation of the extension.
    const { readParquetRows } = await import('../../shared/parquet');
    const handle = await fs.open(file);
    try {
      const rows: DocumentRow[] = [];
      let turnStarted = performance.now();
      for await (const cells of readParquetRows(await fileRanges(handle))) {
        rows.push(parseDocumentRow(cells));
        if (performance.now() - turnStarted < turnMs) continue;
        await new Promise((resolve) => setImmediate(resolve));
        turnStarted = performance.now();
      }
      return rows;
    } finally {
      await handle.close();
    }
  });
}

/** Reads `linkage.npy`. Throws AnalysisFaultError. */
export async function readLinkage(folder: string): Promise<NpyArray<Float64Array>> {
  const file = path.join(folder, analysisFiles.linkage);
  return guarded(file, async () => {
    const { shape, values } = parseNpy(await fs.readFile(file));
    if (!(values instanceof Float64Array)) throw new Error('it does not hold 64-bit numbers');
    return { shape, values };
  });
}

async function guarded<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AnalysisFaultError) throw error;
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new AnalysisFaultError(
      isMissing ? { kind: 'missing', file } : { kind: 'damaged', file, reason: messageOf(error) },
      { cause: error },
    );
  }
}
