import type { Analysis, DocumentRow } from './analysis';
import type { NpyArray } from './npy';
import type { PageData } from './viewProtocol';

/** Puts together what the page shows from the files of an analysis. */
export function assemblePageData(
  analysis: Analysis,
  rows: readonly DocumentRow[],
  linkage: NpyArray<Float64Array>,
  page: Pick<PageData, 'strings' | 'hasEditor' | 'insights'>,
): PageData {
  const projection = new Float32Array(rows.length * 2);
  rows.forEach((row, i) => projection.set([row.x, row.y], i * 2));
  return {
    analysis,
    documents: {
      id: rows.map((row) => row.id),
      path: rows.map((row) => row.path),
      title: rows.map((row) => row.title),
      snippet: rows.map((row) => row.snippet),
      cluster: Int32Array.from(rows, (row) => row.cluster),
      subcluster: Int32Array.from(rows, (row) => row.subcluster),
      confidence: Float32Array.from(rows, (row) => row.confidence),
      projection,
    },
    linkage: linkage.values,
    leafOfDocument: Int32Array.from(rows, (row, i) => row.micro_cluster ?? i),
    ...page,
  };
}
