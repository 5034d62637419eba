import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { curve, umap } from '../../../src/engine/projection/umap';
import { type RunContext, silentContext } from '../../../src/engine/runContext';
import references from '../../fixtures/projection/references.json';
import { blobs, matrixOf, normalMatrix } from '../../support/matrices';
import { trustworthiness } from '../../support/trustworthiness';

const layoutOf = async (x: Matrix, seed = 1): Promise<Matrix> =>
  (await umap(x, seededRandom(seed), silentContext)).layout;

describe('against umap-learn', () => {
  it('has the curve of a least distance of 0.1 and a spread of 1', () => {
    expect(curve.a).toBeCloseTo(references.curve.a, 5);
    expect(curve.b).toBeCloseTo(references.curve.b, 5);
  });

  it.each(Object.entries(references.corpora))(
    'keeps neighbours as well: %s',
    async (_, { rows, columns, ...corpus }) => {
      const x = matrixOf(rows, columns, corpus.x);
      expect(trustworthiness(x, await layoutOf(x), 15)).toBeGreaterThan(corpus.trustworthiness.umap - 0.02);
    },
  );
});

describe('umap', () => {
  it('is the same for the same seed, and another for another', async () => {
    const x = blobs(300, 8, 4, 0.5, 2);
    const first = await layoutOf(x);
    expect(await layoutOf(x)).toEqual(first);
    expect((await layoutOf(x, 2)).values).not.toEqual(first.values);
  });

  it.each([
    ['four rows', normalMatrix(4, 3, 1)],
    ['five rows', normalMatrix(5, 3, 1)],
    ['sixteen rows of one dimension', normalMatrix(16, 1, 1)],
    ['equal rows', matrixOf(40, 3, new Array<number>(120).fill(0.5))],
    ['zero rows', matrixOf(40, 3, new Array<number>(120).fill(0))],
    ['huge numbers', { ...normalMatrix(50, 3, 2), values: normalMatrix(50, 3, 2).values.map((value) => value * 1e12) }],
  ])('lays out %s at places that differ', async (_, x) => {
    const { rows, columns, values } = await layoutOf(x);
    expect([rows, columns]).toEqual([x.rows, 2]);
    expect(values.every(Number.isFinite)).toBe(true);
    expect(new Set(values).size).toBeGreaterThan(x.rows / 2);
  });

  it('lays out thousands of equal rows among others', async () => {
    const x = normalMatrix(3000, 4, 1);
    for (let i = 200; i < 2800; i++) x.values.copyWithin(i * 4, 0, 4);
    const { values } = await layoutOf(x);
    expect(values.every(Number.isFinite)).toBe(true);
    expect(spanOf(values)).toBeLessThan(100);
  });

  it('keeps parts of the graph that nothing joins within sight of each other', async () => {
    const x = blobs(240, 5, 3, 0.01, 6);
    for (let i = 0; i < 240; i++) x.values[i * 5] = 1000 * (i % 3);
    expect(spanOf((await layoutOf(x)).values)).toBeLessThan(100);
  });

  it('names the row that is not finite', async () => {
    const run = umap(matrixOf(5, 1, [0, 1, 2, NaN, 4]), seededRandom(1), silentContext);
    await expect(run).rejects.toThrow(/document 3 .*NaN/);
  });

  it('reports epochs of its stage, and stops when it is told to', async () => {
    const seen: string[] = [];
    let time = 0;
    const context: RunContext = {
      ...silentContext,
      now: () => (time += 50),
      progress: ({ stage, unit }) => seen.push(`${stage} ${unit}`),
      isCancelled: () => seen.filter((line) => line === 'project epochs').length > 3,
    };
    await expect(umap(normalMatrix(100, 3, 1), seededRandom(1), context)).rejects.toMatchObject({ code: 'cancelled' });
    expect(new Set(seen)).toEqual(new Set(['project documents compared', 'project epochs']));
    expect(seen.length).toBeLessThan(20);
  });
});

function spanOf(values: Float32Array): number {
  return Math.max(...values) - Math.min(...values);
}
