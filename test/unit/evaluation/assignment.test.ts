import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumAssignment } from '../../../src/engine/evaluation/assignment';
import references from '../../fixtures/evaluation/references.json';

function worth(values: Float64Array, columns: number, assigned: Int32Array): number {
  return assigned.reduce((sum, j, i) => (j < 0 ? sum : sum + values[i * columns + j]!), 0);
}

/** The best sum over all ways to pair the shorter side, by trying each. */
function bestByTrying(values: Float64Array, rows: number, columns: number, i = 0, used = 0): number {
  if (i === rows) return 0;
  let best = -Infinity;
  for (let j = 0; j < columns; j++)
    if (!(used & (1 << j)))
      best = Math.max(best, values[i * columns + j]! + bestByTrying(values, rows, columns, i + 1, used | (1 << j)));
  return best;
}

describe('maximumAssignment', () => {
  it.each(references.assignment)('is as good as SciPy on $rows × $columns', ({ rows, columns, values, best }) => {
    const table = Float64Array.from(values);
    const assigned = maximumAssignment(table, rows, columns);
    expect(worth(table, columns, assigned)).toBeCloseTo(best, 9);
    const paired = assigned.filter((j) => j >= 0);
    expect(paired.length).toBe(Math.min(rows, columns));
    expect(new Set(paired).size).toBe(paired.length);
  });

  it('is as good as trying every pairing', () => {
    const tables = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 2 })).chain(([rows, more]) =>
      fc.record({
        rows: fc.constant(rows),
        columns: fc.constant(rows + more),
        values: fc.array(fc.integer({ min: -4, max: 9 }), {
          minLength: rows * (rows + more),
          maxLength: rows * (rows + more),
        }),
      }),
    );
    fc.assert(
      fc.property(tables, ({ rows, columns, values }) => {
        const table = Float64Array.from(values);
        const assigned = maximumAssignment(table, rows, columns);
        expect(worth(table, columns, assigned)).toBe(bestByTrying(table, rows, columns));
      }),
    );
  });
});
