import type { RunContext } from '../runContext';
import type { Term } from '../preprocessing/tokenizedCorpus';
import { readShippedWordVectors } from './shippedWordVectors';
import { readWordVectorFile } from './wordVectorFile';

/** Pretrained vectors for the terms of one corpus. */
export interface WordVectors {
  readonly name: string;
  readonly dimensions: number;
  /** The vector of term t is `vectors[rowOf[t] * dimensions …]`; −1 where the term has none. */
  readonly rowOf: Int32Array; // [terms]
  readonly vectors: Float32Array; // [found × dimensions], row-major
  /** Rank of term t in the vectors' own order, which is by general-language frequency; −1 where unknown. */
  readonly rankOf: Int32Array; // [terms]
  /** How many terms have a vector. */
  readonly found: number;
}

/**
 * The vectors of the vocabulary's terms: from the person's file, or else the shipped English ones.
 * Throws GroveError('bad-input') naming the file and the byte or line where it is damaged.
 */
export async function loadWordVectors(
  vocabulary: readonly Term[],
  file: string,
  context: RunContext,
): Promise<WordVectors> {
  return file === '' ? readShippedWordVectors(vocabulary) : await readWordVectorFile(file, vocabulary, context);
}
