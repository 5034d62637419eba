import { describe, expect, it } from 'vitest';
import { clusterVectors } from '../../../src/engine/clustering/clusterer';
import { cutByCount, cutByHeight, cutByInconsistency, leafOrder } from '../../../src/engine/clustering/dendrogram';
import { inertiaOf } from '../../../src/engine/clustering/kMeansSteps';
import { orderedLeaves } from '../../../src/engine/clustering/leafOrdering';
import { linkage, type LinkageMethod, type Metric } from '../../../src/engine/clustering/linkage';
import type { Matrix } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import { type ClusterOptions, defaultOptions } from '../../../src/shared/options';
import { blobs, isSamePartition, matrixOf, normalMatrix } from '../../support/matrices';

const cluster = (x: Matrix, options: Partial<ClusterOptions> = {}, seed = 1) =>
  clusterVectors(x, { ...defaultOptions, ...options }, undefined, seededRandom(seed), silentContext);

/** The tree as it is kept: linked, and its leaves put in order. */
const treeOf = async (x: Matrix, method: LinkageMethod, metric: Metric = 'euclidean'): Promise<Float64Array> =>
  orderedLeaves(await linkage(x, method, silentContext, metric), x, metric, silentContext);

const groupsOf = (n: number, k: number): number[] => Array.from({ length: n }, (_, i) => i % k);

function rowDistance({ columns, values }: Matrix, i: number, j: number): number {
  let sum = 0;
  for (let t = 0; t < columns; t++) sum += (values[i * columns + t]! - values[j * columns + t]!) ** 2;
  return sum;
}

