import fs from 'node:fs/promises';
import path from 'node:path';
import { type Analysis, analysisFiles, type DocumentRow } from '../../shared/analysis';
import { editLogBytes } from '../../shared/edits/readEditLog';
import { type Matrix, matrixOf } from '../math/matrix';
import { readNpy } from './analysisFolder';
import { editsOf, readEdited } from './editedAnalysis';
import { readModel, type SavedModel } from './model';
import { readWrittenAnalysis, readWrittenDocuments } from './writtenAnalysis';

/** What new documents of a finished analysis go by. */
export interface OpenModel {
  /** As a person's edits leave it. */
  readonly analysis: Analysis;
  readonly model: SavedModel;
  /** Where a person's edits have put most documents of each cluster that the model knows; empty where there are none. */
  readonly editedClusters: ReadonlyMap<number, number>;
  /** The analysis' own vectors and clusters as the engine wrote them. */
  readonly documents: () => Promise<{ readonly vectors: Matrix; readonly labels: Int32Array }>;
}

/** The last one stays in memory: a file that is being written is asked about again and again. */
let last: { readonly key: string; readonly open: OpenModel } | undefined;

/** Throws GroveError('bad-analysis') naming the file. */
export async function openModel(folder: string): Promise<OpenModel> {
  const written = await readWrittenAnalysis(folder);
  const key = JSON.stringify([folder, written.created, await editLogBytes(folder), await writtenAt(folder)]);
  if (last?.key === key) return last.open;
  const model = await readModel(folder);
  const open = { ...(await editedOf(folder, written)), model, documents: documentsOf(folder) };
  last = { key, open };
  return open;
}

/** When the model was written, which is not to be taken for another one in its place. */
async function writtenAt(folder: string): Promise<number> {
  return fs.stat(path.join(folder, analysisFiles.model)).then(({ mtimeMs }) => mtimeMs, () => 0); // prettier-ignore
}

function documentsOf(folder: string): OpenModel['documents'] {
  let reading: ReturnType<OpenModel['documents']> | undefined;
  return () =>
    (reading ??= (async () => ({
      vectors: matrixOf(await readNpy(folder, analysisFiles.vectors, Float32Array)),
      labels: Int32Array.from(await readWrittenDocuments(folder), ({ cluster }) => cluster),
    }))());
}

async function editedOf(folder: string, written: Analysis): Promise<Pick<OpenModel, 'analysis' | 'editedClusters'>> {
  const edits = await editsOf(folder);
  if (edits.length === 0) return { analysis: written, editedClusters: new Map() };
  const [before, { analysis, rows }] = [await readWrittenDocuments(folder), await readEdited(folder, edits)];
  return { analysis, editedClusters: majorities(before, rows) };
}

function majorities(before: readonly DocumentRow[], after: readonly DocumentRow[]): ReadonlyMap<number, number> {
  const counts = new Map<number, Map<number, number>>();
  before.forEach(({ cluster }, i) => {
    const to = counts.get(cluster) ?? new Map<number, number>();
    to.set(after[i]!.cluster, (to.get(after[i]!.cluster) ?? 0) + 1);
    counts.set(cluster, to);
  });
  return new Map(Array.from(counts, ([from, to]) => [from, [...to].sort((a, b) => b[1] - a[1])[0]![0]]));
}
