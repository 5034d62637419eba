import { type Analysis, analysisFiles, type DocumentRow } from '../../shared/analysis';
import { GroveError } from '../../shared/errors';
import { type Matrix, matrixOf } from '../math/matrix';
import { columnsByStem, savedLanguage, savedWords } from '../preprocessing/savedVocabulary';
import { tokenizeText } from '../preprocessing/tokenizeText';
import { type WordIndex, wordIndexOf } from '../similarity/wordIndex';
import { readNpy } from '../storage/analysisFolder';
import { readWithDocuments } from '../storage/editedAnalysis';
import { partOf, readModel, type SavedModel } from '../storage/model';

/** What a stored analysis knows of its documents' words. */
export interface Evidence {
  readonly analysis: Analysis;
  readonly rows: readonly DocumentRow[];
  readonly encodings: Matrix;
  readonly vectors: Matrix;
  readonly index: WordIndex;
  /** Stems of a text that the corpus knows, as numbers of the index, in the order of the text. */
  readonly stemsOf: (text: string) => Promise<number[]>;
}

export async function openEvidence(folder: string): Promise<Evidence> {
  const { analysis, rows } = await readWithDocuments(folder);
  const model = await readModel(folder);
  const index = wordIndexOf(partOf(model, 'word-index'));
  return {
    analysis,
    rows,
    encodings: matrixOf(await readNpy(folder, analysisFiles.encodings, Float32Array)),
    vectors: matrixOf(await readNpy(folder, analysisFiles.vectors, Float32Array)),
    index,
    stemsOf: stemReader(model, index),
  };
}

/** Texts are read as the corpus was; words that it doesn't have are passed over. */
function stemReader(model: SavedModel, { terms }: WordIndex): (text: string) => Promise<number[]> {
  const reading = savedLanguage(model);
  const vocabulary = savedWords(model);
  const stems = columnsByStem(vocabulary, terms);
  const stemOf = new Map(vocabulary.map(({ text }, t) => [text, stems[t]!]));
  return async (text) => {
    const { words } = await tokenizeText(text, reading);
    return words.map((word) => stemOf.get(word) ?? -1).filter((stem) => stem >= 0);
  };
}

/** The cluster with that id. Throws GroveError('bad-input') naming the ids there are. */
export function requireCluster({ clusters }: Analysis, id: number): Analysis['clusters'][number] {
  const cluster = clusters.find((each) => each.id === id);
  if (cluster !== undefined) return cluster;
  throw new GroveError('bad-input', `There is no cluster ${id}. Clusters are numbered 0 to ${clusters.length - 1}; grove show --json lists them.`); // prettier-ignore
}

/** The rows of the documents of a cluster, or of a part of one. */
export function membersOf(rows: readonly DocumentRow[], cluster: number): Int32Array {
  return Int32Array.from(Array.from(rows.keys()).filter((i) => rows[i]!.cluster === cluster || rows[i]!.subcluster === cluster)); // prettier-ignore
}
