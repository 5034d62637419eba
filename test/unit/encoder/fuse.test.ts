import { describe, expect, it } from 'vitest';
import { fuseViews } from '../../../src/engine/encoder/fuse';
import { type Matrix, normalizeRows, row } from '../../../src/engine/math/matrix';
import { matrixOf, normalMatrix } from '../../support/matrices';

const cosine = (x: Matrix, i: number, j: number): number =>
  row(x, i).reduce((sum, value, d) => sum + value * row(x, j)[d]!, 0);

describe('fuseViews', () => {
  it('makes cosines the mean of the views’ cosines, by the squares of their weights', () => {
    const [a, b] = [normalizeRows(normalMatrix(8, 3, 1)), normalizeRows(normalMatrix(8, 5, 2))];
    const fused = fuseViews([
      { name: 'a', encoding: a, weight: 1 },
      { name: 'b', encoding: b, weight: 0.5 },
    ]);
    expect([fused.rows, fused.columns]).toEqual([8, 8]);
    for (let i = 0; i < 8; i++)
      for (let j = 0; j < 8; j++)
        expect(cosine(fused, i, j)).toBeCloseTo((cosine(a, i, j) + 0.25 * cosine(b, i, j)) / 1.25, 5);
  });

  it('goes by the other views where one knows nothing of a document, and stays zero where none does', () => {
    const known = matrixOf(3, 2, [1, 0, 0.6, 0.8, 0, 0]);
    const partly = matrixOf(3, 1, [1, 0, 0]);
    const fused = fuseViews([
      { name: 'known', encoding: known, weight: 2 },
      { name: 'partly', encoding: partly, weight: 3 },
    ]);
    expect([...row(fused, 1)].map((value) => value.toFixed(6))).toEqual(['0.600000', '0.800000', '0.000000']);
    expect([...row(fused, 2)]).toEqual([0, 0, 0]);
  });
});
