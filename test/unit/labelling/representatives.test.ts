import { describe, expect, it } from 'vitest';
import { cohesionOf, meanOf, medoidOf } from '../../../src/engine/labelling/representatives';
import { matrixOfRows } from '../../support/matrices';

const x = matrixOfRows([
  [0, 0],
  [9, 9],
  [1, 0],
  [2, 0],
  [1, 0],
]);

describe('representatives', () => {
  it('the mean, and the member nearest to it; of equals the first', () => {
    expect([...meanOf(x, Int32Array.of(0, 2, 3))]).toEqual([1, 0]);
    expect(medoidOf(x, Int32Array.of(0, 2, 3, 4))).toBe(2);
    expect(medoidOf(x, Int32Array.of(4, 3, 2, 0))).toBe(4);
    expect(medoidOf(x, Int32Array.of(1))).toBe(1);
  });

  it('cohesion: 1 for equal directions, 0 for opposite ones and for documents of which nothing is known', () => {
    const unit = matrixOfRows([[1, 0], [1, 0], [-1, 0], [0, 1], [0, 0]]); // prettier-ignore
    expect(cohesionOf(unit, Int32Array.of(0, 1))).toBe(1);
    expect(cohesionOf(unit, Int32Array.of(0, 2))).toBe(0);
    expect(cohesionOf(unit, Int32Array.of(0, 3))).toBeCloseTo(Math.SQRT1_2, 6);
    expect(cohesionOf(unit, Int32Array.of(4))).toBe(0);
  });
});
