import * as v from 'valibot';
import { neighbourGraph, smooth } from '../clustering/neighbourGraph';
import { gatherRows, type Matrix, matrixOf, normalizeRows, npyOf } from '../math/matrix';
import { permutation, type Random } from '../math/random';
import { type SequenceKind, sequenceLayers } from '../network/sequenceLayers';
import { columnsByText } from '../preprocessing/savedVocabulary';
import type { TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import type { RunContext } from '../runContext';
import { arrayOf, settingOf } from '../storage/model';
import type { WordSequences } from './cooccurrence';
import type { EncodedView, Encoder, Transformer } from './encoder';
import { SequenceNetwork } from './sequenceNetwork';
import { sifWeight, termProbabilities } from './smoothInverseFrequency';
import { type KnownVectors, rowsOfWords, type WordTable, wordTable } from './wordTable';
import { loadWordVectors } from './wordVectors';

/** The saved model's array of word vectors, beside the network's weights. */
const tableName = 'words';
const sifSmoothing = 1e-3;
/** Neighbours a document in the graph that smooths what the network learns to tell. */
const neighbours = 15;
const hops = 2;
/** More documents than this are not all learned from: the graph over them takes time with their square. */
const mostLearned = 20_000;

/**
 * A network that reads a document's words in their order and learns, without labels, where among its neighbours the fused
 * views put it: the target is the views' encoding after two steps of graph convolution. Such targets did better than binary
 * codes (STC²), soft clusters or contrastive pairs (docs/measurements.md).
 */
export function encodeSequences(kind: SequenceKind): Encoder {
  return async (corpus, { options, random, fusedViews }, context) => {
    const fused = await fusedViews();
    const table = await tableOf(corpus, fused.views, options.wordVectors, context);
    if (fused.views.length === 0 || table.termOf.length === 0)
      return { inapplicable: `no word has a vector for ${kind} to learn from` };
    const documents = rowsOfWords(corpus.words, table.rowOf);
    const learned = learnable(documents, random);
    const encoding = gatherRows(fused.encoding, learned);
    const target = smooth(await neighbourGraph(encoding, neighbours, context), encoding, hops);
    const network = await SequenceNetwork.fit(gatherDocuments(documents, learned), table.vectors, target, {
      kind,
      filterWidth: options.filterWidth,
      directions: options.lstmDirections,
      backend: options.backend,
      random,
      context,
    });
    return {
      name: kind,
      encoding: await network.transform(documents, context),
      weight: 1,
      model: {
        terms: Array.from(table.termOf, (term) => corpus.words.vocabulary[term]!.text),
        settings: { kind, filterWidth: options.filterWidth, directions: options.lstmDirections },
        arrays: {
          [tableName]: npyOf(table.vectors),
          ...Object.fromEntries(Object.entries(network.weights).map(([name, weights]) => [name, npyOf(weights)])),
        },
      },
      trained: {
        training: { name: kind, loss: [...network.loss], heldOutLoss: [...network.heldOutLoss] },
        versions: { tensorflow: network.version },
      },
    };
  };
}

/** New documents, by the network of a saved model. */
export const transformSequences: Transformer = async (part, { words }, context) => {
  const names = Object.keys(part.arrays).filter((name) => name !== tableName);
  const weights = Object.fromEntries(names.map((name) => [name, matrixOf(arrayOf(part, name, Float32Array))]));
  const network = await SequenceNetwork.load(
    {
      kind: settingOf(part, 'kind', v.picklist(Object.keys(sequenceLayers) as SequenceKind[])),
      filterWidth: settingOf(part, 'filterWidth', v.number()),
      directions: settingOf(part, 'directions', v.picklist(['both', 'forward'])),
      backend: 'auto',
    },
    matrixOf(arrayOf(part, tableName, Float32Array)),
    weights,
    context,
  );
  return network.transform(rowsOfWords(words, columnsByText(words.vocabulary, part.terms ?? [])), context);
};

/** Pretrained vectors of unit length beside those counted from the corpus, times the words' SIF weights. */
async function tableOf(
  { words, language }: TokenizedCorpus,
  views: readonly EncodedView[],
  file: string,
  context: RunContext,
): Promise<WordTable> {
  const pretrained = await loadWordVectors(words.vocabulary, file, context);
  const vectors: Matrix = { rows: pretrained.found, columns: pretrained.dimensions, values: pretrained.vectors };
  const kinds: KnownVectors[] = [{ ...pretrained, vectors: normalizeRows(vectors).values }];
  const counted = views.find(({ name }) => name === 'corpus-vectors')?.model;
  const array = counted?.arrays['vectors'];
  if (counted !== undefined && array !== undefined && array.values instanceof Float32Array) {
    const rowOf = columnsByText(words.vocabulary, counted.terms ?? []);
    kinds.push({ dimensions: array.shape[1]!, rowOf, vectors: array.values });
  }
  const ranked = language === 'en' || file !== '';
  const probabilities = termProbabilities(words.vocabulary, ranked ? pretrained.rankOf : undefined);
  return wordTable(
    words,
    kinds,
    probabilities.map((probability) => sifWeight(probability, sifSmoothing)),
  );
}

/** Documents with a known word, at most `mostLearned` of them at random; ascending. */
function learnable({ offsets }: WordSequences, random: Random): Int32Array {
  const withWords = Int32Array.from(offsets.keys()).filter((i) => offsets[i]! < (offsets[i + 1] ?? 0));
  if (withWords.length <= mostLearned) return withWords;
  const chosen = permutation(withWords.length, random).subarray(0, mostLearned);
  return chosen.map((i) => withWords[i]!).sort();
}

function gatherDocuments({ offsets, words }: WordSequences, documents: Int32Array): WordSequences {
  const gatheredOffsets = new Uint32Array(documents.length + 1);
  documents.forEach((i, d) => (gatheredOffsets[d + 1] = gatheredOffsets[d]! + offsets[i + 1]! - offsets[i]!));
  const gathered = new Int32Array(gatheredOffsets[documents.length]!);
  documents.forEach((i, d) => gathered.set(words.subarray(offsets[i], offsets[i + 1]), gatheredOffsets[d]));
  return { offsets: gatheredOffsets, words: gathered };
}
