import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumAssignment, type SparseTable } from '../../../src/engine/evaluation/assignment';
import { seededRandom } from '../../../src/engine/math/random';
import { finish } from '../../../src/shared/steps';
import references from '../../fixtures/evaluation/references.json';

/** The cells above 0. */
function sparse(values: readonly number[], rows: number, columns: number): SparseTable {
  const offsets = new Uint32Array(rows + 1);
  const columnOf: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      if (values[i * columns + j]! <= 0) continue;
      columnOf.push(j);
      counts.push(values[i * columns + j]!);
    }
    offsets[i + 1] = counts.length;
  }
  return {
    ...{ offsets, columns: { length: columns } },
    columnOf: Uint32Array.from(columnOf),
    counts: Float64Array.from(counts),
  };
}

function worth(values: readonly number[], columns: number, assigned: Int32Array): number {
  return assigned.reduce((sum, j, i) => (j < 0 ? sum : sum + values[i * columns + j]!), 0);
}

function expectOneToOne(assigned: Int32Array): void {
  const paired = assigned.filter((j) => j >= 0);
  expect(new Set(paired).size).toBe(paired.length);
}

/** The best sum over all ways to pair rows with columns or leave them alone, by trying each. */
function bestByTrying(values: readonly number[], rows: number, columns: number, i = 0, used = 0): number {
  if (i === rows) return 0;
  let best = bestByTrying(values, rows, columns, i + 1, used);
  for (let j = 0; j < columns; j++)
    if (!(used & (1 << j)))
      best = Math.max(best, values[i * columns + j]! + bestByTrying(values, rows, columns, i + 1, used | (1 << j)));
  return best;
}

describe('maximumAssignment', () => {
  it.each(references.assignment)('is as good as SciPy on $rows × $columns', ({ rows, columns, values, best }) => {
    // Above 0 each, as many as can be are paired, as SciPy does.
    const shift = 1 - Math.min(...values);
    const shifted = values.map((value) => value + shift);
    const assigned = finish(maximumAssignment(sparse(shifted, rows, columns)));
    expect(worth(values, columns, assigned)).toBeCloseTo(best, 9);
    expect(assigned.filter((j) => j >= 0).length).toBe(Math.min(rows, columns));
    expectOneToOne(assigned);
  });

  it('is as good as trying every pairing, and pairs no empty cell', () => {
    const tables = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 })).chain(([rows, columns]) =>
      fc.record({
        rows: fc.constant(rows),
        columns: fc.constant(columns),
        values: fc.array(
          fc.nat({ max: 9 }).map((value) => Math.max(0, value - 4)),
          {
            minLength: rows * columns,
            maxLength: rows * columns,
          },
        ),
      }),
    );
    fc.assert(
      fc.property(tables, ({ rows, columns, values }) => {
        const assigned = finish(maximumAssignment(sparse(values, rows, columns)));
        expect(worth(values, columns, assigned)).toBe(bestByTrying(values, rows, columns));
        assigned.forEach((j, i) => expect(j < 0 || values[i * columns + j]! > 0).toBe(true));
        expectOneToOne(assigned);
      }),
      { numRuns: 500 },
    );
  });

  it('takes thousands of rows in short steps', () => {
    const n = 5000;
    const random = seededRandom(1);
    const documents = Array.from({ length: 20 * n }, (_, d) => [d % n, random() < 0.5 ? d % n : Math.floor(random() * n)] as const); // prettier-ignore
    const cells = Array.from({ length: n }, () => new Map<number, number>());
    for (const [i, j] of documents) cells[i]!.set(j, (cells[i]!.get(j) ?? 0) + 1);
    const rows = cells.map((row) => [...row].sort(([a], [b]) => a - b));
    const offsets = new Uint32Array(n + 1);
    rows.forEach((row, i) => (offsets[i + 1] = offsets[i]! + row.length));
    const table = {
      ...{ offsets, columns: { length: n } },
      columnOf: Uint32Array.from(rows.flatMap((row) => row.map(([j]) => j))),
      counts: Float64Array.from(rows.flatMap((row) => row.map(([, count]) => count))),
    };
    const steps = maximumAssignment(table);
    let taken = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) taken++;
    expect(taken).toBe(n);
    expect([...step.value]).toEqual(Array.from({ length: n }, (_, i) => i));
  });
});
