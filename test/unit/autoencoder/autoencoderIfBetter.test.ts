import { describe, expect, it } from 'vitest';
import { compress } from '../../../src/engine/autoencoder/compress';
import { type Matrix, normalizeRows } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { type ClusterOptions, defaultOptions } from '../../../src/shared/options';
import { blobs, normalMatrix } from '../../support/matrices';

const compressed = (x: Matrix, options: Partial<ClusterOptions> = {}) =>
  compress(x, { ...defaultOptions, backend: 'cpu', dimensions: 4, ...options }, seededRandom(1), silentContext);

describe('compression that is chosen by itself', () => {
  it('keeps the autoencoder where its clusters are as well knit, and says by which figures', async () => {
    const { resolved, reasons, vectors } = await compressed(normalizeRows(blobs(210, 12, 3, 0.05, 2)), { clusters: 3 });
    expect(resolved).toMatchObject({ compress: 'autoencoder', dimensions: 4 });
    expect(vectors.columns).toBe(4);
    expect(reasons['compress']).toMatch(/as well knit.+modularity 0\.\d+ against 0\.\d+/);
  });

  it('counts the clusters itself where their number is open', async () => {
    const { resolved } = await compressed(normalizeRows(blobs(210, 12, 3, 0.05, 2)));
    expect(resolved['compress']).toBe('autoencoder');
  });

  it('trains nothing for few documents, for very many, and for density', async () => {
    const few = normalizeRows(normalMatrix(199, 12, 1));
    expect(await compressed(few)).toMatchObject({ vectors: few, resolved: { compress: 'none' } });
    const many = normalizeRows(normalMatrix(3001, 4, 1));
    expect(await compressed(many)).toMatchObject({ vectors: many, resolved: { compress: 'none' } });
    const dense = normalizeRows(blobs(210, 12, 3, 0.05, 2));
    const { resolved, reasons, trained } = await compressed(dense, { algorithm: 'hdbscan' });
    expect(resolved['compress']).toBe('none');
    expect(reasons['compress']).toContain('density');
    expect(trained).toBeUndefined();
  });
});
