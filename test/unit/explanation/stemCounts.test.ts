import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyDocuments } from '../../../src/engine/explanation/keyDocuments';
import { countStems, stemsOfDocument } from '../../../src/engine/explanation/stemCounts';
import { wordIndex } from '../../../src/engine/similarity/wordIndex';
import { matrixOfRows } from '../../support/matrices';
import { sequencesOf } from '../../support/sequences';

const corpora = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 }), {
  minLength: 1,
  maxLength: 9,
});

describe('countStems and stemsOfDocument', () => {
  it('count what the documents hold', () => {
    fc.assert(
      fc.property(corpora, (documents) => {
        const index = wordIndex(sequencesOf(documents));
        const even = Array.from(documents.keys()).filter((i) => i % 2 === 0);
        const [counts] = countStems(index, [Int32Array.from(even)]);
        index.terms.forEach((term, stem) => {
          const words = even.map((i) => documents[i]!.filter((word) => word === term).length);
          expect(counts!.occurrences[stem]).toBe(words.reduce((sum, count) => sum + count, 0));
          expect(counts!.documents[stem]).toBe(words.filter((count) => count > 0).length);
        });
        documents.forEach((words, i) => {
          const held = stemsOfDocument(index, i).map(({ stem, count }) => [index.terms[stem]!, count] as const);
          const expected = [...new Set(words)].map((word) => [word, words.filter((other) => other === word).length]);
          expect(new Map(held)).toEqual(new Map(expected as [string, number][]));
        });
      }),
    );
  });
});

describe('keyDocuments', () => {
  it('takes the most typical, then a typical one unlike it rather than its double', () => {
    const encodings = matrixOfRows([
      [0.8, 0.6, 0, 0],
      [0.8, 0.6, 0, 0],
      [0.8, 0, 0.6, 0],
      [0.8, 0, 0, 0.6],
      [-1, 0, 0, 0],
    ]);
    const members = Int32Array.of(0, 1, 2, 3);
    expect(keyDocuments(encodings, members, 3)).toEqual([0, 2, 3]);
    expect(keyDocuments(encodings, members, 9).sort()).toEqual([0, 1, 2, 3]);
  });
});
