import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCorpus } from '../../../src/engine/corpus/openCorpus';
import { parseOptions } from '../../../src/engine/pipeline';
import { preprocess } from '../../../src/engine/preprocessing/preprocess';
import { silentContext } from '../../../src/engine/runContext';
import { TrialCorpus } from '../../../src/engine/tune/trialCorpus';
import { type ClusterOptions, defaultSourceOptions } from '../../../src/shared/options';
import { newFolder } from '../../support/folders';
import { cluster, documentsOf, samples } from '../../support/runs';

const options = (asked: object) => parseOptions({ projection: 'none', ...asked }, silentContext);

async function material(): Promise<TrialCorpus> {
  const reader = await openCorpus(samples.english, { sourceOptions: defaultSourceOptions, maxFileSizeMB: 10 }, silentContext); // prettier-ignore
  return new TrialCorpus(await preprocess(reader, options({}), silentContext), 1);
}

describe('TrialCorpus', () => {
  it.each<[Partial<ClusterOptions>]>([
    [{}],
    [{ views: ['tfidf', 'word-vectors:0.4'], algorithm: 'kmeans', clusters: 6 }],
    [{ compress: 'pca', dimensions: 8, algorithm: 'spectral', seed: 4, clusters: 5 }],
  ])('on all documents it finds exactly what a run with the options %j finds', async (asked) => {
    const tried = await material();
    const labels = await tried.cluster(tried.rowsOf(120), options(asked), silentContext);
    const out = path.join(newFolder(), 'english.grove');
    await cluster(samples.english, out, { projection: 'none', ...asked });
    expect(Array.from(labels)).toEqual((await documentsOf(out)).map((row) => row.cluster));
  });

  it('trials that share a network find what each would find alone', async () => {
    const [first, second] = [options({ compress: 'autoencoder', clusters: 4 }), options({ compress: 'autoencoder', clusters: 4, algorithm: 'spectral' })]; // prettier-ignore
    const shared = await material();
    await shared.cluster(shared.rowsOf(120), first, silentContext);
    const after = await shared.cluster(shared.rowsOf(120), second, silentContext);
    const alone = await material();
    expect(after).toEqual(await alone.cluster(alone.rowsOf(120), second, silentContext));
  });

  it('samples hold the smaller ones, and each document of a sample gets a cluster', async () => {
    const tried = await material();
    const small = tried.rowsOf(40);
    const larger = new Set(tried.rowsOf(80));
    expect([...small].every((row) => larger.has(row))).toBe(true);
    expect([...small]).toEqual([...small].sort((a, b) => a - b));
    const labels = await tried.cluster(small, options({ clusters: 4 }), silentContext);
    expect(labels).toHaveLength(40);
    expect(new Set(labels)).toEqual(new Set([0, 1, 2, 3]));
  });
});
