import path from 'node:path';
import { type Analysis, analysisFiles, type DocumentRow } from '../../shared/analysis';
import type { SimilarParams, SimilarResult } from '../../shared/engineProtocol';
import { GroveError } from '../../shared/errors';
import type { NpyArray } from '../../shared/npy';
import { damaged, readAnalysis, readNpy } from '../storage/analysisFolder';
import { readDocuments } from '../storage/documentTable';
import { type DocumentTerms, readDocumentTerms, sharedTerms } from './documentTerms';

const sharedTermCount = 6;

/** The documents nearest to one document by the cosine of their encodings, and the terms they share with it. */
export async function similarDocuments({ analysis: folder, document, top }: SimilarParams): Promise<SimilarResult> {
  const { analysis, rows, encodings, terms } = await open(folder);
  const at = indexOfDocument(rows, document, analysis.source.path);
  if (at < 0)
    throw new GroveError('bad-input', `${document} is not a document of ${folder}. Documents are named by their id.`);
  const similarity = cosines(encodings, at);
  const order = Array.from(rows.keys())
    .filter((i) => i !== at)
    .sort((a, b) => similarity[b]! - similarity[a]! || a - b)
    .slice(0, top);
  return {
    document: rows[at]!.id,
    similar: order.map((i) => {
      const { id, path: file, row, title, cluster, cluster_label: clusterLabel } = rows[i]!;
      const score = Math.max(-1, Math.min(1, similarity[i]!));
      const shared = sharedTerms(terms, at, i, sharedTermCount);
      return { id, path: file, row, title, cluster, clusterLabel, similarity: score, sharedTerms: shared };
    }),
  };
}

/** The document with this id, or else the one with this path: relative to the source, or absolute. */
function indexOfDocument(rows: readonly DocumentRow[], document: string, source: string): number {
  const byId = rows.findIndex((row) => row.id === document);
  if (byId >= 0) return byId;
  const relative = path.relative(source, path.resolve(document)).split(path.sep).join('/');
  return rows.findIndex((row) => row.id === relative || row.path === document);
}

/** The cosine of row `at` to every row; rows are of unit length. */
function cosines(encodings: NpyArray<Float32Array>, at: number): Float32Array {
  const [rows = 0, columns = 0] = encodings.shape;
  const { values } = encodings;
  const out = new Float32Array(rows);
  const from = at * columns;
  for (let i = 0, p = 0; i < rows; i++) {
    let dot = 0;
    for (let d = 0; d < columns; d++, p++) dot += values[p]! * values[from + d]!;
    out[i] = dot;
  }
  return out;
}

interface OpenAnalysis {
  readonly analysis: Analysis;
  readonly rows: readonly DocumentRow[];
  readonly encodings: NpyArray<Float32Array>;
  readonly terms: DocumentTerms;
}

/** The last analysis asked about stays in memory: questions come in series, one for each file a person opens. */
let lastOpen: { readonly folder: string; readonly created: string; readonly content: OpenAnalysis } | undefined;

async function open(folder: string): Promise<OpenAnalysis> {
  const analysis = await readAnalysis(folder);
  if (lastOpen?.folder === folder && lastOpen.created === analysis.created) return lastOpen.content;
  const [rows, encodings, terms] = await Promise.all([
    readDocuments(folder),
    readNpy(folder, analysisFiles.encodings, Float32Array),
    readDocumentTerms(folder),
  ]);
  if (encodings.shape[0] !== rows.length || terms.offsets.length !== rows.length + 1)
    throw damaged(folder, new Error('its files tell of different numbers of documents'));
  const content = { analysis, rows, encodings, terms };
  lastOpen = { folder, created: analysis.created, content };
  return content;
}
