import { describe, expect, it } from 'vitest';
import {
  countTerms,
  documentFrequencies,
  selectColumns,
  stemFeatures,
} from '../../../src/engine/preprocessing/termCounts';
import { sequencesOf } from '../../support/sequences';

describe('countTerms', () => {
  const sequences = sequencesOf([['run', 'the', 'run', 'dog'], [], ['dog', '.', 'cat']], ['the']);
  const space = stemFeatures(sequences.vocabulary);
  const counts = countTerms(sequences, space);

  it('counts every term but stop words and boundaries', () => {
    const rows = [0, 1, 2].map((i) => {
      const row: Record<string, number> = {};
      for (let e = counts.offsets[i]!; e < counts.offsets[i + 1]!; e++)
        row[sequences.vocabulary[space.termOf[counts.indices[e]!]!]!.text] = counts.values[e]!;
      return row;
    });
    expect(rows).toEqual([{ run: 2, dog: 1 }, {}, { dog: 1, cat: 1 }]);
  });

  it('lists the columns of a row in ascending order', () => {
    for (let i = 0; i < counts.rows; i++) {
      const columns = Array.from(counts.indices.subarray(counts.offsets[i], counts.offsets[i + 1]));
      expect(columns).toEqual([...columns].sort((a, b) => a - b));
    }
  });

  it('knows in how many documents a feature is', () => {
    const frequencies = documentFrequencies(counts);
    expect(Array.from(frequencies).sort()).toEqual([1, 1, 2]);
  });

  it('selects columns and renumbers them', () => {
    const frequencies = documentFrequencies(counts);
    const { matrix, columns } = selectColumns(counts, (column) => frequencies[column] === 2);
    expect(columns.length).toBe(1);
    expect(Array.from(matrix.offsets)).toEqual([0, 1, 1, 2]);
    expect(Array.from(matrix.values)).toEqual([1, 1]);
  });

  it('counts stems as one feature', () => {
    const { vocabulary, ...rest } = sequencesOf([['run', 'running']]);
    const stemmed = { ...rest, vocabulary: vocabulary.map((term) => ({ ...term, stem: 'run' })) };
    expect(Array.from(countTerms(stemmed, stemFeatures(stemmed.vocabulary)).values)).toEqual([2]);
  });
});
