import { columnsByStem } from '../preprocessing/savedVocabulary';
import { partOf, readModel, type SavedModel } from '../storage/model';
import { type OpenEncodings, openEncodings } from './openEncodings';
import { type WordIndex, wordIndexOf } from './wordIndex';

/** What questions in words about a finished analysis go by. */
export interface Searchable extends OpenEncodings {
  readonly model: SavedModel;
  readonly index: WordIndex;
  /** The language of most documents. */
  readonly language: string;
}

/** The last analysis searched stays in memory: people refine a query. */
let last: { readonly of: OpenEncodings; readonly searchable: Searchable } | undefined;

/** Throws GroveError('bad-analysis') naming the file. */
export async function openSearchable(folder: string): Promise<Searchable> {
  const open = await openEncodings(folder);
  if (last?.of === open) return last.searchable;
  const model = await readModel(folder);
  const searchable = {
    ...open,
    model,
    index: wordIndexOf(partOf(model, 'word-index')),
    language: Object.entries(open.analysis.languages).reduce((most, entry) => (entry[1] > most[1] ? entry : most), ['en', 0])[0], // prettier-ignore
  };
  last = { of: open, searchable };
  return searchable;
}

/** The index' stems that the query holds, in its order, each once. */
export function stemsOf(
  { vocabulary, terms }: { vocabulary: Parameters<typeof columnsByStem>[0]; terms: Int32Array },
  index: WordIndex,
): number[] {
  const stemOf = columnsByStem(vocabulary, index.terms);
  return [...new Set(Array.from(terms, (term) => (term < 0 ? -1 : stemOf[term]!)))].filter((stem) => stem >= 0);
}
