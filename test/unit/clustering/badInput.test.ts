import { describe, expect, it } from 'vitest';
import { clusterVectors } from '../../../src/engine/clustering/clusterer';
import { cutByCount, cutByHeight, cutByInconsistency, leafOrder } from '../../../src/engine/clustering/dendrogram';
import { cutDynamically } from '../../../src/engine/clustering/dynamicCut';
import { orderedLeaves } from '../../../src/engine/clustering/leafOrdering';
import { linkage } from '../../../src/engine/clustering/linkage';
import type { Matrix } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { newickOfLinkage } from '../../../src/engine/storage/newick';
import { GroveError } from '../../../src/shared/errors';
import { type ClusterOptions, defaultOptions } from '../../../src/shared/options';
import { blobs, matrixOf, normalMatrix } from '../../support/matrices';

const algorithms = ['auto', 'hierarchical', 'kmeans', 'spherical', 'bisecting', 'leiden', 'spectral', 'dbscan', 'hdbscan'] as const; // prettier-ignore

const cluster = (x: Matrix, options: Partial<ClusterOptions>) =>
  clusterVectors(x, { ...defaultOptions, ...options }, undefined, seededRandom(1), silentContext);

/** Every document has a cluster, and every cluster a document. */
function expectWhole({ labels, clusters }: { labels: Int32Array; clusters: number }, rows: number): void {
  expect(labels).toHaveLength(rows);
  expect([...new Set(labels)].sort((a, b) => a - b)).toEqual(Array.from({ length: clusters }, (_, i) => i));
}

describe.each(algorithms)('%s', (algorithm) => {
  it('takes as many documents as clusters, fewer, and very few', async () => {
    for (const [rows, clusters] of [
      [1, 1],
      [2, 2],
      [2, 5],
      [5, 5],
      [4, 9],
    ] as const)
      // prettier-ignore
      expectWhole(await cluster(normalMatrix(rows, 3, 7), { algorithm, clusters }), rows);
  });

  it('takes thousands of equal documents, alone and among others', async () => {
    const equal = await cluster(matrixOf(2500, 3, new Float32Array(7500).fill(0.5)), { algorithm });
    expectWhole(equal, 2500);
    const x = blobs(2600, 3, 2, 0.05, 2);
    x.values.fill(0.5, 0, 7500);
    expectWhole(await cluster(x, { algorithm }), 2600);
  });

  it('takes one enormous cluster and single documents far from it and from each other', async () => {
    const x = normalMatrix(1020, 8, 3);
    for (let i = 0; i < x.values.length; i++) x.values[i] = x.values[i]! * (i < 8000 ? 0.05 : 40);
    for (const clusters of ['auto', 4] as const) expectWhole(await cluster(x, { algorithm, clusters }), 1020);
  });

  it('takes zero vectors among others', async () => {
    const x = normalMatrix(60, 4, 5);
    x.values.fill(0, 0, 80);
    expectWhole(await cluster(x, { algorithm, clusters: 3 }), 60);
  });

  it.each([NaN, Infinity, -Infinity])('refuses %s, and says in which document it is', async (value) => {
    const x = normalMatrix(30, 4, 6);
    x.values[7 * 4 + 2] = value;
    await expect(cluster(x, { algorithm })).rejects.toSatisfy(
      (error) => GroveError.is(error, 'bad-input') && error.message.includes('document 7 '),
    );
  });
});

it('a line of 50,000 documents, each a little farther than the last, makes a chain of merges and keeps the stack', async () => {
  const n = 50_000;
  const line = new Float32Array(n);
  for (let i = 1; i < n; i++) line[i] = line[i - 1]! + 1 + i / 1000;
  const x = matrixOf(n, 1, line);
  const z = await linkage(x, 'single', silentContext);
  expect(z.at(-1)).toBe(n);
  const ordered = await orderedLeaves(z, x, 'euclidean', silentContext);
  expect(new Set(leafOrder(ordered, n)).size).toBe(n);
  expect(new Set(cutByCount(z, n, 9)).size).toBe(9);
  expect(new Set(cutByHeight(z, n, 10)).size).toBeGreaterThan(1000);
  expect(cutByInconsistency(z, n, 1)).toHaveLength(n);
  expect(cutDynamically(z, new Int32Array(n).fill(1), { minClusterSize: 5 })).toHaveLength(n);
  expect(
    newickOfLinkage(
      z,
      Array.from({ length: n }, (_, i) => `${i}`),
    ).endsWith(';'),
  ).toBe(true);
}, 300_000);
