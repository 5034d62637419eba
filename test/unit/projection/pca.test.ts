import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/engine/math/random';
import { pca } from '../../../src/engine/projection/pca';
import { project } from '../../../src/engine/projection/project';
import { silentContext } from '../../../src/engine/runContext';
import references from '../../fixtures/math/references.json';
import { largestDifference, matrixOf } from '../../support/matrices';

const { rows, columns, x, mean, components, explained, projected } = references.pca;
const matrix = matrixOf(rows, columns, x);

describe('pca', () => {
  it('finds what scikit-learn finds', async () => {
    const found = await pca(matrix, 3, silentContext);
    expect(largestDifference(found.mean, mean)).toBeLessThan(1e-5);
    expect(largestDifference(found.components.values, components)).toBeLessThan(1e-4);
    expect(largestDifference(found.explained, explained)).toBeLessThan(1e-5);
    expect(largestDifference(found.projected.values, projected)).toBeLessThan(1e-3);
  });

  it('has no components where all rows are equal, and the layout is still two columns', async () => {
    const equal = matrixOf(3, 2, [0.1, 7, 0.1, 7, 0.1, 7]);
    expect((await pca(equal, 2, silentContext)).projected.columns).toBe(0);
    expect([...(await project(equal, 'pca', seededRandom(1), silentContext)).layout.values]).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });

  it('names the document whose vector is not finite', async () => {
    const broken = matrixOf(3, 2, [0, 1, 2, NaN, 4, 5]);
    await expect(pca(broken, 2, silentContext)).rejects.toThrow(/document 1 .*NaN/);
  });
});
