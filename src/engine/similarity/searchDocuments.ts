import type { Cluster, DocumentRow } from '../../shared/analysis';
import type { FoundDocument, SearchParams, SearchResult } from '../../shared/engineProtocol';
import { GroveError } from '../../shared/errors';
import { transformCorpus } from '../encoder/transformCorpus';
import { queryCorpus } from '../preprocessing/queryCorpus';
import { inSavedVocabulary, savedLanguage } from '../preprocessing/savedVocabulary';
import type { RunContext } from '../runContext';
import { greatest } from './greatest';
import { cosines } from './openEncodings';
import { openSearchable, stemsOf } from './openSearchable';
import { bm25, holds } from './wordIndex';

/**
 * The documents nearest to a query. Their score is the mean of two, each over the greatest of the corpus: BM25 finds words
 * that are there, the cosine to the query's encoding (0 where it is negative) words that mean the same.
 * Source: Bruch, Gai, Ingber, "An analysis of fusion functions for hybrid retrieval", TOIS 2023; there the cosine's lower
 * bound is −1, which leaves it little say (measured: fewer of the first ten are of the query's topic).
 *
 * @throws GroveError 'bad-input' where neither has anything to go by
 */
export async function searchDocuments(params: SearchParams, context: RunContext): Promise<SearchResult> {
  const { analysis, model, index, rows, encodings, language } = await openSearchable(params.analysis);
  const query = await queryCorpus(params.query, savedLanguage(model), language);
  const corpus = inSavedVocabulary(query, model);
  const encoding = await transformCorpus(model, corpus, context);
  const stems = stemsOf(corpus.words, index);
  const byWords = bm25(index, stems);
  const isEncoded = encoding.values.some((value) => value !== 0);
  const similarity = isEncoded ? cosines(encodings, encoding.values) : new Float64Array(rows.length);
  if (!isEncoded && stems.length === 0)
    throw new GroveError('bad-input', `No word of the query '${params.query}' is known here. Try other words.`);
  const score = blend(byWords, similarity);
  const order = greatest(score, params.top, withinCluster(params.cluster, analysis.clusters, rows));
  return {
    query: params.query,
    found: order.map((i): FoundDocument => {
      const { id, path, row, title, cluster, cluster_label: clusterLabel } = rows[i]!;
      return {
        id,
        path,
        ...(row !== undefined && { row }),
        title,
        cluster,
        clusterLabel,
        score: score[i]!,
        similarity: Math.max(-1, Math.min(1, similarity[i]!)),
        bm25: byWords[i]!,
        terms: stems.filter((stem) => holds(index, stem, i)).map((stem) => index.terms[stem]!),
      };
    }),
  };
}

/** Which documents are in a cluster or a part of one; all of them where none is named. */
function withinCluster(
  id: number | undefined,
  clusters: readonly Cluster[],
  rows: readonly DocumentRow[],
): (document: number) => boolean {
  if (id === undefined) return () => true;
  const within = new Set([id]);
  for (let before = 0; before < within.size;) {
    before = within.size;
    for (const { id: part, parent } of clusters) if (parent !== null && within.has(parent)) within.add(part);
  }
  return (document) => within.has(rows[document]!.cluster) || within.has(rows[document]!.subcluster);
}

function blend(byWords: Float64Array, similarity: Float64Array): Float64Array {
  const greatest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), 0);
  const mostWords = greatest(byWords);
  const mostSimilar = greatest(similarity);
  const share = (value: number, most: number): number => (most > 0 ? Math.max(0, value) / most : 0);
  return byWords.map((words, i) => (share(words, mostWords) + share(similarity[i]!, mostSimilar)) / 2);
}
