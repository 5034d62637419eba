import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPhrases, findPhrases } from '../../../src/engine/preprocessing/phrases';
import { PairTable } from '../../../src/engine/preprocessing/pairTable';
import { sequencesOf } from '../../support/sequences';

const limits = { minCount: 2, minNpmi: 0.3, maxPhrases: 100, maxLength: 3 } as const;

describe('findPhrases', () => {
  it('takes npmi by the formula of Bouma (2009)', () => {
    const sequences = sequencesOf([
      ['new', 'york', 'new'],
      ['new', 'york', 'a', 'b'],
      ['c', 'd', 'e', 'york'],
    ]);
    const [phrase] = findPhrases(sequences, limits);
    // 11 tokens; p(new york) = 2/11, p(new) = 3/11, p(york) = 3/11
    const expected = Math.log(2 / 11 / ((3 / 11) * (3 / 11))) / -Math.log(2 / 11);
    expect(phrase).toMatchObject({ text: 'new york', frequency: 2, documentFrequency: 2 });
    expect(phrase!.npmi).toBeCloseTo(expected, 12);
  });

  it('crosses no boundary, and of stop words has only linking ones inside', () => {
    const sequences = sequencesOf(
      [
        ['freedom', 'of', 'speech', '.', 'the', 'press', '.', 'close', 'the', 'road', '.', 'x', 'y'],
        ['freedom', 'of', 'speech', '.', 'the', 'press', '.', 'close', 'the', 'road', '.', 'z', 'w'],
        ['k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 'of', 'the'],
      ],
      ['of', 'the'],
    );
    expect(findPhrases(sequences, limits).map(({ text }) => text)).toEqual(['freedom of speech']);
  });

  it('writes Chinese without spaces, and spaces beside other words', () => {
    const sequences = sequencesOf([
      ['机器', '学习', '.', 'ac', '米兰', '.', '甲', '乙', '丙'],
      ['机器', '学习', '.', 'ac', '米兰', '.', '丁', '戊', '己'],
    ]);
    expect(
      findPhrases(sequences, limits)
        .map(({ text }) => text)
        .sort(),
    ).toEqual(['ac 米兰', '机器学习']);
  });

  it('keeps at most so many, the strongest, in a fixed order', () => {
    const sequences = sequencesOf([
      ['a', 'b', '.', 'a', 'b', '.', 'a', 'b', '.', 'c', 'd', '.', 'c', 'd', '.', 'e', 'f', '.', 'e', 'f'],
    ]);
    const all = findPhrases(sequences, limits);
    expect(all.map(({ text }) => text)).toEqual(['a b', 'c d', 'e f']);
    expect(findPhrases(sequences, { ...limits, maxPhrases: 2 })).toEqual(all.slice(0, 2));
  });
});

describe('countPhrases', () => {
  it('agrees with a plain search', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd', '.');
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 30 }), { minLength: 1, maxLength: 6 }), (documents) => {
        const sequences = sequencesOf(documents);
        const phrases = findPhrases(sequences, { ...limits, minCount: 1, minNpmi: -1 });
        const { offsets, phrases: found, counts } = countPhrases(sequences, phrases);
        documents.forEach((words, i) => {
          const expected = new Map<number, number>();
          phrases.forEach(({ text }, phrase) => {
            const parts = text.split(' ');
            let count = 0;
            for (let p = 0; p + parts.length <= words.length; p++)
              if (parts.every((part, k) => words[p + k] === part)) count++;
            if (count > 0) expected.set(phrase, count);
          });
          const actual = new Map<number, number>();
          for (let e = offsets[i]!; e < offsets[i + 1]!; e++) actual.set(found[e]!, counts[e]!);
          expect([...actual]).toEqual([...expected].sort(([x], [y]) => x - y));
        });
        phrases.forEach((phrase, index) => {
          let total = 0;
          found.forEach((candidate, e) => (total += candidate === index ? counts[e]! : 0));
          expect(total).toBe(phrase.frequency);
        });
      }),
    );
  });
});

describe('PairTable', () => {
  it('agrees with a Map while it grows, also beyond 32 bits', () => {
    const term = fc.oneof(fc.nat(5), fc.nat(1_499_999));
    fc.assert(
      fc.property(fc.array(fc.tuple(term, term), { maxLength: 300 }), (pairs) => {
        const table = new PairTable(1_500_000, 4);
        const reference = new Map<string, number>();
        for (const [a, b] of pairs) {
          table.add(a, b);
          reference.set(`${a} ${b}`, (reference.get(`${a} ${b}`) ?? 0) + 1);
        }
        expect(table.size).toBe(reference.size);
        for (const [a, b, count] of table.entries()) expect(count).toBe(reference.get(`${a} ${b}`));
        for (const [a, b] of pairs) expect(table.get(a, b)).toBe(reference.get(`${a} ${b}`));
        table.prune(1);
        expect(table.size).toBe([...reference.values()].filter((count) => count > 1).length);
      }),
    );
  });
});
