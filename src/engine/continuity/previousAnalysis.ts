import fs from 'node:fs/promises';
import path from 'node:path';
import { type Analysis, analysisFiles } from '../../shared/analysis';
import { messageOf } from '../../shared/errors';
import { fileRanges } from '../../shared/fileRanges';
import { readParquetRows } from '../../shared/parquet';
import { breather, type RunContext } from '../runContext';
import { readWrittenAnalysis } from '../storage/writtenAnalysis';

/** The clusters of an earlier analysis, and where it had the documents of the present corpus. */
export interface PreviousAnalysis {
  readonly analysis: Analysis;
  /** The earlier cluster and deepest part of each document; −1 where it had none, or was not there. */
  readonly cluster: Int32Array; // [documents]
  readonly part: Int32Array; // [documents]
  /** How many of the documents it held, with a cluster or without. */
  readonly common: number;
  /** Earlier names of clusters as they were made; a person may have changed them since. */
  readonly ownLabels: ReadonlyMap<number, string>;
}

/**
 * Looks an earlier analysis' documents up, as the engine put them: what a person changed by hand is replayed on the new
 * analysis.
 *
 * @param ids of the present documents, ascending by code units, as an analysis has them
 * @throws GroveError('bad-analysis')
 */
export async function readPrevious(
  folder: string,
  ids: readonly string[],
  context: RunContext,
): Promise<PreviousAnalysis> {
  const analysis = await readWrittenAnalysis(folder);
  const cluster = new Int32Array(ids.length).fill(-1);
  const part = new Int32Array(ids.length).fill(-1);
  const ownLabels = new Map<number, string>();
  const breathe = breather(context);
  const handle = await fs.open(path.join(folder, analysisFiles.documents));
  let common = 0;
  try {
    const file = await fileRanges(handle);
    let at = 0;
    for await (const row of readParquetRows(file, ['id', 'cluster', 'subcluster', 'cluster_label'])) {
      const id = String(row['id']);
      const own = Number(row['cluster']);
      if (own >= 0 && !ownLabels.has(own)) ownLabels.set(own, String(row['cluster_label']));
      while (at < ids.length && ids[at]! < id) at++;
      if (ids[at] === id) {
        cluster[at] = own;
        part[at] = Number(row['subcluster']);
        common++;
      }
      if (breathe.due()) await breathe();
    }
  } finally {
    await handle.close();
  }
  return { analysis, cluster, part, common, ownLabels };
}

/** The analysis of a source that stands where another is to be written; undefined where there is none that can be read. */
export async function previousAt(out: string, source: string, context: RunContext): Promise<string | undefined> {
  if (!(await fs.stat(path.join(out, analysisFiles.analysis)).catch(() => undefined))) return undefined;
  try {
    return (await readWrittenAnalysis(out)).source.path === source ? out : undefined;
  } catch (error) {
    context.log(`Clusters don't keep their ids: ${messageOf(error)}`);
    return undefined;
  }
}
