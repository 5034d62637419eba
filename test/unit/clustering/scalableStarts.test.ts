import { describe, expect, it } from 'vitest';
import { scalableStarts } from '../../../src/engine/clustering/scalableStarts';
import { centroidSearch } from '../../../src/engine/math/centroidSearch';
import { row, type Matrix } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { breather, completed, silentContext } from '../../../src/engine/runContext';
import { blobs, matrixOf, normalMatrix } from '../../support/matrices';

function startsOf(x: Matrix, k: number, seed: number, threads = 1): Promise<Matrix> {
  const search = centroidSearch(x, k, silentContext, threads);
  return completed(scalableStarts(x, k, 3, search, seededRandom(seed)), breather(silentContext));
}

/** Squared distance of each row to the nearest start, summed up. */
function potentialOf(x: Matrix, starts: Matrix): number {
  let sum = 0;
  for (let i = 0; i < x.rows; i++) {
    let least = Infinity;
    for (let c = 0; c < starts.rows; c++) {
      const centroid = row(starts, c);
      least = Math.min(
        least,
        row(x, i).reduce((squared, value, d) => squared + (value - centroid[d]!) ** 2, 0),
      );
    }
    sum += least;
  }
  return sum;
}

describe('scalableStarts', () => {
  it('are different rows, at least one in each of well separated groups', async () => {
    const k = 12;
    const x = blobs(600, 5, k, 0.01, 4);
    for (const seed of [1, 2, 3]) {
      const starts = await startsOf(x, k, seed);
      expect(new Set(Array.from({ length: k }, (_, c) => row(starts, c).join())).size).toBe(k);
      for (let c = 0; c < k; c++)
        expect(Array.from({ length: x.rows }, (_, i) => row(x, i).join())).toContain(row(starts, c).join());
      const spread = potentialOf(x, { ...starts, rows: 1, values: starts.values.slice(0, 5) });
      expect(potentialOf(x, starts)).toBeLessThan(spread / 100);
    }
  });

  it('are the same bytes on one thread and on three', async () => {
    const x = normalMatrix(3000, 8, 5);
    expect(await startsOf(x, 20, 7, 3)).toEqual(await startsOf(x, 20, 7, 1));
  });

  it('are as many as asked for where there are fewer different rows', async () => {
    const x = matrixOf(9, 1, [1, 1, 1, 1, 1, 5, 5, 5, 5]);
    const starts = await startsOf(x, 4, 1);
    expect(starts.rows).toBe(4);
    expect(new Set(starts.values)).toEqual(new Set([1, 5]));
  });
});
