import { describe, expect, it } from 'vitest';
import { layoutDescent } from '../../../src/engine/math/layoutDescent';
import type { SparseMatrix } from '../../../src/engine/math/matrix';
import { curve } from '../../../src/engine/projection/umap';

const { a, b } = curve;

/** Two rows with an edge. */
const pair = (weight: number, rows = 2): SparseMatrix => ({
  rows,
  columns: rows,
  offsets: Uint32Array.from([0, 1, 2, ...new Array<number>(rows - 2).fill(2)]),
  indices: Uint32Array.of(1, 0),
  values: Float32Array.of(weight, weight),
});

const attraction = (d: number): number => (2 * a * b * d ** (2 * b - 1)) / (1 + a * d ** (2 * b));
const repulsion = (d: number): number => (2 * b * d) / ((0.001 + d * d) * (1 + a * d ** (2 * b)));
const clipped = (step: number): number => Math.min(4, step);

describe('layoutDescent', () => {
  it.each([1e-3, 0.01, 0.37, 1, 5, 60, 900])(
    'draws two rows at distance %d together by UMAP’s gradient',
    (distance) => {
      const layout = Float64Array.of(0, 0, distance, 0);
      layoutDescent({ graph: pair(1), layout, a, b, epochs: 2, negatives: 0, seed: 1 }).descend(1, 0, 1);
      const step = 0.5 * clipped(attraction(distance));
      expect(layout[0]! / step).toBeCloseTo(1, 3);
      expect((distance - layout[2]!) / step).toBeCloseTo(1, distance > 100 ? 1 : 3);
      expect([layout[1], layout[3]]).toEqual([0, 0]);
    },
  );

  it.each([1e-3, 0.05, 0.5, 3, 40])('pushes a row away from one drawn at random at distance %d', (distance) => {
    const rows = 400;
    const layout = new Float64Array(2 * rows);
    layout[1] = layout[3] = distance; // both ends of the only edge, so that it moves nothing
    layoutDescent({ graph: pair(1, rows), layout, a, b, epochs: 2, negatives: 1, seed: 2_654_435_769 }).descend(
      1,
      0,
      1,
    );
    expect((layout[1] - distance) / (0.5 * clipped(repulsion(distance)))).toBeCloseTo(1, 3);
    expect([...layout.subarray(2)]).toEqual([0, distance, ...new Array<number>(2 * rows - 4).fill(0)]);
    expect(layout[0]).toBe(0);
  });

  it('draws an edge as often as its weight says', () => {
    const graph: SparseMatrix = {
      rows: 4,
      columns: 4,
      offsets: Uint32Array.of(0, 1, 2, 3, 4),
      indices: Uint32Array.of(1, 0, 3, 2),
      values: Float32Array.of(1, 1, 0.25, 0.25),
    };
    const layout = Float64Array.of(0, 0, 3, 0, 0, 0, 3, 0);
    const { descend } = layoutDescent({ graph, layout, a, b, epochs: 100, negatives: 0, seed: 1 });
    const moves = [0, 0];
    for (let epoch = 0; epoch < 100; epoch++) {
      layout.set([0, 0, 3, 0, 0, 0, 3, 0]);
      descend(epoch, 0, 4);
      if (layout[0] !== 0) moves[0]!++;
      if (layout[4] !== 0) moves[1]!++;
    }
    expect(moves).toEqual([99, 24]);
  });

  it('stays where it is with rows at one place, and however far they are apart', () => {
    for (const distance of [0, 1e7]) {
      const layout = Float64Array.of(0, 0, distance, 0);
      layoutDescent({ graph: pair(1), layout, a, b, epochs: 9, negatives: 5, seed: 3 }).descend(1, 0, 2);
      expect(layout.every(Number.isFinite)).toBe(true);
      expect(layout[2]! - layout[0]!).toBeLessThanOrEqual(distance);
      expect(layout[2]! - layout[0]!).toBeGreaterThanOrEqual(distance - 16);
    }
  });
});
