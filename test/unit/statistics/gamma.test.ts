import { describe, expect, it } from 'vitest';
import { chiSquareTail, hypergeometricTwoSided, logGamma } from '../../../src/engine/statistics/gamma';
import reference from '../../fixtures/statistics/references.json';

describe('tails of distributions equal SciPy', () => {
  it('χ²', () => {
    for (const { x, df, p } of reference.tails) expect(Math.abs(chiSquareTail(x, df) / p - 1)).toBeLessThan(1e-9);
    expect(chiSquareTail(0, 3)).toBe(1);
  });

  it('hypergeometric', () => {
    for (const { k, n, m, t, p } of reference.exact) expect(hypergeometricTwoSided(k, n, m, t)).toBeCloseTo(p, 10);
  });

  it('ln Γ', () => {
    for (const { x, y } of reference.gamma) expect(logGamma(x)).toBeCloseTo(y, 10);
  });
});
