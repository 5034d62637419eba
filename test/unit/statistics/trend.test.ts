import { describe, expect, it } from 'vitest';
import { falseDiscoveryRates } from '../../../src/engine/statistics/falseDiscovery';
import { mannKendall, senSlope } from '../../../src/engine/statistics/trend';
import reference from '../../fixtures/time/references.json';

describe('trends', () => {
  it('equal pymannkendall and SciPy', () => {
    for (const { values, s, z, p, slope } of reference.trends) {
      const own = mannKendall(values);
      expect(own.s).toBe(s);
      expect(own.z).toBeCloseTo(z, 9);
      expect(own.p).toBeCloseTo(p, 6);
      expect(senSlope(values, [...values.keys()])).toBeCloseTo(slope, 9);
    }
  });

  it('have no slope in a point, and see no trend in a constant', () => {
    expect(senSlope([3], [0])).toBeNull();
    expect(mannKendall([2, 2, 2, 2])).toMatchObject({ s: 0, z: 0 });
  });

  it('are corrected together as SciPy does', () => {
    const q = falseDiscoveryRates([null, ...reference.p]);
    expect(q[0]).toBeNull();
    reference.q.forEach((value, i) => expect(q[i + 1]).toBeCloseTo(value, 12));
  });
});
