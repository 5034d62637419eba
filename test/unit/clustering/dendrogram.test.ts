import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutByCount, cutByHeight, inconsistencyOf, leafOrder } from '../../../src/engine/clustering/dendrogram';
import { linkage } from '../../../src/engine/clustering/linkage';
import { silentContext } from '../../../src/engine/runContext';
import ordered from '../../fixtures/clustering/leafOrder.json';
import references from '../../fixtures/clustering/references.json';
import { isSamePartition, normalMatrix } from '../../support/matrices';

const trees = references.linkage.map((reference) => ({ ...reference, z: Float64Array.from(reference.z) }));

describe('cuts', () => {
  it.each(trees)('are those of SciPy: $method on $name', ({ z, rows, leaves, cuts, byHeight }) => {
    expect([...leafOrder(z, rows)]).toEqual(leaves);
    for (const [k, labels] of Object.entries(cuts)) {
      const cut = cutByCount(z, rows, Number(k));
      expect(new Set(cut).size).toBe(Number(k));
      expect(isSamePartition(cut, labels)).toBe(true);
    }
    for (const { height, labels } of byHeight) expect(isSamePartition(cutByHeight(z, rows, height), labels)).toBe(true);
  });

  it.each(ordered)('find merges as inconsistent as SciPy does: $method on $name', ({ z, rows, inconsistent }) => {
    const linkage = Float64Array.from(z);
    inconsistent.forEach((value, row) => expect(inconsistencyOf(linkage, rows, row)).toBeCloseTo(value, 5));
  });

  it('number their clusters in the order of the leaves, and nest', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 30 }), fc.nat(9999), async (n, seed) => {
        const z = await linkage(normalMatrix(n, 2, seed), 'average', silentContext);
        const order = [...leafOrder(z, n)];
        let finer = cutByCount(z, n, n);
        expect(order.map((leaf) => finer[leaf])).toEqual(order.map((_, i) => i));
        for (let k = n - 1; k >= 1; k--) {
          const cut = cutByCount(z, n, k);
          const along = order.map((leaf) => cut[leaf]!);
          expect(along).toEqual([...along].sort((a, b) => a - b));
          expect(along.at(-1)).toBe(k - 1);
          const parents = new Map<number, number>();
          for (let i = 0; i < n; i++) {
            expect(parents.get(finer[i]!) ?? cut[i]).toBe(cut[i]);
            parents.set(finer[i]!, cut[i]!);
          }
          finer = cut;
        }
      }),
      { numRuns: 20 },
    );
  });

  it('take numbers of clusters that are out of range, and trees of no and one leaf', () => {
    const z = Float64Array.from([0, 1, 5, 2]);
    expect([...cutByCount(z, 2, 9)]).toEqual([0, 1]);
    expect([...cutByCount(z, 2, 0)]).toEqual([0, 0]);
    expect([...cutByCount(new Float64Array(0), 1, 1)]).toEqual([0]);
    expect([...cutByCount(new Float64Array(0), 0, 1)]).toEqual([]);
    expect([...leafOrder(new Float64Array(0), 1)]).toEqual([0]);
  });
});
