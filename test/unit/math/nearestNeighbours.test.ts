import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeRows, type Matrix } from '../../../src/engine/math/matrix';
import { nearestNeighbours } from '../../../src/engine/math/nearestNeighbours';
import type { Similarity } from '../../../src/engine/math/nearestLists';
import { plainKernels } from '../../../src/engine/math/plainKernels';
import { loadWasmKernels } from '../../../src/engine/math/wasmKernels';
import { silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import { largestDifference, matrixOf, matrixOfRows, normalMatrix } from '../../support/matrices';

const both: readonly Similarity[] = ['product', 'squared-distance'];

/** Every pair, sorted: the twin. */
function byBruteForce({ rows, columns, values }: Matrix, k: number, similarity: Similarity): number[][] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: rows }, (_, j) => {
      let sum = 0;
      for (let t = 0; t < columns; t++) {
        const [a, b] = [values[i * columns + t]!, values[j * columns + t]!];
        sum += similarity === 'product' ? a * b : -((a - b) ** 2);
      }
      return { j, sum };
    })
      .filter(({ j }) => j !== i)
      .sort((a, b) => b.sum - a.sum || a.j - b.j)
      .slice(0, k)
      .map(({ j }) => j),
  );
}

/** Small whole numbers: sums are exact, and many are equal. */
function wholeMatrix(rows: number, columns: number, seed: number): Matrix {
  const x = normalMatrix(rows, columns, seed);
  return { ...x, values: x.values.map((value) => Math.round(value)) };
}

