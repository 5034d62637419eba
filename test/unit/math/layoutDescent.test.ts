import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernels } from '../../../src/engine/math/kernels';
import { type LayoutTask, plainLayout } from '../../../src/engine/math/layoutDescent';
import type { SparseMatrix } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { curve } from '../../../src/engine/projection/umap';

const { a, b } = curve;
const seed = 2_654_435_769;

/** Two rows with an edge. */
const pair = (weight: number, rows = 2): SparseMatrix => ({
  rows,
  columns: rows,
  offsets: Uint32Array.from([0, 1, 2, ...new Array<number>(rows - 2).fill(2)]),
  indices: Uint32Array.of(1, 0),
  values: Float32Array.of(weight, weight),
});

/** Rows on a ring, each joined to the two after it and the two before it. */
function ring(rows: number, random: () => number): SparseMatrix {
  const neighbours = (i: number): number[] => [...new Set([1, 2, rows - 2, rows - 1].map((step) => (i + step) % rows))];
  const lists = Array.from({ length: rows }, (_, i) => neighbours(i).sort((left, right) => left - right));
  const indices = Uint32Array.from(lists.flat());
  const offsets = Uint32Array.from([0, ...lists.map((_, i) => lists.slice(0, i + 1).flat().length)]);
  return { rows, columns: rows, offsets, indices, values: Float32Array.from(indices, () => 0.1 + 0.9 * random()) };
}

const attraction = (d: number): number => (2 * a * b * d ** (2 * b - 1)) / (1 + a * d ** (2 * b));
const repulsion = (d: number): number => (2 * b * d) / ((0.001 + d * d) * (1 + a * d ** (2 * b)));
const clipped = (step: number): number => Math.min(4, step);

/** The places after some calls of `descend`. */
function moved(kind: 'simd' | 'plain', task: Omit<LayoutTask, 'a' | 'b'>, calls: [number, number, number][]): number[] {
  const descent = (kind === 'simd' ? kernels().layout : plainLayout)({ a, b, ...task });
  try {
    for (const call of calls) descent.descend(...call);
    return [...descent.places()];
  } finally {
    descent.close();
  }
}

describe.each(['simd', 'plain'] as const)('the descent (%s)', (kind) => {
  it.each([1e-3, 0.01, 0.37, 1, 5, 60, 900])(
    'draws two rows at distance %d together by UMAP’s gradient',
    (distance) => {
      const start = Float32Array.of(0, 0, distance, 0);
      const places = moved(kind, { graph: pair(1), start, epochs: 2, negatives: 0, seed }, [[1, 0, 1]]);
      const step = 0.5 * clipped(attraction(distance));
      expect(places[0]! / step).toBeCloseTo(1, 3);
      expect((distance - places[2]!) / step).toBeCloseTo(1, distance > 100 ? 1 : 3);
      expect([places[1], places[3]]).toEqual([0, 0]);
    },
  );

  it.each([1e-3, 0.05, 0.5, 3, 40])('pushes a row away from one drawn at random at distance %d', (distance) => {
    const rows = 400;
    // Both ends of the only edge are at one place, so that it moves nothing; all others at another.
    const start = Float32Array.from({ length: 2 * rows }, (_, at) => (at > 3 && at % 2 === 1 ? distance : 0));
    const places = moved(kind, { graph: pair(1, rows), start, epochs: 2, negatives: 1, seed }, [[1, 0, 1]]);
    expect(-places[1]! / (0.5 * clipped(repulsion(distance)))).toBeCloseTo(1, 3);
    expect(places.slice(2)).toEqual([...start.subarray(2)]);
    expect(places[0]).toBe(0);
  });

  it('draws an edge as often as its weight says', () => {
    const graph: SparseMatrix = {
      rows: 4,
      columns: 4,
      offsets: Uint32Array.of(0, 1, 2, 3, 4),
      indices: Uint32Array.of(1, 0, 3, 2),
      values: Float32Array.of(1, 1, 0.25, 0.25),
    };
    const start = Float32Array.of(0, 0, 3, 0, 0, 0, 3, 0);
    const moves = [0, 0];
    for (let epoch = 0; epoch < 100; epoch++) {
      const places = moved(kind, { graph, start, epochs: 100, negatives: 0, seed }, [[epoch, 0, 4]]);
      if (places[0] !== 0) moves[0]!++;
      if (places[4] !== 0) moves[1]!++;
    }
    expect(moves).toEqual([100, 25]);
  });

  it('stays where it is with rows at one place, and however far they are apart', () => {
    for (const distance of [0, 1e7]) {
      const start = Float32Array.of(0, 0, distance, 0);
      const places = moved(kind, { graph: pair(1), start, epochs: 9, negatives: 5, seed }, [[1, 0, 2]]);
      expect(places.every(Number.isFinite)).toBe(true);
      expect(places[2]! - places[0]!).toBeLessThanOrEqual(distance);
      expect(places[2]! - places[0]!).toBeGreaterThanOrEqual(distance - 16);
    }
  });
});

describe('the descent on SIMD', () => {
  it('moves rows as its plain twin does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 60 }),
        fc.integer({ min: 0, max: 7 }),
        fc.integer({ min: 1, max: 1e6 }),
        (rows, negatives, drawn) => {
          const random = seededRandom(drawn);
          const start = Float32Array.from({ length: 2 * rows }, () => 10 * random());
          const task = { graph: ring(rows, random), start, epochs: 200, negatives, seed: drawn };
          const calls: [number, number, number][] = [
            [150, 0, rows >> 1],
            [150, rows >> 1, rows],
          ];
          const plain = moved('plain', task, calls);
          moved('simd', task, calls).forEach((place, at) => expect(place).toBeCloseTo(plain[at]!, 2));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('leaves a second one to the plain twin while its memory is taken', () => {
    const task = { graph: pair(1), start: Float32Array.of(0, 0, 1, 0), a, b, epochs: 9, negatives: 2, seed };
    const first = kernels().layout(task);
    const second = kernels().layout(task);
    first.descend(1, 0, 2);
    second.descend(1, 0, 2);
    second.places().forEach((place, at) => expect(place).toBeCloseTo(first.places()[at]!, 4));
    second.close();
    first.close();
  });
});
