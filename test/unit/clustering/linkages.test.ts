import { describe, expect, it } from 'vitest';
import { wardThroughCentroids } from '../../../src/engine/clustering/centroidLinkage';
import { cutByInconsistency, dendrogramOf, leafOrder } from '../../../src/engine/clustering/dendrogram';
import { linkage, type LinkageMethod, type Metric } from '../../../src/engine/clustering/linkage';
import type { Matrix } from '../../../src/engine/math/matrix';
import { breather, silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import references from '../../fixtures/clustering/linkages.json';
import { isSamePartition, matrixOf, matrixOfRows, normalMatrix } from '../../support/matrices';

const inputs = new Map<string, Matrix>(references.matrices.map(({ name, rows, columns, x }) => [name, matrixOf(rows, columns, x)])); // prettier-ignore

function expectSameZ(z: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(z.length).toBe(expected.length);
  for (let at = 0; at < expected.length; at++) {
    if (at % 4 === 2) expect(Math.abs(z[at]! / expected[at]! - 1)).toBeLessThan(1e-5);
    else expect(z[at]).toBe(expected[at]);
  }
}

const wardOf = async (x: Matrix): Promise<Float64Array> =>
  dendrogramOf(await wardThroughCentroids(x, () => {}, breather(silentContext)), x.rows, Math.sqrt);

describe('linkage', () => {
  it.each(references.linkage.map(({ name, method, metric, z }) => ({ name, method, metric, z })))(
    'gives the Z of SciPy: $method, $metric, on $name',
    async ({ name, method, metric, z }) => {
      expectSameZ(await linkage(inputs.get(name)!, method as LinkageMethod, silentContext, metric as Metric), z);
    },
  );

  it.each(references.linkage.filter(({ method }) => method === 'ward').map(({ name, z }) => ({ name, z })))(
    'gives the Z of SciPy through centroids: ward on $name',
    async ({ name, z }) => {
      expectSameZ(await wardOf(inputs.get(name)!), z);
    },
  );

  it.each(['weighted', 'centroid', 'median'] as const)('takes few rows, and equal ones: %s', async (method) => {
    expect(await linkage(matrixOf(0, 3, []), method, silentContext)).toHaveLength(0);
    expect(await linkage(matrixOf(1, 3, [1, 2, 3]), method, silentContext)).toHaveLength(0);
    expect([...(await linkage(matrixOf(2, 2, [0, 0, 3, 4]), method, silentContext))]).toEqual([0, 1, 5, 2]);
    const equal = await linkage(matrixOf(900, 2, new Array<number>(1800).fill(0.3)), method, silentContext);
    expect(equal.at(-1)).toBe(900);
    expect(equal.filter((_, at) => at % 4 === 2).every((height) => height === 0)).toBe(true);
    const broken = linkage(matrixOfRows([[1, 2], [NaN, 4]]), method, silentContext); // prettier-ignore
    await expect(broken).rejects.toSatisfy((error) => GroveError.is(error, 'bad-input'));
  });

  it('through centroids takes thousands of equal rows', async () => {
    const x = matrixOf(
      3000,
      2,
      Float32Array.from({ length: 6000 }, (_, at) => ((at >> 1) % 3) + (at % 2)),
    );
    const z = await wardOf(x);
    expect(z.at(-1)).toBe(3000);
    const heights = z.filter((_, at) => at % 4 === 2);
    expect(heights.filter((height) => height > 1e-3)).toHaveLength(2);
  });

  it('puts zero rows at cosine distance 1 from all but each other', async () => {
    const x = matrixOfRows([[1, 0], [0, 0], [2, 0], [0, 0]]); // prettier-ignore
    expect([...(await linkage(x, 'average', silentContext, 'cosine'))]).toEqual([0, 2, 0, 2, 1, 3, 0, 2, 4, 5, 1, 4]);
  });

  it('refuses the cosine where only Euclidean distances make sense', async () => {
    const run = linkage(normalMatrix(5, 2, 1), 'ward', silentContext, 'cosine');
    await expect(run).rejects.toSatisfy((error) => GroveError.is(error, 'usage') && error.message.includes('ward'));
  });

  it.each(['centroid', 'median'] as const)('takes a tree as deep as a line of points makes it: %s', async (method) => {
    const n = 4000;
    const values = Float32Array.from({ length: n }, (_, i) => i * (1 + i / n));
    const z = await linkage(matrixOf(n, 1, values), method, silentContext);
    expect(z.at(-1)).toBe(n);
    expect([...leafOrder(z, n)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
  });

  it.each(['centroid', 'median', 'weighted'] as const)('stops within a run that is cancelled: %s', async (method) => {
    let asked = 0;
    let clock = 0;
    const context = { ...silentContext, now: () => (clock += 50), isCancelled: () => ++asked > 3 };
    const run = linkage(normalMatrix(400, 3, 1), method, context);
    await expect(run).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled'));
    expect(asked).toBe(4);
  });
});

describe('cutByInconsistency', () => {
  it.each(references.inconsistency.map(({ name, method, threshold, z, labels }) => ({ name, method, threshold, z, labels })))(
    'cuts as SciPy does: $method on $name at $threshold',
    ({ z, threshold, labels }) => {
      expect(isSamePartition(cutByInconsistency(Float64Array.from(z), labels.length, threshold), labels)).toBe(true);
    },
  ); // prettier-ignore
});