describe('nearestNeighbours', () => {
  it.each(both)(
    'finds what sorting all pairs finds, equals in the order of their numbers, by %s',
    async (similarity) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 2, max: 60 }),
          fc.integer({ min: 1, max: 9 }),
          fc.integer({ min: 1, max: 12 }),
          fc.nat(9999),
          async (n, d, k, seed) => {
            const x = wholeMatrix(n, d, seed);
            const found = await nearestNeighbours(x, k, silentContext, { similarity });
            expect(found.k).toBe(Math.min(k, n - 1));
            const rows = Array.from({ length: n }, (_, i) => [
              ...found.indices.subarray(i * found.k, (i + 1) * found.k),
            ]);
            expect(rows).toEqual(byBruteForce(x, k, similarity));
          },
        ),
      );
    },
  );

  it.each(both)('does so over several tiles: %s', async (similarity) => {
    const x = wholeMatrix(700, 5, 4);
    const found = await nearestNeighbours(x, 7, silentContext, { similarity });
    const rows = Array.from({ length: 700 }, (_, i) => [...found.indices.subarray(i * 7, (i + 1) * 7)]);
    expect(rows).toEqual(byBruteForce(x, 7, similarity));
  });

  it.each(both)('agrees with the plain kernels: %s', (similarity) => {
    const x = normalizeRows(normalMatrix(90, 37, 8));
    const found = [plainKernels, loadWasmKernels()!].map((own) => {
      const lists = {
        k: 6,
        similarities: new Float32Array(540).fill(-Infinity),
        indices: new Int32Array(540).fill(-1),
      };
      const pairs = own.pairs(x, similarity, lists);
      for (const [a, b] of [
        [0, 0],
        [0, 40],
        [40, 40],
        [0, 80],
        [40, 80],
        [80, 80],
      ] as const)
        // prettier-ignore
        pairs.offer(a, Math.min(40, 90 - a), b, Math.min(40, 90 - b));
      return lists;
    });
    expect([...found[0]!.indices]).toEqual([...found[1]!.indices]);
    expect(largestDifference(found[0]!.similarities, found[1]!.similarities)).toBeLessThan(1e-6);
  });

  it.each(both)('offers blocks and candidates as the plain kernels do: %s', (similarity) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 90 }),
        fc.integer({ min: 1, max: 21 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(999),
        (n, d, k, seed) => {
          const x = wholeMatrix(n, d, seed);
          const y = wholeMatrix(1 + (seed % 40), d, seed + 1);
          const half = Math.floor(n / 2);
          const [low, high] = [Int32Array.from({ length: half }, (_, i) => i), Int32Array.from({ length: n - half }, (_, i) => half + i)]; // prettier-ignore
          const choices = Int32Array.from({ length: 3 * n }, (_, at) => (Math.floor(at / 3) + 1 + ((at * seed) % (n - 1))) % n); // prettier-ignore
          const offsets = Int32Array.from({ length: n + 1 }, (_, i) => 3 * i);
          const found = [plainKernels, loadWasmKernels()!].map((own) => {
            const lists = (): { k: number; similarities: Float32Array; indices: Int32Array } => ({ k, similarities: new Float32Array(n * k).fill(-Infinity), indices: new Int32Array(n * k).fill(-1) }); // prettier-ignore
            const [within, across, chosen] = [lists(), lists(), lists()];
            own.blocks(x, x, similarity, within).offer(low, high, true);
            own.blocks(x, x, similarity, within).offer(low, low, false);
            own.blocks(x, x, similarity, within).offer(low, high, true);
            own.blocks(x, y, similarity, across).offer(
              high,
              Int32Array.from({ length: y.rows }, (_, i) => i),
              false,
            );
            own.candidates(x, similarity, chosen).offer(
              Int32Array.from({ length: n }, (_, i) => i),
              offsets,
              choices,
            );
            return [within, across, chosen].map(({ similarities, indices }) => [[...similarities], [...indices]]);
          });
          expect(found[1]).toEqual(found[0]);
        },
      ),
    );
  });

  it('sums a pair in the same order in every kernel, so that equal pairs stay equal', () => {
    const own = loadWasmKernels()!;
    const x = normalMatrix(24, 37, 5);
    const k = 23;
    const all = Int32Array.from({ length: 24 }, (_, i) => i);
    const others = Int32Array.from({ length: 24 * k }, (_, at) => (Math.floor(at / k) + 1 + (at % k)) % 24);
    const found = both.map((similarity) => {
      const lists = [0, 1, 2].map(() => ({ k, similarities: new Float32Array(24 * k).fill(-Infinity), indices: new Int32Array(24 * k).fill(-1) })); // prettier-ignore
      own.pairs(x, similarity, lists[0]!).offer(0, 24, 0, 24);
      own.blocks(x, x, similarity, lists[1]!).offer(all, all, false);
      own.candidates(x, similarity, lists[2]!).offer(all, Int32Array.from({ length: 25 }, (_, i) => i * k), others); // prettier-ignore
      return lists.map(({ similarities }) => [...similarities]);
    });
    for (const [pairs, blocks, candidates] of found) {
      expect(blocks).toEqual(pairs);
      expect(candidates).toEqual(pairs);
    }
  });

  it.each(both)('finds the same with any number of threads: %s', async (similarity) => {
    const x = normalMatrix(1500, 6, 3);
    const alone = await nearestNeighbours(x, 9, silentContext, { similarity, threads: 1 });
    for (const threads of [2, 3, 5]) {
      const together = await nearestNeighbours(x, 9, silentContext, { similarity, threads });
      expect(together).toEqual(alone);
    }
  });

  it('takes no, one and two rows, and as many equal ones as there are', async () => {
    expect((await nearestNeighbours(matrixOf(0, 3, []), 4, silentContext)).k).toBe(0);
    expect((await nearestNeighbours(matrixOf(1, 3, [1, 0, 0]), 4, silentContext)).k).toBe(0);
    expect([...(await nearestNeighbours(matrixOf(2, 1, [1, 1]), 4, silentContext)).indices]).toEqual([1, 0]);
    const equal = await nearestNeighbours(matrixOf(600, 2, new Array<number>(1200).fill(0.5)), 3, silentContext);
    expect([...equal.indices.subarray(0, 6)]).toEqual([1, 2, 3, 0, 2, 3]);
    expect([...equal.indices.subarray(1797)]).toEqual([0, 1, 2]);
  });

  it('puts a zero row at similarity 0 from all', async () => {
    const found = await nearestNeighbours(matrixOfRows([[1, 0], [0, 0], [-1, 0]]), 2, silentContext); // prettier-ignore
    expect([...found.indices]).toEqual([1, 2, 0, 2, 1, 0]);
    expect([...found.similarities]).toEqual([0, -1, 0, 0, 0, -1]);
  });

  it('names the row that is not finite', async () => {
    const run = nearestNeighbours(matrixOfRows([[1, 2], [3, NaN]]), 1, silentContext); // prettier-ignore
    await expect(run).rejects.toSatisfy(
      (error) => GroveError.is(error, 'bad-input') && error.message.includes('document 1 '),
    );
  });

  it('stops within a run that is cancelled', async () => {
    let asked = 0;
    let clock = 0;
    const context = { ...silentContext, now: () => (clock += 50), isCancelled: () => ++asked > 2 };
    const run = nearestNeighbours(normalMatrix(2000, 3, 1), 5, context);
    await expect(run).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled'));
    expect(asked).toBe(3);
  });
});
