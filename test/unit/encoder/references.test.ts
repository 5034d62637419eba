import { describe, expect, it } from 'vitest';
import { positivePmi } from '../../../src/engine/encoder/cooccurrence';
import { latentSemanticAnalysis, weighTfIdf } from '../../../src/engine/encoder/latentSemanticAnalysis';
import { sifEncoding } from '../../../src/engine/encoder/smoothInverseFrequency';
import type { SparseMatrix } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { countTerms, termFeatures } from '../../../src/engine/preprocessing/termCounts';
import { silentContext } from '../../../src/engine/runContext';
import references from '../../fixtures/encoder/references.json';
import { sequencesOf } from '../../support/sequences';

const { documents, columns, tfIdf, lsaCosines, ppmi, vectors, weights, sif } = references;
const sequences = sequencesOf(documents.map((words) => words.map(String)));
/** The reference's word number of each term. */
const wordOf = sequences.vocabulary.map((term) => Number(term.text));

function dense(matrix: SparseMatrix): number[][] {
  return Array.from({ length: matrix.rows }, (_, i) => {
    const row = new Array<number>(matrix.columns).fill(0);
    for (let e = matrix.offsets[i]!; e < matrix.offsets[i + 1]!; e++) row[matrix.indices[e]!] = matrix.values[e]!;
    return row;
  });
}

describe('against NumPy', () => {
  const space = termFeatures(sequences.vocabulary);
  const weighted = weighTfIdf(countTerms(sequences, space));

  it('weighs TF-IDF', () => {
    const found = Array.from(weighted.columns, (column) => wordOf[space.termOf[column]!]!);
    expect([...found].sort((a, b) => a - b)).toEqual(columns);
    dense(weighted.matrix).forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo(tfIdf[i]![columns.indexOf(found[j]!)]!, 6)),
    );
  });

  it('reduces it by latent semantic analysis', async () => {
    const { encoding } = await latentSemanticAnalysis(weighted.matrix, 4, seededRandom(1), silentContext);
    for (let i = 0; i < encoding.rows; i++)
      for (let j = 0; j < encoding.rows; j++) {
        let cosine = 0;
        for (let d = 0; d < 4; d++) cosine += encoding.values[i * 4 + d]! * encoding.values[j * 4 + d]!;
        expect(cosine).toBeCloseTo(lsaCosines[i]![j]!, 3);
      }
  });

  it('counts positive pointwise mutual information', async () => {
    const matrix = await positivePmi(
      { offsets: sequences.offsets, words: sequences.terms },
      wordOf.length,
      3,
      silentContext,
    );
    dense(matrix).forEach((row, i) =>
      row.forEach((value, j) => expect(value).toBeCloseTo(ppmi[wordOf[i]!]![wordOf[j]!]!, 5)),
    );
  });

  it('counts the same among many words that never occur', async () => {
    const text = { offsets: sequences.offsets, words: sequences.terms };
    const matrix = await positivePmi(text, wordOf.length, 3, silentContext);
    const larger = await positivePmi(text, wordOf.length * 100, 3, silentContext);
    expect([larger.indices, larger.values]).toEqual([matrix.indices, matrix.values]);
  });

  it('averages word vectors with SIF weights', () => {
    const table = {
      dimensions: 5,
      rowOf: Int32Array.from(wordOf),
      vectors: Float32Array.from(vectors.flat()),
    };
    const { encoding } = sifEncoding(
      sequences,
      table,
      Float64Array.from(wordOf, (word) => weights[word]!),
    );
    sif.flat().forEach((value, i) => expect(encoding.values[i]).toBeCloseTo(value, 4));
  });
});

describe('sifEncoding', () => {
  it('leaves a document without known words at zero', () => {
    const two = sequencesOf([['known'], ['unknown'], ['known', 'other']]);
    const rowOf = Int32Array.from(two.vocabulary, (term) =>
      term.text === 'unknown' ? -1 : term.text === 'known' ? 0 : 1,
    );
    const table = { dimensions: 2, rowOf, vectors: Float32Array.of(1, 0, 0, 1) };
    const { encoding } = sifEncoding(two, table, new Float64Array(3).fill(1));
    expect(Array.from(encoding.values.subarray(2, 4))).toEqual([0, 0]);
    expect(encoding.values.every(Number.isFinite)).toBe(true);
  });
});
