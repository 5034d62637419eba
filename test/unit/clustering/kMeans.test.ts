import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centroidsOf } from '../../../src/engine/clustering/clusterMeans';
import { kMeans } from '../../../src/engine/clustering/kMeans';
import { inertiaOf } from '../../../src/engine/clustering/kMeansSteps';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import references from '../../fixtures/clustering/references.json';
import { isSamePartition, matrixOf, normalMatrix } from '../../support/matrices';

const options = (seed = 1) => ({ random: seededRandom(seed), context: silentContext });

describe('kMeans', () => {
  it.each(references.kmeans)('reaches the inertia of scikit-learn: $name', async (reference) => {
    const x = matrixOf(reference.rows, reference.columns, reference.x);
    for (const seed of [1, 2, 3]) {
      const found = await kMeans(x, reference.k, options(seed));
      // Five starts of ours, against the worst five of scikit-learn's and the best of fifty.
      expect(found.inertia).toBeLessThan(reference.worstOfFive * 1.005);
      expect(found.inertia).toBeCloseTo(inertiaOf(x, found.labels, found.centroids), 6);
      if (reference.labels) expect(isSamePartition(found.labels, reference.labels)).toBe(true);
    }
    const many = await kMeans(x, reference.k, { ...options(), nInit: 30 });
    expect(many.inertia).toBeLessThan(reference.best * 1.005);
  });

  it.each(references.kmeans)(
    'reaches the inertia of as many starts of scikit-learn from k-means‖: $name',
    async (reference) => {
      const x = matrixOf(reference.rows, reference.columns, reference.x);
      for (const seed of [1, 2, 3]) {
        const found = await kMeans(x, reference.k, { ...options(seed), startMethod: 'scalable' });
        expect(found.inertia).toBeLessThan(reference.worstOfFive * 1.005);
        if (reference.labels) expect(isSamePartition(found.labels, reference.labels)).toBe(true);
      }
    },
  );

  it('ends where every row is in the cluster with the nearest mean, and says its inertia', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 8 }),
        fc.nat(999),
        async (n, d, seed) => {
          const x = normalMatrix(n, d, seed);
          const k = 1 + (seed % Math.min(n, 9));
          const { labels, centroids, inertia } = await kMeans(x, k, { ...options(seed), tolerance: 0 });
          expect(new Set(labels).size).toBe(k);
          const means = centroidsOf(x, labels, k).values;
          centroids.values.forEach((value, i) => expect(value).toBeCloseTo(means[i]!, 5));
          let sum = 0;
          for (let i = 0; i < n; i++) {
            const to = Array.from({ length: k }, (_, c) => {
              let squared = 0;
              for (let t = 0; t < d; t++) squared += (x.values[i * d + t]! - centroids.values[c * d + t]!) ** 2;
              return squared;
            });
            expect(to[labels[i]!]).toBeLessThan(Math.min(...to) + 1e-5);
            sum += to[labels[i]!]!;
          }
          expect(inertia).toBeCloseTo(sum, 4);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is the same bytes for the same seed', async () => {
    const x = normalMatrix(200, 5, 1);
    expect(await kMeans(x, 7, options(5))).toEqual(await kMeans(x, 7, options(5)));
  });

  it('takes as many clusters as rows, and more clusters than distinct rows', async () => {
    const x = normalMatrix(6, 3, 1);
    const each = await kMeans(x, 6, options());
    expect(new Set(each.labels).size).toBe(6);
    expect(each.inertia).toBeCloseTo(0, 10);
    const twins = matrixOf(8, 1, [1, 1, 1, 1, 5, 5, 5, 5]);
    const { labels, inertia } = await kMeans(twins, 4, options());
    expect(inertia).toBe(0);
    for (const label of labels) expect(label).toBeLessThan(4);
    for (let i = 0; i < 4; i++) for (let j = 4; j < 8; j++) expect(labels[i]).not.toBe(labels[j]);
    const equal = await kMeans(matrixOf(5, 2, new Array<number>(10).fill(0.1)), 2, options());
    expect(equal.inertia).toBe(0);
  });

  it('begins from the centroids given, and leaves them as they were', async () => {
    const x = matrixOf(4, 1, [0, 1, 10, 11]);
    const start = matrixOf(2, 1, [0, 10]);
    const found = await kMeans(x, 2, { ...options(), nInit: 0, starts: [start] });
    expect([...found.labels]).toEqual([0, 0, 1, 1]);
    expect([...found.centroids.values]).toEqual([0.5, 10.5]);
    expect(found.inertia).toBe(1);
    expect([...start.values]).toEqual([0, 10]);
  });

  it('gives a centroid without rows the farthest row', async () => {
    const x = matrixOf(5, 1, [0, 0, 1, 1, 30]);
    const found = await kMeans(x, 3, { ...options(), nInit: 0, starts: [matrixOf(3, 1, [0, 1, 1000])] });
    expect(isSamePartition(found.labels, [0, 0, 1, 1, 2])).toBe(true);
    expect(found.inertia).toBe(0);
  });

  it('stops when the run is cancelled', async () => {
    let clock = 0;
    const context = { ...silentContext, now: () => (clock += 50), isCancelled: () => true };
    const run = kMeans(normalMatrix(50, 3, 1), 3, { random: seededRandom(1), context });
    await expect(run).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled'));
  });
});

describe('inertiaOf', () => {
  it('sums squared distances to the own centroid', () => {
    expect(inertiaOf(matrixOf(2, 2, [0, 0, 3, 4]), Int32Array.of(0, 0), matrixOf(1, 2, [0, 0]))).toBe(25);
  });
});
