import type { EncodedView, EncodeRequest } from '../encoder/encoder';
import { encodeCorpusVectors } from '../encoder/corpusVectorView';
import { weighCounts, weighTfIdf } from '../encoder/latentSemanticAnalysis';
import { rowsOfWords, wordTable, type KnownVectors } from '../encoder/wordTable';
import { loadWordVectors } from '../encoder/wordVectors';
import { defaultOptions } from '../../shared/options';
import { type Matrix, normalizeRows } from '../math/matrix';
import { seededRandom } from '../math/random';
import { columnsByStem, columnsByText } from '../preprocessing/savedVocabulary';
import { countTerms, stemFeatures } from '../preprocessing/termCounts';
import type { Term, TermSequences, TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import type { RunContext } from '../runContext';
import { arrayOf, type ModelPart } from '../storage/model';
import type { ClassifierInput } from './textClassifier';

/** How documents become what a classifier reads; learned from the documents it learns from. */
export interface InputModel {
  readonly table: Matrix;
  /** The word behind each row of the table. */
  readonly tableTerms: readonly string[];
  /** Stems and their weights. */
  readonly bag: ModelPart;
}

/**
 * Pretrained vectors of unit length beside vectors counted from the documents, of all words, stop words too ('not' decides
 * many a label); and TF-IDF of stems.
 */
export async function fitInput(
  corpus: TokenizedCorpus,
  options: { readonly wordVectors: string; readonly seed: number },
  context: RunContext,
): Promise<InputModel> {
  const words = withStopWords(corpus.words);
  const pretrained = await loadWordVectors(words.vocabulary, options.wordVectors, context);
  const unit = { rows: pretrained.found, columns: pretrained.dimensions, values: pretrained.vectors };
  const kinds: KnownVectors[] = [{ ...pretrained, vectors: normalizeRows(unit).values }];
  const counted = await countedVectors({ ...corpus, words }, options, context);
  if (counted !== undefined) kinds.push(counted);
  const { termOf, vectors } = wordTable(words, kinds, new Float64Array(words.vocabulary.length).fill(1));
  const space = stemFeatures(words.vocabulary);
  const { columns, weights } = weighTfIdf(countTerms(words, space));
  return {
    table: vectors,
    tableTerms: Array.from(termOf, (term) => words.vocabulary[term]!.text),
    bag: {
      terms: Array.from(columns, (column) => words.vocabulary[space.termOf[column]!]!.text),
      arrays: { weights: { shape: [weights.length], values: weights } },
    },
  };
}

async function countedVectors(
  corpus: TokenizedCorpus,
  { seed }: { readonly seed: number },
  context: RunContext,
): Promise<KnownVectors | undefined> {
  const request: EncodeRequest = {
    options: defaultOptions,
    random: seededRandom(seed),
    fusedViews: () => Promise.reject(new Error('vectors that are counted need no other view')),
  };
  const view: EncodedView | { readonly inapplicable: string } = await encodeCorpusVectors(corpus, request, context);
  if ('inapplicable' in view) return undefined;
  const { shape, values } = arrayOf(view.model, 'vectors', Float32Array);
  const rowOf = columnsByText(corpus.words.vocabulary, view.model.terms ?? []);
  return { dimensions: shape[1] ?? 0, rowOf, vectors: values };
}

/** What a classifier reads of documents in the saved vocabulary. */
export function inputOf(
  { words: read }: TokenizedCorpus,
  tableTerms: readonly string[],
  bag: ModelPart,
): ClassifierInput {
  const words = withStopWords(read);
  const weights = arrayOf(bag, 'weights', Float64Array).values;
  const featureOf = columnsByStem(words.vocabulary, bag.terms ?? []);
  return {
    words: rowsOfWords(words, columnsByText(words.vocabulary, tableTerms)),
    bag: weighCounts(countTerms(words, { featureOf, features: weights.length }), weights),
  };
}

function withStopWords(words: TermSequences): TermSequences {
  return { ...words, vocabulary: words.vocabulary.map((term): Term => ({ ...term, isStopWord: false })) };
}

/** The words of some documents of a corpus, in the order given, with frequencies over these alone. */
export function gatherDocuments(corpus: TokenizedCorpus, documents: Int32Array): TokenizedCorpus {
  const { vocabulary, offsets, terms } = corpus.words;
  const gathered = new Uint32Array(documents.length + 1);
  documents.forEach((i, d) => (gathered[d + 1] = gathered[d]! + offsets[i + 1]! - offsets[i]!));
  const kept = new Int32Array(gathered[documents.length]!);
  documents.forEach((i, d) => kept.set(terms.subarray(offsets[i], offsets[i + 1]), gathered[d]));
  const frequency = new Uint32Array(vocabulary.length);
  for (const term of kept) if (term >= 0) frequency[term] = frequency[term]! + 1;
  const { language, languages } = corpus;
  return {
    language,
    languages,
    documents: Array.from(documents, (i) => corpus.documents[i]!),
    words: {
      vocabulary: vocabulary.map((term, t) => ({ ...term, frequency: frequency[t]! })),
      offsets: gathered,
      terms: kept,
    },
  };
}
