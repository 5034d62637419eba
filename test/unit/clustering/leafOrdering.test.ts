import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafOrder } from '../../../src/engine/clustering/dendrogram';
import { optimalUpTo, orderedLeaves } from '../../../src/engine/clustering/leafOrdering';
import { linkage, type Metric } from '../../../src/engine/clustering/linkage';
import { clusterTree } from '../../../src/engine/clustering/microClusters';
import type { Matrix } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import references from '../../fixtures/clustering/leafOrder.json';
import { blobs, matrixOf, normalMatrix } from '../../support/matrices';

function distance(x: Matrix, i: number, j: number, metric: Metric): number {
  let [product, a, b, squares] = [0, 0, 0, 0];
  for (let t = 0; t < x.columns; t++) {
    const [p, q] = [x.values[i * x.columns + t]!, x.values[j * x.columns + t]!];
    product += p * q;
    a += p * p;
    b += q * q;
    squares += (p - q) ** 2;
  }
  return metric === 'cosine' ? 1 - product / Math.sqrt(a * b) : Math.sqrt(squares);
}

/** The sum of distances between leaves side by side. */
function way(z: Float64Array, x: Matrix, metric: Metric): number {
  const order = leafOrder(z, x.rows);
  return order.reduce((sum, leaf, i) => (i === 0 ? 0 : sum + distance(x, order[i - 1]!, leaf, metric)), 0);
}

/** The same merges, whichever branch is left. */
function merges(z: Float64Array): number[][] {
  return Array.from({ length: z.length / 4 }, (_, row) => [
    Math.min(z[row * 4]!, z[row * 4 + 1]!),
    Math.max(z[row * 4]!, z[row * 4 + 1]!),
    z[row * 4 + 2]!,
    z[row * 4 + 3]!,
  ]);
}

describe('orderedLeaves', () => {
  it.each(references)(
    'is as short as can be, and no longer than SciPy’s: $method on $name',
    async ({ rows, columns, x, z, metric, ...theirs }) => {
      const matrix = matrixOf(rows, columns, x);
      const before = Float64Array.from(z);
      const ordered = await orderedLeaves(before, matrix, metric as Metric, silentContext);
      expect(merges(ordered)).toEqual(merges(before));
      expect(way(before, matrix, metric as Metric)).toBeCloseTo(theirs.before, 4);
      const own = way(ordered, matrix, metric as Metric);
      expect(own / theirs.shortest).toBeCloseTo(1, 5);
      expect(own).toBeLessThan(theirs.scipy * (1 + 1e-5));
    },
  );

  it('is the shortest of all orders that the tree allows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 8 }), fc.nat(9999), async (n, seed) => {
        const x = normalMatrix(n, 2, seed);
        const z = await linkage(x, 'average', silentContext);
        let least = Infinity;
        for (let swaps = 0; swaps < 1 << (n - 1); swaps++) {
          const swapped = z.slice();
          for (let row = 0; row < n - 1; row++)
            if ((swaps >> row) % 2 === 1) swapped.set([z[row * 4 + 1]!, z[row * 4]!], row * 4);
          least = Math.min(least, way(swapped, x, 'euclidean'));
        }
        expect(way(await orderedLeaves(z, x, 'euclidean', silentContext), x, 'euclidean')).toBeCloseTo(least, 4);
      }),
    );
  });

  it('of more leaves than that keeps the tree and is shorter than before', async () => {
    const x = blobs(optimalUpTo + 1, 3, 40, 0.4, 6);
    const z = await linkage(x, 'ward', silentContext);
    const ordered = await orderedLeaves(z, x, 'euclidean', silentContext);
    expect(merges(ordered)).toEqual(merges(z));
    expect(way(ordered, x, 'euclidean')).toBeLessThan(way(z, x, 'euclidean'));
  });

  it('takes a chain of merges as deep as there are leaves, and equal rows', async () => {
    const chain = matrixOf(
      1500,
      1,
      Float32Array.from({ length: 1500 }, (_, i) => 1.003 ** i),
    );
    const z = await linkage(chain, 'single', silentContext);
    const order = [...leafOrder(await orderedLeaves(z, chain, 'euclidean', silentContext), 1500)];
    const ascending = order.map((_, i) => i);
    expect(order[0] === 0 ? order : [...order].reverse()).toEqual(ascending);
    const equal = matrixOf(400, 2, new Float32Array(800).fill(1));
    const tied = await orderedLeaves(await linkage(equal, 'ward', silentContext), equal, 'euclidean', silentContext);
    expect([...leafOrder(tied, 400)].sort((a, b) => a - b)).toEqual(Array.from({ length: 400 }, (_, i) => i));
  });

  it('stops where the run is cancelled', async () => {
    const x = normalMatrix(1200, 2, 1);
    const z = await linkage(x, 'ward', silentContext);
    let clock = 0;
    const context = { ...silentContext, now: () => (clock += 50), isCancelled: () => clock > 300 };
    await expect(orderedLeaves(z, x, 'euclidean', context)).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled')); // prettier-ignore
  });

  it('is how trees are stored', async () => {
    const x = normalMatrix(400, 3, 2);
    const { linkage: stored } = await clusterTree(x, 'average', seededRandom(1), silentContext);
    expect(stored).toEqual(await orderedLeaves(await linkage(x, 'average', silentContext), x, 'euclidean', silentContext)); // prettier-ignore
  });
});
