import { expect, it } from 'vitest';
import { boundary, type Term } from '../../../src/engine/preprocessing/tokenizedCorpus';
import { countStemsAndPairs, frequentPairs } from '../../../src/engine/train/stemPairs';

const vocabulary: Term[] = ['not', 'good', 'films', 'film'].map((text) => ({
  text,
  surface: text,
  stem: text === 'films' ? 'film' : text,
  isStopWord: false,
  documentFrequency: 1,
  frequency: 1,
}));
const stemOf = Int32Array.of(0, 1, 2, 2);
const documents = [
  [0, 1, 3], // not good film
  [1, 2, boundary, 0], // good films. not
  [0, boundary, 1, 3], // not. good film
];
const offsets = Uint32Array.from([0, 3, 7, 11]);
const sequences = { vocabulary, offsets, terms: Int32Array.from(documents.flat()) };

it('pairs are of stems, within a clause, and seen twice', () => {
  expect(Array.from(frequentPairs(sequences, stemOf, 3))).toEqual([1, 2]);
});

it('counts stems, then pairs', () => {
  const counts = countStemsAndPairs(sequences, stemOf, 3, Int32Array.of(1, 2, 0, 1));
  const rows = documents.map((_, i) => {
    const own = new Array<number>(5).fill(0);
    for (let e = counts.offsets[i]!; e < counts.offsets[i + 1]!; e++) own[counts.indices[e]!] = counts.values[e]!;
    return own;
  });
  expect(counts.columns).toBe(5);
  expect(rows).toEqual([
    [1, 1, 1, 1, 1],
    [1, 1, 1, 1, 0],
    [1, 1, 1, 1, 0],
  ]);
});
