import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterVectors } from '../../../src/engine/clustering/clusterer';
import { cutByHeight, leafOrder } from '../../../src/engine/clustering/dendrogram';
import { cutDynamically } from '../../../src/engine/clustering/dynamicCut';
import { linkage, type LinkageMethod } from '../../../src/engine/clustering/linkage';
import type { Matrix } from '../../../src/engine/math/matrix';
import { normal, seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { defaultOptions } from '../../../src/shared/options';
import { blobs, isSamePartition, matrixOfRows, normalMatrix } from '../../support/matrices';

const ones = (n: number): Int32Array => new Int32Array(n).fill(1);

/** Clouds of different width: centre, deviation, rows. */
function clouds(groups: readonly { at: readonly number[]; spread: number; rows: number }[]): {
  x: Matrix;
  truth: number[];
} {
  const random = seededRandom(4);
  const truth = groups.flatMap(({ rows }, group) => new Array<number>(rows).fill(group));
  const rows = groups.flatMap(({ at, spread, rows: count }) =>
    Array.from({ length: count }, () => at.map((value) => value + spread * normal(random))),
  );
  return { x: matrixOfRows(rows), truth };
}

/** On a line: two tight groups 3 apart, and a wide one whose neighbours are 5 apart: no one height divides these three. */
const nested = ((): { x: Matrix; truth: number[] } => {
  const groups = [
    { from: 0, step: 0.1, rows: 30 },
    { from: 5.9, step: 0.1, rows: 30 },
    { from: 14.3, step: 5, rows: 20 },
  ];
  return {
    x: matrixOfRows(
      groups.flatMap(({ from, step, rows }) => Array.from({ length: rows }, (_, i) => [from + i * step])),
    ),
    truth: groups.flatMap(({ rows }, group) => new Array<number>(rows).fill(group)),
  };
})();

describe('cutDynamically', () => {
  it('cuts branches at heights of their own, where no height divides all', async () => {
    const z = await linkage(nested.x, 'single', silentContext);
    const n = nested.x.rows;
    const dynamic = cutDynamically(z, ones(n), { minClusterSize: 10 });
    expect(isSamePartition(dynamic, nested.truth)).toBe(true);
    for (let row = 0; row < n - 1; row++)
      expect(isSamePartition(cutByHeight(z, n, z[row * 4 + 2]!), nested.truth)).toBe(false);
  });

  it.each(['ward', 'average', 'complete', 'single'] as const)(
    'finds clusters that are apart: %s',
    async (method: LinkageMethod) => {
      const x = blobs(240, 8, 6, 0.15, 3);
      const z = await linkage(x, method, silentContext);
      const truth = Array.from({ length: 240 }, (_, i) => i % 6);
      expect(isSamePartition(cutDynamically(z, ones(240), { minClusterSize: 5 }), truth)).toBe(true);
    },
  );

  it('gives strays to the nearest branch, and makes one cluster where nothing can be divided', async () => {
    const { x, truth } = clouds([
      { at: [0, 0], spread: 0.2, rows: 30 },
      { at: [9, 0], spread: 0.2, rows: 30 },
      { at: [11, 1], spread: 0.1, rows: 2 },
    ]);
    const z = await linkage(x, 'average', silentContext);
    const found = cutDynamically(z, ones(62), { minClusterSize: 5 });
    expect(isSamePartition(found, truth.map((group) => Math.min(group, 1)))).toBe(true); // prettier-ignore
    expect(new Set(cutDynamically(z, ones(62), { minClusterSize: 32 }))).toEqual(new Set([0]));
    expect([...cutDynamically(new Float64Array(0), ones(1), { minClusterSize: 5 })]).toEqual([0]);
    expect([...cutDynamically(new Float64Array(0), ones(0), { minClusterSize: 5 })]).toEqual([]);
    expect([...cutDynamically(Float64Array.from([0, 1, 0, 2]), ones(2), { minClusterSize: 1 })]).toEqual([0, 0]);
  });

  it('takes branches of the tree that are large enough, numbered along it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 2, max: 9 }),
        fc.nat(9999),
        async (n, least, seed) => {
          const z = await linkage(normalMatrix(n, 2, seed), 'average', silentContext);
          const labels = cutDynamically(z, ones(n), { minClusterSize: least });
          const counts = new Map<number, number>();
          for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
          if (counts.size > 1) expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(least);
          const first = [...leafOrder(z, n)]
            .map((leaf) => labels[leaf]!)
            .filter((label, i, all) => all.indexOf(label) === i);
          expect(first).toEqual(first.map((_, i) => i));
        },
      ),
    );
  });

  it('counts a leaf as the documents that it stands for', () => {
    // Two pairs, of which one has leaves of many documents.
    const z = Float64Array.from([0, 1, 1, 2, 2, 3, 1, 2, 4, 5, 9, 4]);
    expect([...cutDynamically(z, Int32Array.of(1, 1, 1, 1), { minClusterSize: 3 })]).toEqual([0, 0, 0, 0]);
    expect([...cutDynamically(z, Int32Array.of(2, 2, 2, 2), { minClusterSize: 3 })]).toEqual([0, 0, 1, 1]);
  });

  it('is the cut "dynamic", also of a tree over micro-clusters', async () => {
    const options = { ...defaultOptions, algorithm: 'hierarchical', refine: 'none', cut: 'dynamic', minClusterSize: 10 } as const; // prettier-ignore
    const few = await clusterVectors(
      nested.x,
      { ...options, linkage: 'single', clusters: 3 },
      undefined,
      seededRandom(1),
      silentContext,
    );
    expect(isSamePartition(few.labels, nested.truth)).toBe(true);
    expect(few.reasons['clusters']).toMatch(/at least 10 documents stay whole .*; 3 were asked for$/);
    const many = await clusterVectors(blobs(5400, 8, 6, 0.15, 3), options, undefined, seededRandom(1), silentContext);
    expect(many.over).toBe('micro-clusters');
    expect(
      isSamePartition(
        many.labels,
        Array.from({ length: 5400 }, (_, i) => i % 6),
      ),
    ).toBe(true);
  });
});
