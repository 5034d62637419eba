import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../../src/engine/math/matrix';
import { centroidSearch } from '../../../src/engine/math/centroidSearch';
import type { CentroidSearch } from '../../../src/engine/math/nearestCentroids';
import { breather, completed, type RunContext, silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import { normalMatrix } from '../../support/matrices';

const assign = (search: CentroidSearch, centroids: Matrix, context: RunContext = silentContext): Promise<void> =>
  completed(search.assign(centroids), breather(context));

/** Squared distances of a row to all centroids: the twin. */
function squaredDistances(x: Matrix, row: number, centroids: Matrix): number[] {
  return Array.from({ length: centroids.rows }, (_, c) => {
    let sum = 0;
    for (let d = 0; d < x.columns; d++)
      sum += (x.values[row * x.columns + d]! - centroids.values[c * x.columns + d]!) ** 2;
    return sum;
  });
}

/** Centroids that move by so much at a time, each in a direction of its own. */
function* walk(start: Matrix, steps: readonly number[]): Generator<Matrix> {
  const values = start.values.slice();
  for (const [seed, step] of steps.entries()) {
    const move = normalMatrix(start.rows, start.columns, 100 + seed).values;
    values.forEach((value, at) => (values[at] = value + step * move[at]!));
    yield { ...start, values: values.slice() };
  }
}

describe('centroidSearch', () => {
  it.each([1, 2, 3])('finds the nearest of all centroids with %i threads, again and again', async (threads) => {
    const x = normalMatrix(700, 9, 1);
    const search = centroidSearch(x, 13, silentContext, threads);
    for (const seed of [2, 3]) {
      const centroids = normalMatrix(13, 9, seed);
      await assign(search, centroids);
      for (let i = 0; i < x.rows; i++) {
        const distances = squaredDistances(x, i, centroids);
        const least = Math.min(...distances);
        expect(distances[search.labels[i]!]!).toBeCloseTo(least, 4);
        expect(search.squared[i]!).toBeCloseTo(least, 4);
      }
    }
  });

  it('gives the same bytes for any number of threads', async () => {
    const x = normalMatrix(5000, 40, 4);
    const found = [1, 2, 5].map((threads) => centroidSearch(x, 20, silentContext, threads));
    for (const search of found) await assign(search, normalMatrix(20, 40, 5));
    for (const { labels, squared } of found.slice(1)) {
      expect(Array.from(labels)).toEqual(Array.from(found[0]!.labels));
      expect(Array.from(squared)).toEqual(Array.from(found[0]!.squared));
    }
  });

  it.each([1, 2])('follows moving centroids to the labels of a whole search, with %i threads', async (threads) => {
    const x = normalMatrix(3000, 12, 8);
    x.values.copyWithin(0, 12, 24); // two equal rows
    const following = centroidSearch(x, 25, silentContext, threads);
    const whole = centroidSearch(x, 25, silentContext, threads);
    const path = [...walk(normalMatrix(25, 12, 9), [0, 0.01, 0.1, 0, 1, 0.02, 0.02, 0.02, 5, 0])];
    const untouched: number[] = [];
    for (const centroids of path) {
      await assign(whole, centroids);
      following.squared.fill(-1);
      await completed(following.follow(centroids), breather(silentContext));
      expect(Array.from(following.labels)).toEqual(Array.from(whole.labels));
      untouched.push(following.squared.filter((squared) => squared === -1).length / x.rows);
      following.squared.forEach((squared, i) => {
        if (squared !== -1) expect(squared).toBe(whole.squared[i]);
      });
    }
    expect(untouched[0]).toBe(0);
    expect(untouched[3]).toBeGreaterThan(0.95);
    expect(untouched.at(-2)).toBe(0);
  });

  it('looks at all rows again when it is not told to follow', async () => {
    const search = centroidSearch(normalMatrix(500, 6, 1), 4, silentContext);
    const centroids = normalMatrix(4, 6, 2);
    await assign(search, centroids);
    search.squared.fill(-1);
    search.labels.fill(3);
    await assign(search, centroids);
    expect(search.squared.includes(-1)).toBe(false);
    expect(new Set(search.labels).size).toBeGreaterThan(1);
  });

  it.each([1, 2])('hears between two tasks that the run was cancelled, with %i threads', async (threads) => {
    let looks = 0;
    const cancelled = { ...silentContext, now: () => 100 * looks++, isCancelled: () => true };
    const search = centroidSearch(normalMatrix(60_000, 40, 6), 400, cancelled, threads);
    await expect(assign(search, normalMatrix(400, 40, 7), cancelled)).rejects.toSatisfy((error) =>
      GroveError.is(error, 'cancelled'),
    );
  });
});
