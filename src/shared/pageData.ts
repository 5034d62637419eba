import type { Analysis, DocumentRow } from './analysis';
import type { NpyArray } from './npy';
import type { PageColumn, PageData } from './viewProtocol';

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
      columns: columnsOf(rows),
      projection,
    },
    linkage: linkage.values,
    leafOfDocument: Int32Array.from(rows, (row, i) => row.micro_cluster ?? i),
    ...page,
  };
}

const columns = [
  { name: 'language', isOrdered: false },
  { name: 'date', isOrdered: true },
  { name: 'label', isOrdered: false },
] as const;

/** The columns that have two values or more. */
function columnsOf(rows: readonly DocumentRow[]): PageColumn[] {
  return columns.flatMap(({ name, isOrdered }): PageColumn[] => {
    const values = [...new Set(rows.flatMap((row) => row[name] ?? []))].sort();
    if (values.length < 2) return [];
    const indexOf = new Map(values.map((value, i) => [value, i]));
    return [{ name, values, valueOf: Int32Array.from(rows, (row) => indexOf.get(row[name] ?? '') ?? -1), isOrdered }];
  });
}