describe('clusterVectors', () => {
  it.each([
    ['all 40 documents are equal', matrixOf(40, 2, Array<number[]>(40).fill([0.6, 0.8]).flat())],
    ['there is only one document', matrixOf(1, 2, [1, 0])],
    ['7 documents are too few for two clusters of at least 5', normalMatrix(7, 3, 1)],
  ])('says why there is one cluster: %s', async (reason, x) => {
    const found = await cluster(x);
    expect(found.clusters).toBe(1);
    expect(found.reasons['clusters']).toContain(reason);
  });

  it.each([3, 6, 8, 20])('finds %i groups that are apart, and how many they are', async (k) => {
    const found = await cluster(blobs(k * 20, 16, k, 0.2, k));
    expect(found.clusters).toBe(k);
    expect(isSamePartition(found.labels, groupsOf(k * 20, k))).toBe(true);
    expect(found.resolved).toEqual({ algorithm: 'hierarchical', clusters: k });
    expect(found.reasons['clusters']).toContain(`${k}`);
  });

  it.each(['ward', 'average', 'complete', 'single'] as const)(
    'gives exactly the cut of the tree without refinement: %s',
    async (method) => {
      const x = normalMatrix(350, 6, 2);
      const options = { algorithm: 'hierarchical', refine: 'none', clusters: 9, linkage: method } as const;
      const found = await cluster(x, options);
      const z = await treeOf(x, method);
      expect(found.linkage).toEqual(z);
      expect([...found.labels]).toEqual([...cutByCount(z, 350, 9)]);
      expect(found).toMatchObject({ method, over: 'documents', leaves: 350 });
    },
  );

  it('moves documents to nearer centres after the cut, and says how many', async () => {
    const x = normalMatrix(200, 4, 3);
    const cut = await cluster(x, { algorithm: 'hierarchical', refine: 'none', clusters: 6 });
    const refined = await cluster(x, { algorithm: 'hierarchical', clusters: 6 });
    const kmeans = await cluster(x, { algorithm: 'kmeans', clusters: 6 });
    const inertia = [cut, refined, kmeans].map(({ labels, centroids }) => inertiaOf(x, labels, centroids));
    expect(inertia[1]).toBeLessThan(inertia[0]!);
    expect(inertia[2]).toBeLessThanOrEqual(inertia[1]!);
    expect(refined.reasons['refine']).toMatch(/^[1-9]\d* of 200 documents moved/);
  });

  it('chooses k-means where the linkage makes unbalanced cuts, and says so', async () => {
    const found = await cluster(blobs(60, 5, 3, 0.2, 1), { linkage: 'single' });
    expect(found.resolved).toEqual({ algorithm: 'kmeans', clusters: 3 });
    expect(found.reasons['algorithm']).toContain('single');
    expect(found.method).toBe('single');
  });

  it('numbers clusters along the tree, with centroids that are their means', async () => {
    const x = blobs(90, 5, 6, 0.1, 4);
    const { labels, centroids, linkage: z } = await cluster(x, { clusters: 6 });
    const along = [...leafOrder(z, 90)].map((leaf) => labels[leaf]!);
    expect(along).toEqual([...along].sort((a, b) => a - b));
    const first = Array.from(labels.keys()).filter((i) => labels[i] === 0);
    const mean = first.reduce((sum, i) => sum + x.values[i * 5]!, 0) / first.length;
    expect(centroids.values[0]).toBeCloseTo(mean, 5);
  });

  describe.each(['dbscan', 'hdbscan'] as const)('by density: %s', (algorithm) => {
    const crowds = blobs(300, 6, 3, 0.15, 7);
    const strays = normalMatrix(20, 6, 8).values.map((value) => value * 8);
    const x = matrixOf(320, 6, [...crowds.values, ...strays]);
    const options = { algorithm, minClusterSize: 12 } as const;

    it('gives every document a cluster by default', async () => {
      const found = await cluster(x, options);
      expect(found.clusters).toBe(3);
      expect(isSamePartition(found.labels.subarray(0, 300), groupsOf(300, 3))).toBe(true);
      expect(Math.min(...found.labels)).toBe(0);
      expect(found.nearestCluster!.every((label) => label === -1)).toBe(true);
      expect(found.resolved).toMatchObject({ algorithm, clusters: 3, minSamples: 12 });
      expect(found.reasons['noiseShare']).toMatch(/of 320 documents .*: 0 stay/);
    });

    it('leaves as many without one as the noise share says, the farthest, with the nearest cluster of each', async () => {
      const all = await cluster(x, { ...options, noiseShare: 1 });
      const some = await cluster(x, { ...options, noiseShare: 0.025 });
      const isNoise = ({ labels }: typeof all, i: number): boolean => labels[i]! < 0;
      const rows = Array.from({ length: 320 }, (_, i) => i);
      expect(rows.filter((i) => i >= 300 && isNoise(all, i))).toHaveLength(20);
      expect(rows.filter((i) => isNoise(some, i))).toHaveLength(8);
      const distances = rows.map((i) =>
        Math.min(...rows.filter((j) => !isNoise(all, j)).map((j) => rowDistance(x, i, j))),
      );
      const nearestKept = Math.min(...rows.filter((i) => isNoise(some, i)).map((i) => distances[i]!));
      const farthestJoined = Math.max(...rows.filter((i) => isNoise(all, i) && !isNoise(some, i)).map((i) => distances[i]!)); // prettier-ignore
      expect(nearestKept).toBeGreaterThanOrEqual(farthestJoined);
      for (const i of rows) {
        expect(all.nearestCluster![i]! >= 0).toBe(isNoise(all, i));
        if (!isNoise(all, i)) continue;
        const nearest = rows.find((j) => !isNoise(all, j) && rowDistance(x, i, j) === distances[i])!;
        expect(all.nearestCluster![i]).toBe(all.labels[nearest]);
        expect(all.confidence[i]).toBe(0);
        expect(all.parts[i]).toBe(-1);
      }
    });

    it('makes one cluster where no place is denser, and takes hardly any documents', async () => {
      const equal = await cluster(matrixOf(1, 2, [1, 0]), options);
      expect([...equal.labels]).toEqual([0]);
      const none = await cluster(normalMatrix(9, 4, 1), { ...options, noiseShare: 0.5 });
      expect([...none.labels]).toEqual(new Array<number>(9).fill(0));
      expect(none.reasons['noiseShare']).toContain('one cluster');
    });

    it('says that a number of clusters is not for it to take', async () => {
      const found = await cluster(x, { ...options, clusters: 7 });
      expect(found.clusters).toBe(3);
      expect(found.reasons['clusters']).toContain('7 were asked for');
    });
  });

  describe('agnes', () => {
    it.each(['ward', 'average', 'complete', 'single'] as const)(
      'gives the tree of hierarchical: %s',
      async (linkage) => {
        const x = blobs(420, 8, 6, 0.4, 9);
        const asked = { linkage, clusters: 6, refine: 'none' } as const;
        const own = await cluster(x, { ...asked, algorithm: 'hierarchical' });
        const found = await cluster(x, { ...asked, algorithm: 'agnes' });
        expect([...found.labels]).toEqual([...own.labels]);
        found.linkage.forEach((value, at) => {
          if (at % 4 === 2) expect(value / own.linkage[at]!).toBeCloseTo(1, 5);
          else expect(value).toBe(own.linkage[at]);
        });
        expect(found).toMatchObject({ criterion: 'neighbours', resolved: { algorithm: 'agnes' } });
      },
    );

    it.each([
      [501, {}, /--algorithm agnes takes at most 500 documents.* there are 501\. Choose hierarchical/],
      [9, { linkage: 'weighted' }, /has no linkage weighted/],
      [9, { distance: 'cosine' }, /has no cosine distance/],
    ] as const)('refuses what ml-hclust cannot do: %i documents, %o', async (n, asked, message) => {
      await expect(cluster(normalMatrix(n, 3, 1), { ...asked, algorithm: 'agnes' })).rejects.toThrow(message);
    });
  });

  const shaped = ['spherical', 'bisecting', 'leiden', 'spectral'] as const;

  it.each(shaped)('finds groups that are apart: %s', async (algorithm) => {
    const x = blobs(150, 16, 5, 0.2, 5);
    const found = await cluster(x, { algorithm });
    expect(isSamePartition(found.labels, groupsOf(150, 5))).toBe(true);
    expect(found).toMatchObject({ clusters: 5, criterion: 'neighbours', resolved: { algorithm, clusters: 5 } });
    const asked = await cluster(x, { algorithm, clusters: 3 });
    // The graph of neighbours falls into five, which Leiden never joins.
    expect(asked.clusters).toBe(algorithm === 'leiden' ? 5 : 3);
    if (algorithm === 'leiden') expect(asked.reasons['clusters']).toContain('nearest to the 3 that were asked for');
    const joined = await cluster(normalMatrix(200, 8, 1), { algorithm, clusters: 7 });
    expect(joined.clusters).toBe(7);
  });

  it.each(shaped)('takes few documents, equal ones and zero vectors: %s', async (algorithm) => {
    for (const n of [1, 2, 3])
      expect((await cluster(normalMatrix(n, 4, 7), { algorithm, clusters: 2 })).labels).toHaveLength(n);
    const equal = await cluster(matrixOf(40, 3, new Array<number>(120).fill(0.57)), { algorithm });
    expect(equal.labels).toHaveLength(40);
    const zero = await cluster(matrixOf(12, 2, [...new Array<number>(12).fill(0), ...normalMatrix(6, 2, 1).values]), {
      algorithm,
      clusters: 2,
    });
    expect(zero.labels.every((label) => label >= 0 && label < zero.clusters)).toBe(true);
  });

  it('leaves no community under the least size, and says how many there are', async () => {
    const x = blobs(203, 6, 8, 0.5, 6);
    const found = await cluster(x, { algorithm: 'leiden', resolution: 3, minClusterSize: 20 });
    const sizes = new Map<number, number>();
    for (const label of found.labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
    expect(Math.min(...sizes.values())).toBeGreaterThanOrEqual(20);
    expect(found.reasons['clusters']).toMatch(/^Leiden finds \d+ communities at the resolution 3/);
  });

  it('cuts at a height and where merges are inconsistent, as the tree says', async () => {
    const x = normalMatrix(120, 4, 2);
    const options = { algorithm: 'hierarchical', refine: 'none', linkage: 'average' } as const;
    const z = await treeOf(x, 'average');
    const high = await cluster(x, { ...options, cut: 'height', cutHeight: 2.5 });
    expect([...high.labels]).toEqual([...cutByHeight(z, 120, 2.5)]);
    expect(high.reasons['clusters']).toContain('at the height 2.500');
    const steep = await cluster(x, { ...options, cut: 'inconsistent', inconsistency: 1.1, clusters: 4 });
    expect([...steep.labels]).toEqual([...cutByInconsistency(z, 120, 1.1)]);
    expect(steep.reasons['clusters']).toContain('4 were asked for');
    const kmeans = await cluster(x, { cut: 'height', algorithm: 'kmeans' });
    expect(kmeans.clusters).toBe(new Set(cutByHeight(await treeOf(x, 'ward'), 120, 0.7 * kmeans.linkage.at(-2)!)).size); // prettier-ignore
  });

  it('builds the tree by the cosine where it is asked to, and refuses it for Ward', async () => {
    const x = normalMatrix(90, 5, 4);
    const found = await cluster(x, {
      algorithm: 'hierarchical',
      refine: 'none',
      linkage: 'average',
      distance: 'cosine',
      clusters: 5,
    });
    expect(found.linkage).toEqual(await treeOf(x, 'average', 'cosine'));
    await expect(cluster(x, { distance: 'cosine' })).rejects.toSatisfy((error) => GroveError.is(error, 'usage'));
  });

  it('gathers many documents first, whose micro-clusters are the leaves', async () => {
    const x = blobs(6000, 8, 5, 0.2, 5);
    const found = await cluster(x);
    expect(found.over).toBe('micro-clusters');
    expect(isSamePartition(found.labels, groupsOf(6000, 5))).toBe(true);
    expect(found.linkage).toHaveLength((found.leaves - 1) * 4);
    expect(found.linkage.at(-1)).toBe(found.leaves);
    expect(new Set(found.leafOfDocument).size).toBe(found.leaves);
    expect(found.linkage).toEqual(await treeOf(found.leafVectors, 'ward'));
    const inherited = await cluster(x, { algorithm: 'hierarchical', refine: 'none', clusters: 4 });
    const ofLeaf = cutByCount(inherited.linkage, inherited.leaves, 4);
    expect(isSamePartition(inherited.labels, inherited.leafOfDocument.map((leaf) => ofLeaf[leaf]!))).toBe(true); // prettier-ignore
  });

  it('leaves no cluster under the least size where the number is automatic', async () => {
    const x = blobs(103, 6, 4, 0.1, 6);
    for (let d = 0; d < 6; d++) for (let i = 100; i < 103; i++) x.values[i * 6 + d] = 9 + d; // three far away
    const sizes = (labels: Int32Array): number[] => {
      const counts: number[] = [];
      for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
      return counts;
    };
    expect(Math.min(...sizes((await cluster(x, { minClusterSize: 5 })).labels))).toBeGreaterThanOrEqual(5);
    expect(sizes((await cluster(x, { clusters: 5 })).labels)).toContain(3);
  });

  it.each([1, 2, 3])('takes %i documents', async (n) => {
    const found = await cluster(normalMatrix(n, 4, 7));
    expect([...found.labels]).toEqual(new Array<number>(n).fill(0));
    const apart = await cluster(normalMatrix(n, 4, 7), { clusters: 5 });
    expect(new Set(apart.labels).size).toBe(n);
    expect(apart.reasons['clusters']).toContain(`there are only ${n} documents`);
    for (const algorithm of ['kmeans', 'hierarchical'] as const)
      expect((await cluster(normalMatrix(n, 4, 7), { clusters: 2, algorithm })).labels).toHaveLength(n);
  });

  it('keeps documents that are all alike in one cluster', async () => {
    const alike = matrixOf(40, 3, new Array<number>(120).fill(0.57));
    const found = await cluster(alike);
    expect(found.clusters).toBe(1);
    expect(found.reasons['clusters']).toContain('documents are equal');
    expect([...found.confidence].every((value) => value === 1)).toBe(true);
    expect((await cluster(alike, { clusters: 3 })).labels).toHaveLength(40);
    const many = await cluster(matrixOf(5500, 1, new Array<number>(5500).fill(2)));
    expect(many.clusters).toBe(1);
  });

  it('is the same bytes for the same seed', async () => {
    const x = normalMatrix(400, 6, 8);
    for (const algorithm of ['kmeans', 'hierarchical', ...shaped] as const)
      expect(await cluster(x, { algorithm }, 3)).toEqual(await cluster(x, { algorithm }, 3));
  });

  it('refuses vectors that are not finite', async () => {
    const x = normalMatrix(20, 3, 9);
    x.values[31] = NaN;
    await expect(cluster(x)).rejects.toSatisfy((error) => GroveError.is(error, 'bad-input'));
  });
});
