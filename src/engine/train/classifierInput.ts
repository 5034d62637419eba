import type { EncodedView, EncodeRequest } from '../encoder/encoder';
import { encodeCorpusVectors } from '../encoder/corpusVectorView';
import { weighCounts, weighTfIdf } from '../encoder/latentSemanticAnalysis';
import { rowsOfWords, wordTable, type KnownVectors } from '../encoder/wordTable';
import { loadWordVectors } from '../encoder/wordVectors';
import { defaultOptions } from '../../shared/options';
import { type Matrix, normalizeRows } from '../math/matrix';
import { seededRandom } from '../math/random';
import { columnsByStem, columnsByText } from '../preprocessing/savedVocabulary';
import { stemFeatures } from '../preprocessing/termCounts';
import type { Term, TermSequences, TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import type { RunContext } from '../runContext';
import { arrayOf, type ModelPart } from '../storage/model';
import { countStemsAndPairs, frequentPairs } from './stemPairs';
import type { ClassifierInput } from './textClassifier';

/** How documents become what a classifier reads; learned from the documents it learns from. */
export interface InputModel {
  readonly table: Matrix;
  /** The word behind each row of the table. */
  readonly tableTerms: readonly string[];
  /** Stems (`terms`), pairs of their numbers, and the weights of stems, then of pairs. */
  readonly bag: ModelPart;
}

/**
 * Pretrained vectors of unit length beside vectors counted from the documents, of all words, stop words too ('not' decides
 * many a label); and TF-IDF of stems and of pairs of neighbours among them.
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
  const pairs = frequentPairs(words, space.featureOf, space.features);
  const { columns, weights } = weighTfIdf(countStemsAndPairs(words, space.featureOf, space.features, pairs), { mostColumns }); // prettier-ignore
  return {
    table: vectors,
    tableTerms: Array.from(termOf, (term) => words.vocabulary[term]!.text),
    bag: bagPart(
      Array.from(space.termOf, (term) => words.vocabulary[term]!.text),
      pairs,
      columns,
      weights,
    ),
  };
}

/** Rarer stems and pairs beyond this many add size and little else. */
const mostColumns = 300_000;

/**
 * Only the features that have a weight, and the stems of such pairs: one that is too common to tell anything by itself has
 * the weight 0.
 *
 * @param stems a term of each stem
 * @param pairs [pairs × 2]
 * @param columns features that have a weight, ascending: stems, then pairs
 */
function bagPart(stems: readonly string[], pairs: Int32Array, columns: Int32Array, weights: Float64Array): ModelPart {
  const weightOf = new Map(Array.from(columns, (column, c) => [column, weights[c]!]));
  const keptPairs = columns.filter((column) => column >= stems.length).map((column) => column - stems.length);
  const used = new Set(columns.filter((column) => column < stems.length));
  for (const pair of keptPairs) used.add(pairs[2 * pair]!).add(pairs[2 * pair + 1]!);
  const keptStems = Int32Array.from(used).sort();
  const placeOf = new Map(Array.from(keptStems, (stem, place) => [stem, place]));
  const ends = Array.from(keptPairs).flatMap((pair) => [placeOf.get(pairs[2 * pair]!)!, placeOf.get(pairs[2 * pair + 1]!)!]); // prettier-ignore
  const all = [...keptStems, ...keptPairs.map((pair) => stems.length + pair)];
  const kept = Float64Array.from(all, (feature) => weightOf.get(feature) ?? 0);
  return {
    terms: Array.from(keptStems, (stem) => stems[stem]!),
    arrays: {
      pairs: { shape: [keptPairs.length, 2], values: Int32Array.from(ends) },
      weights: { shape: [kept.length], values: kept },
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
  const stems = bag.terms ?? [];
  const stemOf = columnsByStem(words.vocabulary, stems);
  const pairs = arrayOf(bag, 'pairs', Int32Array).values;
  return {
    words: rowsOfWords(words, columnsByText(words.vocabulary, tableTerms)),
    bag: weighCounts(countStemsAndPairs(words, stemOf, stems.length, pairs), weights),
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
