import { describe, expect, it } from 'vitest';
import { bisectingKMeans } from '../../../src/engine/clustering/bisectingKMeans';
import { centroidsOf } from '../../../src/engine/clustering/clusterMeans';
import { kMeans } from '../../../src/engine/clustering/kMeans';
import { inertiaOf } from '../../../src/engine/clustering/kMeansSteps';
import { normalizeRows } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import references from '../../fixtures/clustering/partitions.json';
import { matrixOf, normalMatrix } from '../../support/matrices';

const options = (seed = 1) => ({ starts: 10, random: seededRandom(seed), context: silentContext });

describe('bisectingKMeans', () => {
  it.each(references.bisecting)('reaches the inertia of scikit-learn: $name', async (reference) => {
    const x = matrixOf(reference.rows, reference.columns, reference.x);
    for (const seed of [1, 2, 3]) {
      const labels = await bisectingKMeans(x, reference.k, options(seed));
      expect(new Set(labels).size).toBe(reference.k);
      const inertia = inertiaOf(x, labels, centroidsOf(x, labels, reference.k));
      expect(inertia).toBeLessThan(reference.inertia * 1.005);
      expect(inertia).toBeGreaterThan(reference.kmeans * 0.995);
    }
  });

  it('nests: more clusters divide those of fewer', async () => {
    const x = normalMatrix(80, 3, 4);
    const few = await bisectingKMeans(x, 4, options());
    const many = await bisectingKMeans(x, 9, options());
    const parent = new Map<number, number>();
    many.forEach((label, i) => {
      expect(parent.get(label) ?? few[i]).toBe(few[i]);
      parent.set(label, few[i]!);
    });
  });

  it('takes as many clusters as rows, more than differ, and none', async () => {
    expect(new Set(await bisectingKMeans(normalMatrix(7, 2, 1), 7, options())).size).toBe(7);
    expect([...(await bisectingKMeans(matrixOf(4, 1, [1, 1, 1, 5]), 4, options()))].slice(0, 3)).toEqual([0, 0, 0]);
    expect(await bisectingKMeans(matrixOf(0, 2, []), 1, options())).toHaveLength(0);
  });
});

describe('spherical k-means', () => {
  it('ends where every row is in the cluster of the nearest direction, and centroids have unit length', async () => {
    const x = normalizeRows(normalMatrix(120, 6, 3));
    const k = 7;
    const { labels, centroids, inertia } = await kMeans(x, k, { isSpherical: true, tolerance: 0, nInit: 3, random: seededRandom(2), context: silentContext }); // prettier-ignore
    const cosine = (i: number, c: number): number => {
      let sum = 0;
      for (let t = 0; t < 6; t++) sum += x.values[i * 6 + t]! * centroids.values[c * 6 + t]!;
      return sum;
    };
    const directions = normalizeRows(centroidsOf(x, labels, k));
    centroids.values.forEach((value, at) => expect(value).toBeCloseTo(directions.values[at]!, 5));
    let sum = 0;
    for (let i = 0; i < 120; i++) {
      const all = Array.from({ length: k }, (_, c) => cosine(i, c));
      expect(all[labels[i]!]).toBeGreaterThan(Math.max(...all) - 1e-5);
      sum += 2 - 2 * all[labels[i]!]!;
    }
    expect(inertia).toBeCloseTo(sum, 3);
  });
});
