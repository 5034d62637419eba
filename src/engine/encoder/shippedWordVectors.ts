import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { GroveError } from '../../shared/errors';
import { assetPath } from '../assets';
import type { Term } from '../preprocessing/tokenizedCorpus';
import type { WordVectors } from './wordVectors';

/**
 * The shipped English vectors, `media/models/english.vectors` (made by scripts/buildWordVectors.mjs), little-endian:
 * 'GRVV', rows, dimensions and bytes of text as uint32; a float32 scale a row; int8 values [rows × dimensions];
 * the words, one a line, in order of frequency. A value is its int8 × the scale of its row.
 */
const headerBytes = 16;

interface QuantisedVectors {
  readonly dimensions: number;
  readonly rowOfWord: ReadonlyMap<string, number>;
  readonly scales: Float32Array; // [rows]
  readonly values: Int8Array; // [rows × dimensions]
  readonly bytes: Buffer;
}

let loaded: QuantisedVectors | undefined;

export function readShippedWordVectors(vocabulary: readonly Term[]): WordVectors {
  const { dimensions, rowOfWord, scales, values } = (loaded ??= load());
  const rowOf = new Int32Array(vocabulary.length).fill(-1);
  const rankOf = new Int32Array(vocabulary.length).fill(-1);
  let found = 0;
  for (let t = 0; t < vocabulary.length; t++) {
    const rank = rowOfWord.get(vocabulary[t]!.text);
    if (rank === undefined) continue;
    rankOf[t] = rank;
    rowOf[t] = found++;
  }
  const vectors = new Float32Array(found * dimensions);
  for (let t = 0; t < vocabulary.length; t++) {
    if (rowOf[t]! < 0) continue;
    const from = rankOf[t]! * dimensions;
    const to = rowOf[t]! * dimensions;
    const scale = scales[rankOf[t]!]!;
    for (let d = 0; d < dimensions; d++) vectors[to + d] = values[from + d]! * scale;
  }
  return { name: 'english.vectors', dimensions, rowOf, vectors, rankOf, found };
}

let fingerprint: string | undefined;

/** Tells whether a model was made with these very vectors. */
export function shippedFingerprint(): string {
  return (fingerprint ??= createHash('sha256')
    .update((loaded ??= load()).bytes)
    .digest('hex'));
}

function load(): QuantisedVectors {
  const file = assetPath('media/models/english.vectors');
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch (cause) {
    throw new GroveError('internal', `The word vectors that ship with Grove are missing: ${file}. Reinstall Grove.`, {
      cause,
    });
  }
  const rows = bytes.readUInt32LE(4);
  const dimensions = bytes.readUInt32LE(8);
  const textBytes = bytes.readUInt32LE(12);
  const valuesAt = headerBytes + rows * 4;
  const textAt = valuesAt + rows * dimensions;
  if (bytes.toString('latin1', 0, 4) !== 'GRVV' || bytes.length !== textAt + textBytes)
    throw new GroveError('internal', `The word vectors that ship with Grove are damaged: ${file}. Reinstall Grove.`);
  const words = bytes.toString('utf8', textAt).split('\n');
  return {
    dimensions,
    rowOfWord: new Map(words.map((word, row) => [word, row])),
    scales: new Float32Array(bytes.buffer.slice(bytes.byteOffset + headerBytes, bytes.byteOffset + valuesAt)),
    values: new Int8Array(bytes.buffer, bytes.byteOffset + valuesAt, rows * dimensions),
    bytes,
  };
}
