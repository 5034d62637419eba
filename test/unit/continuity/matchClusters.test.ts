import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptNumbers, matchClusters } from '../../../src/engine/continuity/matchClusters';

const of = (...runs: [cluster: number, documents: number][]): Int32Array =>
  Int32Array.from(runs.flatMap(([cluster, documents]) => Array<number>(documents).fill(cluster)));

describe('matchClusters', () => {
  it('finds the same clusters under other numbers', () => {
    const before = of([0, 10], [1, 6], [2, 4]);
    const now = of([2, 9], [0, 7], [1, 4]);
    const { same, merged, split } = matchClusters(before, now);
    expect(same).toEqual([
      { before: 2, now: 1, jaccard: 1 },
      { before: 0, now: 2, jaccard: 0.9 },
      { before: 1, now: 0, jaccard: 6 / 7 },
    ]);
    expect([merged, split]).toEqual([[], []]);
  });

  it('tells what was merged and what was split', () => {
    // 0 and 1 become 5; 2 comes apart into 6 and 7; documents without a cluster don't count
    const before = of([0, 8], [1, 7], [2, 6], [2, 6], [-1, 3], [2, 2]);
    const now = of([5, 8], [5, 7], [6, 6], [7, 6], [6, 3], [-1, 2]);
    const { same, merged, split } = matchClusters(before, now);
    expect(merged).toEqual([{ into: 5, from: [0, 1] }]);
    expect(split).toEqual([{ from: 2, into: [6, 7] }]);
    expect(same.map(({ before: b, now: n }) => [b, n])).toEqual([[0, 5], [2, 6]]); // prettier-ignore
  });

  it('matches no cluster twice, and none that shares less than half', () => {
    const labels = fc.array(fc.tuple(fc.integer({ min: -1, max: 5 }), fc.integer({ min: -1, max: 5 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(labels, (pairs) => {
        const { same } = matchClusters(Int32Array.from(pairs, ([b]) => b), Int32Array.from(pairs, ([, n]) => n)); // prettier-ignore
        expect(new Set(same.map(({ before }) => before)).size).toBe(same.length);
        expect(new Set(same.map(({ now }) => now)).size).toBe(same.length);
        for (const { before, now, jaccard } of same) {
          const either = pairs.filter(([b, n]) => b >= 0 && n >= 0 && (b === before || n === now));
          const both = either.filter(([b, n]) => b === before && n === now);
          expect(jaccard).toBeCloseTo(both.length / either.length, 12);
          expect(jaccard).toBeGreaterThanOrEqual(0.5);
        }
      }),
    );
  });
});

describe('keptNumbers', () => {
  it('keeps numbers in range, and fills the others up', () => {
    expect([...keptNumbers([2, undefined, 0, undefined])]).toEqual([2, 1, 0, 3]);
    expect([...keptNumbers([7, 1, undefined])]).toEqual([0, 1, 2]);
  });
});
