import type { Analysis, DocumentRow } from './analysis';
import type { NpyArray } from './npy';
import { finish, type Steps } from './steps';
import type { PageColumn, PageData } from './viewProtocol';

/** How many documents are gone through at a step. */
const stride = 4096;

type PageParts = Pick<PageData, 'strings' | 'hasEditor' | 'insights'>;

/** Puts together what the page shows from the files of an analysis. */
export function assemblePageData(
  analysis: Analysis,
  rows: readonly DocumentRow[],
  linkage: NpyArray<Float64Array>,
  page: PageParts,
): PageData {
  return finish(pageDataSteps(analysis, rows, linkage, page));
}

/** The same, step by step. */
export function* pageDataSteps(
  analysis: Analysis,
  rows: readonly DocumentRow[],
  linkage: NpyArray<Float64Array>,
  page: PageParts,
): Steps<PageData> {
  const n = rows.length;
  const texts = { id: Array<string>(n), path: Array<string>(n), title: Array<string>(n), snippet: Array<string>(n) };
  const [cluster, subcluster, leafOfDocument] = [new Int32Array(n), new Int32Array(n), new Int32Array(n)];
  const confidence = new Float32Array(n);
  const projection = new Float32Array(n * 2);
  for (let i = 0; i < n; i++) {
    if (i % stride === 0) yield;
    const row = rows[i]!;
    texts.id[i] = row.id;
    texts.path[i] = row.path;
    texts.title[i] = row.title;
    texts.snippet[i] = row.snippet;
    cluster[i] = row.cluster;
    subcluster[i] = row.subcluster;
    confidence[i] = row.confidence;
    projection[i * 2] = row.x;
    projection[i * 2 + 1] = row.y;
    leafOfDocument[i] = row.micro_cluster ?? i;
  }
  const columns = yield* columnsOf(rows);
  const documents = { ...texts, cluster, subcluster, confidence, columns, projection };
  return { analysis, documents, linkage: linkage.values, leafOfDocument, ...page };
}

const columnNames = [
  { name: 'language', isOrdered: false },
  { name: 'date', isOrdered: true },
  { name: 'label', isOrdered: false },
] as const;

/** The columns that have two values or more. */
function* columnsOf(rows: readonly DocumentRow[]): Steps<PageColumn[]> {
  const columns: PageColumn[] = [];
  for (const { name, isOrdered } of columnNames) {
    const distinct = new Set<string>();
    for (let i = 0; i < rows.length; i++) {
      if (i % stride === 0) yield;
      const value = rows[i]![name];
      if (value !== undefined) distinct.add(value);
    }
    if (distinct.size < 2) continue;
    const values = [...distinct].sort();
    const indexOf = new Map(values.map((value, i) => [value, i]));
    const valueOf = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      if (i % stride === 0) yield;
      valueOf[i] = indexOf.get(rows[i]![name] ?? '') ?? -1;
    }
    columns.push({ name, values, valueOf, isOrdered });
  }
  return columns;
}
