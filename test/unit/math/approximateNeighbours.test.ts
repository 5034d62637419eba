import { describe, expect, it } from 'vitest';
import { approximateNeighbours } from '../../../src/engine/math/approximateNeighbours';
import { type Matrix, normalizeRows } from '../../../src/engine/math/matrix';
import { approximateFrom, nearestNeighbours } from '../../../src/engine/math/nearestNeighbours';
import type { Similarity } from '../../../src/engine/math/nearestLists';
import { silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import { blobs, matrixOf, normalMatrix } from '../../support/matrices';

const both: readonly Similarity[] = ['product', 'squared-distance'];

async function recallOf(x: Matrix, k: number, similarity: Similarity): Promise<{ measured: number; true: number }> {
  const exact = await nearestNeighbours(x, k, silentContext, { similarity, isExact: true });
  const found = await approximateNeighbours(x, k, similarity, silentContext, 1);
  let hits = 0;
  for (let row = 0; row < x.rows; row++)
    for (let p = row * k; p < (row + 1) * k; p++)
      if (found.similarities[p]! >= exact.similarities[(row + 1) * k - 1]! - 1e-6) hits++;
  return { measured: found.recall, true: hits / (x.rows * k) };
}

describe('approximateNeighbours', () => {
  it.each(both)('finds at least 95 of 100 of the nearest in blobs, and says about how many: %s', async (similarity) => {
    const x = normalizeRows(blobs(6000, 24, 9, 0.7, 1));
    const { measured, true: whole } = await recallOf(x, 15, similarity);
    expect(whole).toBeGreaterThanOrEqual(0.95);
    expect(Math.abs(measured - whole)).toBeLessThan(0.02);
  });

  it('finds them where no cell is like another and none is unlike: one cloud of many dimensions', async () => {
    const { measured, true: whole } = await recallOf(normalMatrix(5000, 40, 2), 10, 'squared-distance');
    expect(whole).toBeGreaterThanOrEqual(0.95);
    expect(Math.abs(measured - whole)).toBeLessThan(0.02);
  });

  it.each(both)('finds the same with any number of threads: %s', async (similarity) => {
    const x = normalizeRows(blobs(3000, 12, 7, 0.5, 3));
    const alone = await approximateNeighbours(x, 9, similarity, silentContext, 1);
    for (const threads of [2, 3, 5]) {
      const together = await approximateNeighbours(x, 9, similarity, silentContext, threads);
      expect(together.recall).toBe(alone.recall);
      expect(Array.from(together.indices)).toEqual(Array.from(alone.indices));
      expect(Array.from(together.similarities)).toEqual(Array.from(alone.similarities));
    }
  });

  it('lists each neighbour once, best first, never the row itself, with the right similarity', async () => {
    const x = normalizeRows(blobs(2500, 10, 5, 0.6, 4));
    const { k, indices, similarities } = await approximateNeighbours(x, 12, 'product', silentContext, 2);
    for (let row = 0; row < x.rows; row++) {
      const own = Array.from(indices.subarray(row * k, (row + 1) * k));
      expect(new Set(own).size).toBe(k);
      expect(own).not.toContain(row);
      own.forEach((other, p) => {
        let product = 0;
        for (let t = 0; t < x.columns; t++)
          product += x.values[row * x.columns + t]! * x.values[other * x.columns + t]!;
        expect(similarities[row * k + p]).toBeCloseTo(product, 5);
        if (p > 0) expect(similarities[row * k + p - 1]!).toBeGreaterThanOrEqual(similarities[row * k + p]!);
      });
    }
  });

  it('takes thousands of equal rows with a few others among them', async () => {
    const x = matrixOf(
      9000,
      3,
      Array.from({ length: 27_000 }, (_, at) => (at % 2997 === 0 ? Math.floor(at / 2997) : 1)),
    );
    const { k, indices, similarities, recall } = await approximateNeighbours(
      x,
      5,
      'squared-distance',
      silentContext,
      1,
    );
    expect(recall).toBe(1);
    expect(indices.every((other) => other >= 0)).toBe(true);
    const ofEqual = similarities.subarray(k, 900 * k); // the first row is one of the others
    expect(ofEqual.every((similarity) => similarity === 0)).toBe(true);
  });

  it('stops where the run is cancelled', async () => {
    let clock = 0;
    const context = { ...silentContext, now: () => (clock += 50), isCancelled: () => clock > 400 };
    const run = approximateNeighbours(normalMatrix(4000, 8, 1), 5, 'product', context, 1);
    await expect(run).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled'));
  });
});

describe('nearestNeighbours of many rows', () => {
  it('are approximate, unless all are asked for', async () => {
    const x = blobs(approximateFrom, 3, 11, 0.3, 5);
    const found = await nearestNeighbours(x, 4, silentContext, { similarity: 'squared-distance' });
    expect(found.recall).toBeGreaterThanOrEqual(0.97);
    const all = await nearestNeighbours(x, 4, silentContext, { similarity: 'squared-distance', isExact: true });
    expect(all.recall).toBeUndefined();
    const few = await nearestNeighbours(blobs(500, 3, 11, 0.3, 5), 4, silentContext);
    expect(few.recall).toBeUndefined();
  });
});
