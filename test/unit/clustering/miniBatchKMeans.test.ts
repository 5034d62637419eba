import { describe, expect, it } from 'vitest';
import { cutByCount } from '../../../src/engine/clustering/dendrogram';
import { kMeans } from '../../../src/engine/clustering/kMeans';
import type { KMeansResult } from '../../../src/engine/clustering/kMeansSteps';
import { clusterTree } from '../../../src/engine/clustering/microClusters';
import { miniBatchCentroids, type MiniBatchOptions } from '../../../src/engine/clustering/miniBatchKMeans';
import type { Matrix } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import { blobs, isSamePartition, matrixOf, normalMatrix } from '../../support/matrices';

const quiet = (seed = 1) => ({ random: seededRandom(seed), context: silentContext });

async function miniBatchKMeans(x: Matrix, k: number, options: MiniBatchOptions): Promise<KMeansResult> {
  const starts = [await miniBatchCentroids(x, k, options)];
  return kMeans(x, k, { nInit: 0, starts, maxIterations: 0, random: options.random, context: options.context });
}

describe('miniBatchCentroids', () => {
  it('finds groups that are apart', async () => {
    const x = blobs(20_000, 8, 4, 0.1, 1);
    const { labels } = await miniBatchKMeans(x, 4, quiet());
    expect(
      isSamePartition(
        labels,
        Array.from({ length: 20_000 }, (_, i) => i % 4),
      ),
    ).toBe(true);
  });

  it.each([1, 2, 3])('comes near to the inertia of the whole k-means: seed %i', async (seed) => {
    const x = normalMatrix(15_000, 10, seed);
    const whole = await kMeans(x, 30, { nInit: 1, ...quiet(seed) });
    const { inertia } = await miniBatchKMeans(x, 30, quiet(seed));
    expect(inertia / whole.inertia).toBeLessThan(1.03);
  });

  it('gives the same answer for the same seed', async () => {
    const x = normalMatrix(5000, 4, 1);
    expect(await miniBatchKMeans(x, 9, quiet(5))).toEqual(await miniBatchKMeans(x, 9, quiet(5)));
  });

  it('takes one row, as many clusters as rows, and equal rows', async () => {
    expect([...(await miniBatchKMeans(matrixOf(1, 2, [3, 4]), 1, quiet())).labels]).toEqual([0]);
    const all = await miniBatchKMeans(normalMatrix(7, 2, 1), 7, quiet());
    expect(all.inertia).toBeLessThan(30);
    const equal = await miniBatchKMeans(matrixOf(3000, 1, new Array<number>(3000).fill(2)), 5, quiet());
    expect(equal.inertia).toBe(0);
  });

  it('makes micro-clusters of very many documents', async () => {
    const x = blobs(150_001, 6, 5, 0.05, 2);
    const tree = await clusterTree(x, 'ward', seededRandom(1), silentContext);
    expect(tree.over).toBe('micro-clusters');
    expect(new Set(tree.leafOfDocument).size).toBe(tree.leaves);
    const cut = cutByCount(tree.linkage, tree.leaves, 5);
    const groups = Array.from({ length: x.rows }, (_, i) => i % 5);
    expect(isSamePartition(tree.leafOfDocument.map((leaf) => cut[leaf]!), groups)).toBe(true); // prettier-ignore
  });

  it('stops within a run that is cancelled', async () => {
    let clock = 0;
    const context = { ...silentContext, now: () => (clock += 50), isCancelled: () => true };
    const run = miniBatchKMeans(normalMatrix(9000, 3, 1), 5, { random: seededRandom(1), context });
    await expect(run).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled'));
  });
});
