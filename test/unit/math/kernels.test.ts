import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernels } from '../../../src/engine/math/kernels';
import { type Matrix, zeros } from '../../../src/engine/math/matrix';
import { plainKernels } from '../../../src/engine/math/plainKernels';
import { loadWasmKernels } from '../../../src/engine/math/wasmKernels';
import { denseOf, largestDifference, matrixOfRows, normalMatrix, sparseMatrix } from '../../support/matrices';

const wasm = loadWasmKernels();
if (wasm === undefined) throw new Error('dist/kernels.wasm was not compiled');

/** Sizes around the lanes and blocks of the kernels. */
const size = fc.integer({ min: 1, max: 37 });
const seed = fc.integer({ min: 0, max: 1e6 });

function transposed({ rows, columns, values }: Matrix): Matrix {
  const out = zeros(columns, rows);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out.values[j * rows + i] = values[i * columns + j]!;
  return out;
}

describe('kernels', () => {
  it('are the SIMD ones here', () => {
    expect(kernels().name).toBe('wasm-simd');
  });

  it.each([plainKernels, wasm])('$name multiply small matrices as on paper', (own) => {
    const a = matrixOfRows([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const b = matrixOfRows([
      [1, 0],
      [0, 1],
      [2, -1],
    ]);
    expect([...own.multiply(a, b).values]).toEqual([7, -1, 16, -1]);
    expect([...own.gram(a)]).toEqual([17, 22, 27, 22, 29, 36, 27, 36, 45]);
    expect([...own.distances(a, a).between(0, 2, 0, 2)]).toEqual([0, 27, 27, 0]);
  });

  it('multiply as the plain twin does', () => {
    fc.assert(
      fc.property(size, size, size, seed, (m, k, n, s) => {
        const a = normalMatrix(m, k, s);
        const b = normalMatrix(k, n, s + 1);
        expect(largestDifference(wasm.multiply(a, b).values, plainKernels.multiply(a, b).values)).toBeLessThan(1e-4);
      }),
    );
  });

  it('find the least sums as the plain twin does', () => {
    fc.assert(
      fc.property(size, size, size, seed, (m, k, n, s) => {
        const a = normalMatrix(m, k, s);
        const b = normalMatrix(k, n, s + 1);
        expect([...wasm.minPlus(a, b).values]).toEqual([...plainKernels.minPlus(a, b).values]);
      }),
    );
  });

  it('sum the Gram matrix in float64, also over several chunks', () => {
    fc.assert(
      fc.property(size, size, seed, (rows, columns, s) => {
        const a = normalMatrix(rows, columns, s);
        expect(largestDifference(wasm.gram(a), plainKernels.gram(a))).toBeLessThan(1e-11);
      }),
    );
    const tall = normalMatrix(9001, 7, 3);
    expect(largestDifference(wasm.gram(tall), plainKernels.gram(tall))).toBeLessThan(1e-8);
  });

  it('multiply sparse matrices as dense ones', () => {
    fc.assert(
      fc.property(size, size, size, seed, (rows, columns, d, s) => {
        const sparse = sparseMatrix(rows, columns, 0.2, s);
        const dense = denseOf(sparse);
        const x = normalMatrix(columns, d, s + 1);
        const y = normalMatrix(rows, d, s + 2);
        const ax = plainKernels.multiply(dense, x).values;
        const aty = plainKernels.multiply(transposed(dense), y).values;
        for (const own of [wasm, plainKernels]) {
          expect(largestDifference(own.sparseTimes(sparse, x).values, ax)).toBeLessThan(1e-4);
          expect(largestDifference(own.sparseTransposeTimes(sparse, y).values, aty)).toBeLessThan(1e-4);
        }
      }),
    );
  });

  it('sum weighted rows in the order of the entries, bit for bit as the plain twin does', () => {
    fc.assert(
      fc.property(size, size, size, seed, (rows, columns, d, s) => {
        const sparse = sparseMatrix(rows, columns, 0.4, s);
        const weights = { ...sparse, values: Float64Array.from(sparse.values, (value) => value / 3) };
        const x = normalMatrix(columns, d, s + 1);
        expect(wasm.weightedSums(weights, x)).toEqual(plainKernels.weightedSums(weights, x));
      }),
    );
    const tall = sparseMatrix(9001, 5, 0.5, 2);
    const weights = { ...tall, values: Float64Array.from(tall.values) };
    const x = normalMatrix(5, 7, 3);
    expect(wasm.weightedSums(weights, x)).toEqual(plainKernels.weightedSums(weights, x));
  });

  it('measure distances as the plain twin does, in any tile', () => {
    fc.assert(
      fc.property(size, size, size, seed, (rows, otherRows, d, s) => {
        const x = normalMatrix(rows, d, s);
        const y = normalMatrix(otherRows, d, s + 1);
        const first = s % rows;
        const otherFirst = s % otherRows;
        const tile = [first, rows - first, otherFirst, otherRows - otherFirst] as const;
        const found = wasm.distances(x, y).between(...tile);
        expect(largestDifference(found, plainKernels.distances(x, y).between(...tile))).toBeLessThan(1e-3);
      }),
    );
  });

  it('keep two pairs of matrices apart whose distances are asked for in turn', () => {
    const x = normalMatrix(30, 6, 1);
    const y = normalMatrix(20, 6, 2);
    const ofX = wasm.distances(x, x);
    const ofY = wasm.distances(y, x);
    const expectedX = plainKernels.distances(x, x);
    const expectedY = plainKernels.distances(y, x);
    for (let turn = 0; turn < 3; turn++) {
      expect(largestDifference(ofX.between(turn, 2, 0, 30), expectedX.between(turn, 2, 0, 30))).toBeLessThan(1e-4);
      wasm.multiply(x, normalMatrix(6, 3, 4));
      expect(largestDifference(ofY.between(turn, 2, 0, 30), expectedY.between(turn, 2, 0, 30))).toBeLessThan(1e-4);
    }
  });

  it('find the nearest centroid, the first of equals, only for the rows asked for', () => {
    fc.assert(
      fc.property(size, size, size, seed, (rows, k, d, s) => {
        const x = normalMatrix(rows, d, s);
        const centroids = normalMatrix(k, d, s + 1);
        centroids.values.copyWithin((k - 1) * d, 0, d); // the last is the first again
        const from = s % rows;
        const found = [wasm, plainKernels].map((own) => {
          const labels = new Int32Array(rows).fill(-7);
          const squared = new Float32Array(rows);
          own.nearest(x).assign(centroids, labels, squared, from, rows);
          return { labels, squared };
        });
        expect([...found[0]!.labels]).toEqual([...found[1]!.labels]);
        expect(largestDifference(found[0]!.squared, found[1]!.squared)).toBeLessThan(1e-3);
        if (k > 1) expect(found[0]!.labels.includes(k - 1)).toBe(false);
        expect(found[0]!.labels.subarray(0, from).every((label) => label === -7)).toBe(true);
      }),
    );
  });

  it('look only at open rows, and tell the distances to the nearest centroid and to the next', () => {
    fc.assert(
      fc.property(size, size, size, seed, (rows, k, d, s) => {
        const x = normalMatrix(rows, d, s);
        const centroids = normalMatrix(k, d, s + 1);
        const isOpen = (row: number): boolean => (row * 7 + s) % 3 > 0;
        for (const own of [wasm, plainKernels]) {
          const labels = new Int32Array(rows).fill(-7);
          const told = new Map<number, readonly number[]>();
          const found = (row: number, ...distances: number[]): unknown => told.set(row, distances);
          own.nearest(x).assign(centroids, labels, new Float32Array(rows), 0, rows, { isOpen, found });
          for (let row = 0; row < rows; row++) {
            const ordered = [...plainKernels.distances(x, centroids).between(row, 1, 0, k)].sort((a, b) => a - b);
            if (!isOpen(row)) expect([labels[row], told.get(row)]).toEqual([-7, undefined]);
            else expect(told.get(row)![0]).toBeCloseTo(ordered[0]!, 3);
            if (isOpen(row) && k > 1) expect(told.get(row)![1]).toBeCloseTo(ordered[1]!, 3);
            if (isOpen(row) && k === 1) expect(told.get(row)![1]).toBeGreaterThan(1e38);
          }
        }
      }),
    );
  });

  it('give back a memory that grew large', () => {
    const large = normalMatrix(300_000, 2, 1);
    large.values.fill(1, 0, 6);
    const sparse = sparseMatrix(40, 300_000, 0.0001, 1);
    const wide = zeros(300_000, 240); // 288 MB: more than is kept
    wide.values.fill(1);
    const sums = wasm.sparseTimes(sparse, wide);
    const expected = sparse.values
      .subarray(sparse.offsets[0], sparse.offsets[1])
      .reduce((sum, value) => sum + value, 0);
    expect(sums.values[0]).toBeCloseTo(expected, 4);
    expect([...wasm.gram({ rows: 3, columns: 2, values: large.values.subarray(0, 6) })]).toEqual([3, 3, 3, 3]);
  });
});
