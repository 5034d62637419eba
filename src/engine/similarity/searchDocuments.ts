import { analysisFiles, type DocumentRow } from '../../shared/analysis';
import type { FoundDocument, SearchParams, SearchResult } from '../../shared/engineProtocol';
import { GroveError } from '../../shared/errors';
import { transformCorpus } from '../encoder/transformCorpus';
import { type Matrix, matrixOf } from '../math/matrix';
import { queryCorpus } from '../preprocessing/queryCorpus';
import { columnsByStem, inSavedVocabulary, savedReading } from '../preprocessing/savedVocabulary';
import type { RunContext } from '../runContext';
import { readAnalysis, readNpy } from '../storage/analysisFolder';
import { readDocuments } from '../storage/documentTable';
import { partOf, readModel, type SavedModel } from '../storage/model';
import { bm25, holds, type WordIndex, wordIndexOf } from './wordIndex';

/**
 * The documents nearest to a query. Their score is the mean of two, each over the greatest of the corpus: BM25 finds words
 * that are there, the cosine to the query's encoding (0 where it is negative) words that mean the same.
 * Source: Bruch, Gai, Ingber, "An analysis of fusion functions for hybrid retrieval", TOIS 2023; there the cosine's lower
 * bound is −1, which leaves it little say (measured: fewer of the first ten are of the query's topic).
 *
 * @throws GroveError 'bad-input' where neither has anything to go by
 */
export async function searchDocuments(params: SearchParams, context: RunContext): Promise<SearchResult> {
  const { model, index, rows, encodings, language } = await open(params.analysis);
  const query = await queryCorpus(params.query, savedReading(model).language, language);
  const corpus = inSavedVocabulary(query, model);
  const encoding = await transformCorpus(model, corpus, context);
  const stems = stemsOf(corpus.words, index);
  const byWords = bm25(index, stems);
  const isEncoded = encoding.values.some((value) => value !== 0);
  const similarity = isEncoded ? cosines(encodings, encoding.values) : new Float64Array(rows.length);
  if (!isEncoded && stems.length === 0)
    throw new GroveError('bad-input', `No word of the query '${params.query}' is known here. Try other words.`);
  const score = blend(byWords, similarity);
  const order = Array.from(rows.keys())
    .sort((x, y) => score[y]! - score[x]! || x - y)
    .slice(0, params.top);
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

/** The index' stems that the query holds, in its order, each once. */
function stemsOf(
  { vocabulary, terms }: { vocabulary: Parameters<typeof columnsByStem>[0]; terms: Int32Array },
  index: WordIndex,
): number[] {
  const stemOf = columnsByStem(vocabulary, index.terms);
  return [...new Set(Array.from(terms, (term) => (term < 0 ? -1 : stemOf[term]!)))].filter((stem) => stem >= 0);
}

function blend(byWords: Float64Array, similarity: Float64Array): Float64Array {
  const greatest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), 0);
  const mostWords = greatest(byWords);
  const mostSimilar = greatest(similarity);
  const share = (value: number, most: number): number => (most > 0 ? Math.max(0, value) / most : 0);
  return byWords.map((words, i) => (share(words, mostWords) + share(similarity[i]!, mostSimilar)) / 2);
}

/** The cosine of a unit vector to every row; rows are of unit length. */
function cosines({ rows, columns, values }: Matrix, vector: Float32Array): Float64Array {
  const out = new Float64Array(rows);
  for (let i = 0, p = 0; i < rows; i++) {
    let dot = 0;
    for (let d = 0; d < columns; d++, p++) dot += values[p]! * vector[d]!;
    out[i] = dot;
  }
  return out;
}

interface OpenAnalysis {
  readonly model: SavedModel;
  readonly index: WordIndex;
  readonly rows: readonly DocumentRow[];
  readonly encodings: Matrix;
  /** The language of most documents. */
  readonly language: string;
}

/** The last analysis searched stays in memory: people refine a query. */
let lastOpen: { readonly folder: string; readonly created: string; readonly content: OpenAnalysis } | undefined;

async function open(folder: string): Promise<OpenAnalysis> {
  const analysis = await readAnalysis(folder);
  if (lastOpen?.folder === folder && lastOpen.created === analysis.created) return lastOpen.content;
  const model = await readModel(folder);
  const content = {
    model,
    index: wordIndexOf(partOf(model, 'word-index')),
    rows: await readDocuments(folder),
    encodings: matrixOf(await readNpy(folder, analysisFiles.encodings, Float32Array)),
    language: Object.entries(analysis.languages).reduce((most, entry) => (entry[1] > most[1] ? entry : most), ['en', 0])[0], // prettier-ignore
  };
  lastOpen = { folder, created: analysis.created, content };
  return content;
}
