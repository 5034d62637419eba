import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { tsne } from '../../../src/engine/projection/tsne';
import { type RunContext, silentContext } from '../../../src/engine/runContext';
import references from '../../fixtures/projection/references.json';
import { blobs, matrixOf, normalMatrix } from '../../support/matrices';
import { trustworthiness } from '../../support/trustworthiness';

const layoutOf = async (x: Matrix, seed = 1): Promise<Matrix> =>
  (await tsne(x, seededRandom(seed), silentContext)).layout;

describe('against scikit-learn', () => {
  it.each(Object.entries(references.corpora))(
    'keeps neighbours as well: %s',
    async (_, { rows, columns, ...corpus }) => {
      const x = matrixOf(rows, columns, corpus.x);
      expect(trustworthiness(x, await layoutOf(x), 15)).toBeGreaterThan(corpus.trustworthiness.tsne - 0.02);
    },
  );
});

describe('tsne', () => {
  it('is the same for the same seed', async () => {
    const x = blobs(150, 8, 4, 0.5, 2);
    expect(await layoutOf(x)).toEqual(await layoutOf(x));
  });

  it.each([
    ['four rows', normalMatrix(4, 3, 1)],
    ['five rows', normalMatrix(5, 3, 1)],
    ['sixteen rows of one dimension', normalMatrix(16, 1, 1)],
    ['equal rows', matrixOf(40, 3, new Array<number>(120).fill(0.5))],
    ['huge numbers', { ...normalMatrix(50, 3, 2), values: normalMatrix(50, 3, 2).values.map((value) => value * 1e12) }],
  ])('lays out %s within sight of each other', async (_, x) => {
    const { rows, columns, values } = await layoutOf(x);
    expect([rows, columns]).toEqual([x.rows, 2]);
    expect(values.every((value) => Math.abs(value) < 1000)).toBe(true);
    expect(new Set(values).size).toBeGreaterThan(x.rows / 2);
  });

  it('lays out a thousand equal rows among others', async () => {
    const x = normalMatrix(1200, 4, 1);
    for (let i = 100; i < 1100; i++) x.values.copyWithin(i * 4, 0, 4);
    expect((await layoutOf(x)).values.every((value) => Math.abs(value) < 1000)).toBe(true);
  });

  it('names the row that is not finite', async () => {
    const run = tsne(matrixOf(5, 1, [0, 1, 2, NaN, 4]), seededRandom(1), silentContext);
    await expect(run).rejects.toThrow(/document 3 .*NaN/);
  });

  it('stops when it is told to', async () => {
    let time = 0;
    let epochs = 0;
    const context: RunContext = {
      ...silentContext,
      now: () => (time += 50),
      progress: ({ unit }) => void (epochs += unit === 'epochs' ? 1 : 0),
      isCancelled: () => epochs > 3,
    };
    await expect(tsne(normalMatrix(100, 3, 1), seededRandom(1), context)).rejects.toMatchObject({ code: 'cancelled' });
    expect(epochs).toBe(4);
  });
});
