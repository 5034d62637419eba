import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/engine/math/random';
import { chooseProjection, project } from '../../../src/engine/projection/project';
import { silentContext } from '../../../src/engine/runContext';
import type { ClusterOptions } from '../../../src/shared/options';
import { blobs, normalMatrix } from '../../support/matrices';

const laidOut = (rows: number, name: ClusterOptions['projection']): ReturnType<typeof project> =>
  project(blobs(rows, 3, 4, 0.5, 1), name, seededRandom(1), silentContext);

describe('project', () => {
  it.each(['umap', 'tsne'] as const)('lays up to three documents out as they are, and says so: %s', async (name) => {
    for (const rows of [1, 2, 3]) {
      const x = normalMatrix(rows, 6, 1);
      const found = await project(x, name, seededRandom(1), silentContext);
      expect(found.resolved).toEqual({ projection: 'pca' });
      expect(found.reasons['projection']).toContain(`${rows} documents lie in a plane`);
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < rows; j++) {
          const between = ({ columns, values }: typeof x): number =>
            Math.hypot(
              ...Array.from({ length: columns }, (_, t) => values[i * columns + t]! - values[j * columns + t]!),
            );
          expect(between(found.layout)).toBeCloseTo(between(x), 4);
        }
    }
  });

  it('says what the parameters were', async () => {
    expect((await laidOut(20, 'umap')).reasons['projection']).toMatch(/15 neighbours, 500 epochs/);
    expect((await laidOut(20, 'tsne')).reasons['projection']).toMatch(/perplexity 6.3, 750 epochs/);
    expect((await laidOut(20, 'pca')).reasons).toEqual({});
    expect((await laidOut(20, 'none')).layout.values.every((value) => value === 0)).toBe(true);
  });

  it('takes UMAP for more documents than t-SNE is for', () => {
    expect(chooseProjection('tsne', 20_000)).toEqual({ name: 'tsne' });
    const { name, reason } = chooseProjection('tsne', 20_001);
    expect(name).toBe('umap');
    expect(reason).toMatch(/20000 documents.*20001/);
  });
});
