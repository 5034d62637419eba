import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Matrix, type SparseMatrix, zeros } from '../../../src/engine/math/matrix';
import { plainKernels } from '../../../src/engine/math/plainKernels';
import { seededRandom } from '../../../src/engine/math/random';
import { randomizedSvd } from '../../../src/engine/math/svd';
import { silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import references from '../../fixtures/math/references.json';
import { denseOf, largestDifference, matrixOf, sparseMatrix, sparseOf, transpose } from '../../support/matrices';

const options = () => ({ random: seededRandom(1), context: silentContext });

const sparse: SparseMatrix = {
  rows: references.sparse.rows,
  columns: references.sparse.columns,
  offsets: Uint32Array.from(references.sparse.offsets),
  indices: Uint32Array.from(references.sparse.indices),
  values: Float32Array.from(references.sparse.values),
};

function distanceFromOrthonormal(x: Matrix): number {
  const gram = plainKernels.gram(x);
  const identity = gram.map((_, i) => (i % (x.columns + 1) === 0 ? 1 : 0));
  return largestDifference(gram, identity);
}

describe('randomizedSvd', () => {
  it('finds the singular values and right vectors that NumPy finds, signs included', async () => {
    const { s, v } = await randomizedSvd(sparse, 20, options());
    expect(s.length).toBe(20);
    // The last ones lie close together, where a randomised range is least exact.
    for (let j = 0; j < 20; j++) expect(s[j]! / references.sparse.s[j]!).toBeCloseTo(1, j < 10 ? 4 : 2);
    const first = Float32Array.from(references.sparse.v, (_, i) => v.values[Math.floor(i / 5) * 20 + (i % 5)]!);
    expect(largestDifference(first, references.sparse.v)).toBeLessThan(1e-3);
  });

  it('rebuilds the whole matrix at full rank, from orthonormal vectors', async () => {
    const dense = denseOf(sparse);
    for (const [a, entries] of [
      [sparse, dense.values],
      [sparseOf(transpose(dense)), transpose(dense).values],
    ] as const) {
      const { u: left, s, v } = await randomizedSvd(a, 100, options());
      const u = left();
      expect(s.length).toBeLessThanOrEqual(45);
      expect(distanceFromOrthonormal(u)).toBeLessThan(1e-4);
      expect(distanceFromOrthonormal(v)).toBeLessThan(1e-4);
      const scaled = { ...u, values: u.values.map((value, i) => value * s[i % u.columns]!) };
      const rebuilt = plainKernels.multiply(scaled, transpose(v));
      expect(largestDifference(rebuilt.values, entries)).toBeLessThan(1e-4);
    }
  });

  it('gives as many triplets as the matrix has rank', async () => {
    const { rows, columns, x, s: expected } = references.rankFour;
    const { u, s, v } = await randomizedSvd(sparseOf(matrixOf(rows, columns, x)), 10, options());
    expect(s.length).toBe(4);
    expected.forEach((value, j) => expect(s[j]! / value).toBeCloseTo(1, 5));
    expect([u().columns, v.columns]).toEqual([4, 4]);
  });

  it('takes matrices without rank, rows or columns, and of one row or column', async () => {
    expect((await randomizedSvd(sparseOf(zeros(5, 3)), 2, options())).s.length).toBe(0);
    expect((await randomizedSvd(sparseOf(zeros(0, 3)), 2, options())).u().rows).toBe(0);
    expect((await randomizedSvd(sparseOf(zeros(3, 0)), 2, options())).v.rows).toBe(0);
    const row = await randomizedSvd(sparseOf(matrixOf(1, 3, [0, -3, 4])), 2, options());
    expect(row.s).toHaveLength(1);
    expect(row.s[0]).toBeCloseTo(5, 5);
    expect(largestDifference(row.v.values, [0, -0.6, 0.8])).toBeLessThan(1e-6);
    const column = await randomizedSvd(sparseOf(matrixOf(3, 1, [0, -3, 4])), 2, options());
    expect(largestDifference(column.u().values, [0, -0.6, 0.8])).toBeLessThan(1e-6);
    expect(column.v.values[0]).toBeCloseTo(1, 6);
  });

  it('is the same bytes for the same seed, with descending singular values and fixed signs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 2, max: 30 }),
        fc.nat(999),
        async (m, n, seed) => {
          const a = sparseMatrix(m, n, 0.5, seed);
          const first = await randomizedSvd(a, 5, options());
          const again = await randomizedSvd(a, 5, options());
          const { s, v } = first;
          expect([again.u(), again.s, again.v]).toEqual([first.u(), s, v]);
          for (let j = 1; j < s.length; j++) expect(s[j]!).toBeLessThanOrEqual(s[j - 1]!);
          for (let j = 0; j < v.columns; j++) {
            const column = Array.from({ length: n }, (_, i) => v.values[i * v.columns + j]!);
            expect(Math.max(...column)).toBeGreaterThanOrEqual(-Math.min(...column));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('stops when the run is cancelled', async () => {
    const context = { ...silentContext, isCancelled: () => true };
    const run = randomizedSvd(sparseMatrix(20, 20, 0.5, 1), 5, { random: seededRandom(1), context });
    await expect(run).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled'));
  });
});
