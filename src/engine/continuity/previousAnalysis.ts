import fs from 'node:fs/promises';
import path from 'node:path';
import { type Analysis, analysisFiles } from '../../shared/analysis';
import type { EditEntry } from '../../shared/edits/editLog';
import { messageOf } from '../../shared/errors';
import { fileRanges } from '../../shared/fileRanges';
import { readParquetRows } from '../../shared/parquet';
import { breather, type RunContext } from '../runContext';
import type { Constraints } from '../constraints/constraints';
import { entriesOf } from '../storage/editedAnalysis';
import { readWrittenAnalysis, readWrittenDocuments } from '../storage/writtenAnalysis';
import { editedPrevious } from './editedPrevious';

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
  /** What a person changed by hand in it, for this run to keep to. */
  readonly constraints?: Constraints;
}

/**
 * Looks an earlier analysis' documents up, as a person's edits leave them.
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
  const entries = await entriesOf(folder);
  if (entries.length > 0 || analysis.edits !== undefined) return readEditedPrevious(folder, analysis, entries, ids, context); // prettier-ignore
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

async function readEditedPrevious(
  folder: string,
  written: Analysis,
  entries: readonly EditEntry[],
  ids: readonly string[],
  context: RunContext,
): Promise<PreviousAnalysis> {
  const rows = await readWrittenDocuments(folder);
  const presentOf = new Map(ids.map((id, i) => [id, i]));
  const edited = await editedPrevious(written, rows, entries, presentOf, breather(context));
  const cluster = new Int32Array(ids.length).fill(-1);
  const part = new Int32Array(ids.length).fill(-1);
  const ownLabels = new Map<number, string>();
  let common = 0;
  for (const row of rows) if (!ownLabels.has(row.cluster)) ownLabels.set(row.cluster, row.cluster_label);
  for (const row of edited.rows) {
    const at = presentOf.get(row.id);
    if (at === undefined) continue;
    cluster[at] = row.cluster;
    part[at] = row.subcluster;
    common++;
  }
  return { analysis: edited.analysis, cluster, part, common, ownLabels, constraints: edited.constraints };
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
