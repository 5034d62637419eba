import { describe, expect, it } from 'vitest';
import { logOddsRatios } from '../../../src/engine/explanation/logOdds';
import type { StemCounts } from '../../../src/engine/explanation/stemCounts';
import reference from '../../fixtures/explanation/logOdds.json';

const countsOf = (occurrences: readonly number[]): StemCounts => ({
  occurrences: Float64Array.from(occurrences),
  documents: Float64Array.from(occurrences, (count) => Math.min(1, count)),
  total: occurrences.reduce((sum, count) => sum + count, 0),
  size: 1,
});

describe('logOddsRatios', () => {
  const { first, second, corpus } = reference;

  it('equals NumPy and SciPy, and leaves out what neither group has', () => {
    const terms = logOddsRatios(countsOf(first), countsOf(second), countsOf(corpus));
    const present = first.flatMap((count, stem) => (count + second[stem]! > 0 ? [stem] : []));
    expect(terms.map(({ stem }) => stem)).toEqual(present);
    for (const { stem, logOdds, z, p } of terms) {
      expect(Math.abs(logOdds - reference.logOdds[stem]!)).toBeLessThan(1e-9);
      expect(Math.abs(z - reference.z[stem]!)).toBeLessThan(1e-9);
      expect(Math.abs(p - reference.p[stem]!)).toBeLessThan(5e-7);
    }
  });

  it('changes sign with the order of the groups', () => {
    const there = logOddsRatios(countsOf(first), countsOf(second), countsOf(corpus));
    const back = logOddsRatios(countsOf(second), countsOf(first), countsOf(corpus));
    back.forEach(({ logOdds }, i) => expect(logOdds).toBeCloseTo(-there[i]!.logOdds, 12));
  });
});
