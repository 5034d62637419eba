import { expect, it } from 'vitest';
import { compress, transformCompressed } from '../../../src/engine/autoencoder/compress';
import { denseCurve } from '../../../src/engine/autoencoder/compressByUmap';
import { gatherRows, type Matrix, normalizeRows } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { type ClusterOptions, defaultOptions } from '../../../src/shared/options';
import references from '../../fixtures/projection/references.json';
import { blobs, matrixOf } from '../../support/matrices';
import { trustworthiness } from '../../support/trustworthiness';

const fit = (x: Matrix, options: Partial<ClusterOptions> = {}, seed = 1): ReturnType<typeof compress> =>
  compress(x, { ...defaultOptions, compress: 'umap', ...options }, seededRandom(seed), silentContext);

const greatest = (a: Matrix, b: Matrix): number =>
  a.values.reduce((most, value, i) => Math.max(most, Math.abs(value - b.values[i]!)), 0);

it('has the curve of a least distance of 0 and a spread of 1', () => {
  expect(denseCurve.a).toBeCloseTo(references.denseCurve.a, 5);
  expect(denseCurve.b).toBeCloseTo(references.denseCurve.b, 5);
});

it.each(Object.entries(references.corpora))(
  'keeps neighbours about as well as umap-learn does in two: %s',
  async (_, { rows, columns, ...corpus }) => {
    const x = matrixOf(rows, columns, corpus.x);
    const { vectors } = await fit(x, { dimensions: 5 });
    expect(vectors.columns).toBe(Math.min(5, columns));
    expect(trustworthiness(x, vectors, 15)).toBeGreaterThan(corpus.trustworthiness.umap - 0.02);
  },
);

it('draws clusters together, and puts new rows into theirs', async () => {
  const all = normalizeRows(blobs(400, 20, 4, 0.4, 3)); // row i is of blob i % 4
  const even = gatherRows(
    all,
    Int32Array.from({ length: 200 }, (_, i) => 8 * (i >> 2) + (i % 4)),
  );
  const odd = gatherRows(
    all,
    Int32Array.from({ length: 200 }, (_, i) => 8 * (i >> 2) + 4 + (i % 4)),
  );
  const { vectors, model, resolved } = await fit(even);
  expect(resolved).toEqual({ compress: 'umap', dimensions: 10 });
  const placed = await transformCompressed(model, odd, 'auto', silentContext);
  const distance = (i: number, j: number): number =>
    Math.hypot(...Array.from({ length: 10 }, (_, d) => placed.values[i * 10 + d]! - vectors.values[j * 10 + d]!));
  for (let i = 0; i < 200; i++) {
    let nearest = 0;
    for (let j = 1; j < 200; j++) if (distance(i, j) < distance(i, nearest)) nearest = j;
    expect(nearest % 4).toBe(i % 4);
  }
});

it('gives its own rows their places back, copies among them one place', async () => {
  const x = normalizeRows(blobs(120, 8, 3, 0.3, 5));
  for (const copy of [7, 50, 90]) x.values.copyWithin(copy * 8, 0, 8);
  const { vectors, model } = await fit(x);
  const again = await transformCompressed(model, x, 'auto', silentContext);
  expect(greatest(vectors, again)).toBeLessThan(1e-6);
  const columns = vectors.columns;
  for (const copy of [7, 50, 90])
    expect(vectors.values.slice(copy * columns, (copy + 1) * columns)).toEqual(vectors.values.slice(0, columns));
});

it('is the same for the same seed, stays finite, and stops when it is told to', async () => {
  const x = normalizeRows(blobs(100, 6, 2, 0.3, 7));
  expect((await fit(x)).vectors).toEqual((await fit(x)).vectors);
  for (const [rows, columns] of [
    [3, 3],
    [5, 4],
    [40, 3],
  ] as const) {
    // prettier-ignore
    const { vectors } = await fit(matrixOf(rows, columns, new Array<number>(rows * columns).fill(0.5)));
    expect(vectors.values.every(Number.isFinite)).toBe(true);
  }
  let time = 0;
  let asked = 0;
  const context = { ...silentContext, now: () => (time += 50), isCancelled: () => ++asked > 5 };
  const stopped = compress(x, { ...defaultOptions, compress: 'umap' }, seededRandom(1), context);
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
});
