import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutByCount, leafOrder } from '../../../src/engine/clustering/dendrogram';
import { linkage } from '../../../src/engine/clustering/linkage';
import { type AgnesMethod, agnesLinkage, mlHclustLimit } from '../../../src/engine/clustering/mlHclust';
import type { Matrix } from '../../../src/engine/math/matrix';
import { silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import references from '../../fixtures/clustering/references.json';
import { blobs, isSamePartition, matrixOf, matrixOfRows, normalMatrix } from '../../support/matrices';

const methods: readonly AgnesMethod[] = ['ward', 'average', 'complete', 'single'];
const inputs = new Map<string, Matrix>();
for (const { name, rows, columns, x } of references.linkage) if (x) inputs.set(name, matrixOf(rows, columns, x));

const implementations = {
  own: (x: Matrix, method: AgnesMethod) => linkage(x, method, silentContext),
  'ml-hclust': (x: Matrix, method: AgnesMethod) => Promise.resolve(agnesLinkage(x, method)),
};

function heightsOf(z: Float64Array): number[] {
  return Array.from({ length: z.length / 4 }, (_, row) => z[row * 4 + 2]!);
}

function expectSameZ(z: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(z.length).toBe(expected.length);
  for (let at = 0; at < expected.length; at++) {
    if (at % 4 === 2) expect(Math.abs(z[at]! / expected[at]! - 1)).toBeLessThan(1e-5);
    else expect(z[at]).toBe(expected[at]);
  }
}

/** Every node is merged once, sizes add up, heights ascend. */
function expectTree(z: Float64Array, n: number): void {
  expect(z.length).toBe(4 * (n - 1));
  const used = new Set<number>();
  const size = new Array<number>(n).fill(1);
  for (let row = 0; row < n - 1; row++) {
    const [a, b, height, count] = z.subarray(row * 4, row * 4 + 4) as unknown as [number, number, number, number];
    expect(a).toBeLessThan(b);
    expect(b).toBeLessThan(n + row);
    expect(used.has(a) || used.has(b)).toBe(false);
    used.add(a).add(b);
    expect(count).toBe(size[a]! + size[b]!);
    size.push(count);
    expect(height).toBeGreaterThanOrEqual(row === 0 ? 0 : z[row * 4 - 2]!);
  }
}

describe.each(Object.entries(implementations))('linkage, %s', (implementation, build) => {
  it.each(references.linkage.map(({ name, method, z }) => ({ name, method, z })))(
    'gives the Z of SciPy: $method on $name',
    async ({ name, method, z }) => {
      expectSameZ(await build(inputs.get(name)!, method as AgnesMethod), z);
    },
  );

  // Of equal distances ml-hclust merges another pair first than SciPy, so complete linkage on a grid differs.
  it.each(
    references.ties.filter(({ name, method }) => implementation === 'own' || name === 'equal' || method === 'single'),
  )('gives the heights of SciPy where distances are equal: $method on $name', async (tied) => {
    const z = await build(matrixOf(tied.rows, tied.columns, tied.x), tied.method as AgnesMethod);
    expectTree(z, tied.rows);
    heightsOf(z).forEach((height, row) => expect(height).toBeCloseTo(tied.heights[row]!, 5));
  });

  it.each(methods)('takes no, one and two rows, and rows that are all equal: %s', async (method) => {
    expect(await build(matrixOf(0, 3, []), method)).toHaveLength(0);
    expect(await build(matrixOf(1, 3, [1, 2, 3]), method)).toHaveLength(0);
    expect([...(await build(matrixOf(2, 2, [0, 0, 3, 4]), method))]).toEqual([0, 1, 5, 2]);
    const equal = await build(matrixOf(9, 2, new Array<number>(18).fill(0.3)), method);
    expectTree(equal, 9);
    expect(heightsOf(equal).every((height) => height === 0)).toBe(true);
  });

  it.each(methods)('names the row that is not finite: %s', async (method) => {
    const broken = matrixOfRows([[1, 2], [3, 4], [5, Infinity], [NaN, 1]]); // prettier-ignore
    const run = async () => build(broken, method);
    await expect(run()).rejects.toSatisfy(
      (error) => GroveError.is(error, 'bad-input') && error.message.includes('document 2 '),
    );
  });

  it.each(methods)(
    'gives a tree for any rows, and the same one where they come in another order: %s',
    async (method) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 2, max: 40 }),
          fc.integer({ min: 1, max: 6 }),
          fc.nat(9999),
          async (n, d, seed) => {
            const x = normalMatrix(n, d, seed);
            const reversed = matrixOfRows(
              Array.from({ length: n }, (_, i) => [...x.values.subarray((n - 1 - i) * d, (n - i) * d)]),
            );
            const z = await build(x, method);
            const other = await build(reversed, method);
            expectTree(z, n);
            heightsOf(z).forEach((height, row) => expect(other[row * 4 + 2]).toBeCloseTo(height, 4));
            const k = Math.min(n, 4);
            expect(isSamePartition(cutByCount(z, n, k), cutByCount(other, n, k).reverse())).toBe(true);
          },
        ),
        { numRuns: 12 },
      );
    },
  );
});

describe('linkage', () => {
  it.each(methods)('agrees with ml-hclust at the size where it takes over: %s', async (method) => {
    const x = blobs(mlHclustLimit, 10, 9, 0.5, 3);
    expectSameZ(await linkage(x, method, silentContext), agnesLinkage(x, method));
  });

  it('keeps its stack on a line of 50,000 points', async () => {
    const n = 50_000;
    // Gaps grow, so that each point joins all points before it.
    const x = matrixOf(
      n,
      1,
      Float32Array.from({ length: n }, (_, i) => (i * i) / 100),
    );
    const z = await linkage(x, 'single', silentContext);
    expect(z.at(-1)).toBe(n);
    expect([...leafOrder(z, n).slice(-3)].every((leaf) => leaf < n)).toBe(true);
    expect(new Set(cutByCount(z, n, 5)).size).toBe(5);
  }, 120_000);

  it.each(methods)('stops within a run that is cancelled: %s', async (method) => {
    let asked = 0;
    let clock = 0;
    const context = { ...silentContext, now: () => (clock += 50), isCancelled: () => ++asked > 3 };
    const run = linkage(normalMatrix(400, 3, 1), method, context);
    await expect(run).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled'));
    expect(asked).toBe(4);
  });

  it('reports merges as they are done', async () => {
    const reports: number[] = [];
    let clock = 0;
    const context = {
      ...silentContext,
      now: () => (clock += 50),
      progress: ({ done }: { done: number }) => reports.push(done),
    };
    await linkage(normalMatrix(50, 3, 1), 'ward', context);
    expect(reports.at(-1)).toBe(49);
    expect(reports).toEqual([...reports].sort((a, b) => a - b));
  });
});
