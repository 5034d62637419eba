import path from 'node:path';
import type { DocumentRow } from '../../shared/analysis';
import {
  nearDuplicate,
  type SimilarLeaveOut,
  type SimilarParams,
  type SimilarResult,
} from '../../shared/engineProtocol';
import { GroveError } from '../../shared/errors';
import { damaged } from '../storage/analysisFolder';
import { type DocumentTerms, readDocumentTerms, sharedTerms } from './documentTerms';
import { greatest } from './greatest';
import { cosines, type OpenEncodings, openEncodings } from './openEncodings';

/** How many shared terms are named. */
export const sharedTermCount = 6;

/** The documents nearest to one document by the cosine of their encodings, and the terms they share with it. */
export async function similarDocuments(params: SimilarParams): Promise<SimilarResult> {
  const { analysis: folder, document, top, leaveOut = {} } = params;
  const open = await openEncodings(folder);
  const terms = await termsOf(folder, open);
  const { analysis, rows, encodings } = open;
  const at = indexOfDocument(rows, document, analysis.source.path);
  if (at < 0)
    throw new GroveError('bad-input', `${document} is not a document of ${folder}. Documents are named by their id.`);
  const vector = encodings.values.subarray(at * encodings.columns, (at + 1) * encodings.columns);
  const similarity = cosines(encodings, vector);
  const isLeftOut = leftOut(leaveOut, rows, at, similarity);
  const order = greatest(similarity, top, (i) => i !== at && !isLeftOut(i));
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

/** Which documents a person doesn't want beside the one at a place. */
export function leftOut(
  { sameFolder = false, nearDuplicates = false }: SimilarLeaveOut,
  rows: readonly DocumentRow[],
  at: number,
  similarity: Float64Array,
): (document: number) => boolean {
  const folder = path.posix.dirname(rows[at]!.path);
  return (document) =>
    (nearDuplicates && similarity[document]! >= nearDuplicate) ||
    (sameFolder && path.posix.dirname(rows[document]!.path) === folder);
}

/** The document with this id, or else the one with this path: relative to the source, or absolute. */
export function indexOfDocument(rows: readonly DocumentRow[], document: string, source: string): number {
  const byId = rows.findIndex((row) => row.id === document);
  if (byId >= 0) return byId;
  const relative = path.relative(source, path.resolve(document)).split(path.sep).join('/');
  return rows.findIndex((row) => row.id === relative || row.path === document);
}

/** The terms of the last analysis asked about. */
let lastTerms: { readonly of: OpenEncodings; readonly terms: DocumentTerms } | undefined;

async function termsOf(folder: string, open: OpenEncodings): Promise<DocumentTerms> {
  if (lastTerms?.of === open) return lastTerms.terms;
  const terms = await readDocumentTerms(folder);
  if (terms.offsets.length !== open.rows.length + 1)
    throw damaged(folder, new Error('its files tell of different numbers of documents'));
  lastTerms = { of: open, terms };
  return terms;
}
