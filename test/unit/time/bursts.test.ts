import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBursts } from '../../../src/engine/time/bursts';

/** The cost of a path, term by term as in the paper; the binomial coefficient is left out on both sides. */
function costOf(path: readonly number[], counts: readonly number[], totals: readonly number[]): number {
  const base = counts.reduce((a, b) => a + b) / totals.reduce((a, b) => a + b);
  return path.reduce((sum, state, t) => {
    const p = state === 1 ? Math.min(0.9999, 2 * base) : base;
    const enters = state === 1 && (t === 0 || path[t - 1] === 0);
    return (
      sum +
      (enters ? Math.log(path.length) : 0) -
      counts[t]! * Math.log(p) -
      (totals[t]! - counts[t]!) * Math.log(1 - p)
    );
  }, 0);
}

describe('findBursts', () => {
  it('is the cheapest of all paths', () => {
    const period = fc.integer({ min: 1, max: 40 }).chain((total) => fc.record({ total: fc.constant(total), count: fc.integer({ min: 0, max: total }) })); // prettier-ignore
    fc.assert(
      fc.property(fc.array(period, { minLength: 2, maxLength: 9 }), (series) => {
        const counts = series.map(({ count }) => count);
        const totals = series.map(({ total }) => total);
        const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b);
        fc.pre(sum(counts) > 0 && sum(counts) < sum(totals));
        const own = counts.map(() => 0);
        for (const { from, to } of findBursts(counts, totals)) for (let t = from; t <= to; t++) own[t] = 1;
        let cheapest = Infinity;
        for (let bits = 0; bits < 1 << counts.length; bits++)
          cheapest = Math.min(cheapest, costOf(counts.map((_, t) => (bits >> t) & 1), counts, totals)); // prettier-ignore
        expect(costOf(own, counts, totals)).toBeCloseTo(cheapest, 7);
      }),
      { numRuns: 150 },
    );
  });

  it('is where a topic comes three times as often', () => {
    const counts = [5, 4, 6, 5, 5, 15, 16, 14, 5, 4, 6, 5];
    expect(findBursts(counts, new Array<number>(12).fill(50))).toMatchObject([{ from: 5, to: 7 }]);
  });

  it('finds none in one period, in silence and where everything is the topic', () => {
    expect(findBursts([5], [9])).toEqual([]);
    expect(findBursts([0, 0, 0], [3, 4, 5])).toEqual([]);
    expect(findBursts([3, 4, 5], [3, 4, 5])).toEqual([]);
  });
});
