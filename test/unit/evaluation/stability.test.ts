import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapStability, greatestJaccard } from '../../../src/engine/evaluation/stability';
import { normal, seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { blobs } from '../../support/matrices';

describe('greatestJaccard', () => {
  it('is what sets of rows say', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.integer({ min: 0, max: 2 })), { minLength: 1 });
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (clusterings, draws) => {
        const n = clusterings.length;
        const drawn = Int32Array.from({ length: n }, () => (draws.next().value as number) % n).sort();
        const labels = Int32Array.from(clusterings, ([old]) => old);
        // The same row drawn twice gets the same new cluster.
        const found = Int32Array.from(drawn, (row) => clusterings[row]![1]);
        const greatest = greatestJaccard(drawn, labels, 4, found, 3);
        const rowsWhere = (test: (row: number) => boolean): Set<number> => new Set([...drawn].filter(test));
        for (let old = 0; old < 4; old++) {
          const own = rowsWhere((row) => labels[row] === old);
          const each = [0, 1, 2].map((now) => {
            const other = rowsWhere((row) => clusterings[row]![1] === now);
            return [...own].filter((row) => other.has(row)).length / new Set([...own, ...other]).size;
          });
          if (own.size === 0) expect(greatest[old]).toBe(-1);
          else expect(greatest[old]).toBeCloseTo(Math.max(...each.filter((value) => !Number.isNaN(value))), 12);
        }
      }),
    );
  });
});

describe('bootstrapStability', () => {
  it('finds clusters again that are apart, and not those that a cloud was cut into', async () => {
    const apart = blobs(300, 4, 3, 0.1, 1);
    const labels = Int32Array.from({ length: 300 }, (_, i) => i % 3);
    const stable = await bootstrapStability(apart, labels, 3, 10, seededRandom(1), silentContext);
    const random = seededRandom(2);
    const cloud = { rows: 300, columns: 4, values: Float32Array.from({ length: 1200 }, () => normal(random)) };
    const cut = await bootstrapStability(cloud, labels, 3, 10, seededRandom(1), silentContext);
    for (const similarity of stable.jaccard) expect(similarity).toBe(1);
    for (const similarity of cut.jaccard) expect(similarity).toBeLessThan(0.6);
  });

  it('says the same for the same seed, and 0 of a cluster that is never drawn', async () => {
    const x = blobs(40, 3, 2, 0.5, 1);
    const labels = Int32Array.from({ length: 40 }, (_, i) => i % 2);
    const say = (): Promise<{ jaccard: Float64Array }> =>
      bootstrapStability(x, labels, 3, 3, seededRandom(7), silentContext);
    expect((await say()).jaccard).toEqual((await say()).jaccard);
    expect((await say()).jaccard[2]).toBe(0);
  });

  it('stops when it is cancelled', async () => {
    let time = 0;
    const context = { ...silentContext, isCancelled: () => true, now: () => (time += 100) };
    const x = blobs(40, 3, 2, 0.5, 1);
    await expect(bootstrapStability(x, new Int32Array(40), 1, 3, seededRandom(7), context)).rejects.toThrow(
      /cancelled/,
    );
  });
});
