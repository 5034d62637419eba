import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assignDocuments } from '../../../src/engine/assign/assignDocuments';
import { transformCompressed } from '../../../src/engine/autoencoder/compress';
import { openCorpus } from '../../../src/engine/corpus/openCorpus';
import { transformCorpus } from '../../../src/engine/encoder/transformCorpus';
import { clusterCorpus } from '../../../src/engine/pipeline';
import { preprocess } from '../../../src/engine/preprocessing/preprocess';
import { inSavedVocabulary, savedReading } from '../../../src/engine/preprocessing/savedVocabulary';
import { silentContext } from '../../../src/engine/runContext';
import { readNpy } from '../../../src/engine/storage/analysisFolder';
import { readDocuments } from '../../../src/engine/storage/documentTable';
import { partOf, readModel } from '../../../src/engine/storage/model';
import { type ClusterOptions, defaultSourceOptions } from '../../../src/shared/options';

const samples = path.resolve(__dirname, '../../../media/samples');

let folder: string;
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'grove-assign-'));
});
afterAll(() => fs.rm(folder, { recursive: true }));

let runs = 0;

async function analysisOf(source: string, options: Partial<ClusterOptions> = {}): Promise<string> {
  const out = path.join(folder, `analysis-${runs++}`);
  await clusterCorpus({ runId: 't', source, out, name: 't', options: { projection: 'none', ...options }, sourceOptions: {} }, silentContext); // prettier-ignore
  return out;
}

async function assign(analysis: string, source: string): ReturnType<typeof assignDocuments> {
  return assignDocuments({ runId: 't', analysis, source, sourceOptions: {} }, silentContext);
}

/** The largest difference between what the model makes of the documents and what is stored of them. */
async function differences(analysis: string, source: string): Promise<{ encodings: number; vectors: number }> {
  const model = await readModel(analysis);
  const reader = await openCorpus(source, { sourceOptions: defaultSourceOptions, maxFileSizeMB: 10 }, silentContext);
  const read = await preprocess(reader, savedReading(model), silentContext);
  const encoding = await transformCorpus(model, inSavedVocabulary(read, model), silentContext);
  const vectors = await transformCompressed(partOf(model, 'compress'), encoding, 'auto', silentContext);
  const largest = async (file: string, found: Float32Array): Promise<number> => {
    const { values } = await readNpy(analysis, file, Float32Array);
    expect(found.length).toBe(values.length);
    return values.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]!)), 0);
  };
  return {
    encodings: await largest('encodings.npy', encoding.values),
    vectors: await largest('vectors.npy', vectors.values),
  };
}

describe.each<[string, Partial<ClusterOptions>]>([
  ['english', {}],
  ['english', { refine: 'none' }],
  ['english', { compress: 'pca', dimensions: 12, algorithm: 'kmeans', refine: 'none' }],
  ['english', { compress: 'autoencoder', dimensions: 12, backend: 'wasm' }],
  ['english', { compress: 'umap' }],
  ['english', { encoder: 'word-vectors' }],
  ['english', { encoder: 'cnn', backend: 'wasm' }],
  ['english', { encoder: 'skip-gram' }],
  ['chinese', {}],
])('a saved model of the %s samples, %o', (name, options) => {
  const source = path.join(samples, name);
  let analysis: string;
  beforeAll(async () => {
    analysis = await analysisOf(source, options);
  });

  it('encodes the same documents as they were encoded', async () => {
    const { encodings, vectors } = await differences(analysis, source);
    expect(encodings).toBeLessThan(1e-6);
    expect(vectors).toBeLessThan(1e-6);
  });

  it('gives them their own clusters back', async () => {
    const { documents, clusters } = await assign(analysis, source);
    const rows = await readDocuments(analysis);
    const clusterOf = new Map(rows.map(({ id, cluster }) => [id, cluster]));
    const same = documents.filter(({ id, cluster }) => clusterOf.get(id) === cluster);
    expect(same.length).toBeGreaterThanOrEqual(0.99 * rows.length);
    expect(clusters.reduce((sum, { size }) => sum + size, 0)).toBe(rows.length);
    expect(documents.every(({ clusterLabel }) => clusterLabel !== '')).toBe(true);
  });
});

describe('assigning new documents', () => {
  const table = async (name: string, rows: readonly object[]): Promise<string> => {
    const file = path.join(folder, name);
    await fs.writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'));
    return file;
  };
  const topics = ['planet star galaxy telescope orbit comet astronomy', 'bread flour oven recipe butter yeast dough'];
  const documents = Array.from({ length: 60 }, (_, i) => {
    const words = topics[i % 2]!.split(' ');
    return { id: `d${i}`, text: [0, 1, 2, 3].map((step) => words[(i * 3 + step * (1 + (i % 3))) % words.length]).join(' ') }; // prettier-ignore
  });

  it('knows them by meaning, words unseen, and other languages', async () => {
    const analysis = await analysisOf(await table('topics.jsonl', documents), { clusters: 2 });
    const rows = await readDocuments(analysis);
    const clusterOf = (id: string): number => rows.find((row) => row.id === id)!.cluster;
    const out = path.join(folder, 'assigned.csv');
    const source = await table('new.jsonl', [
      { id: 'sky', text: 'The astronomer watched a comet and Jupiter, a planet, by telescope.' },
      { id: 'kitchen', text: 'Knead the dough with butter; pastry and cake go into the oven.' },
      { id: 'unseen', text: 'asteroid moon satellite spacecraft' },
      { id: 'chinese', text: '今天天气很好' },
      { id: 'nothing', text: 'zzqqx' },
      { id: 'empty', text: '' },
    ]);
    const result = await assignDocuments({ runId: 't', analysis, source, sourceOptions: {}, out }, silentContext);
    const assigned = new Map(result.documents.map(({ id, cluster }) => [id, cluster]));
    expect(assigned.get('sky')).toBe(clusterOf('d0'));
    expect(assigned.get('kitchen')).toBe(clusterOf('d1'));
    expect(assigned.get('unseen')).toBe(clusterOf('d0'));
    expect(result.documents.every(({ confidence }) => confidence >= 0 && confidence <= 1)).toBe(true);
    expect(result.skipped).toEqual([expect.objectContaining({ id: 'empty' })]);
    const [header, ...lines] = (await fs.readFile(out, 'utf8')).trimEnd().split('\n');
    expect(header).toBe('id,path,row,title,cluster,cluster_label,confidence');
    expect(lines).toHaveLength(5);
  });

  it("works with a person's own word vectors after the file is gone", async () => {
    const file = path.join(folder, 'own.vec');
    const all = [...new Set(topics.join(' ').split(' '))];
    await fs.writeFile(file, all.map((word, i) => `${word} ${topics[0]!.includes(word) ? 1 : 0} ${i / 20} ${(i % 3) - 1}\n`).join('')); // prettier-ignore
    const source = await table('own.jsonl', documents);
    const analysis = await analysisOf(source, { encoder: 'word-vectors', wordVectors: file, clusters: 2 });
    await fs.rm(file);
    expect((await differences(analysis, source)).encodings).toBeLessThan(1e-6);
  });

  it('reads only the files that are named of a folder, and none that are ignored', async () => {
    const source = path.join(folder, 'some');
    await fs.cp(path.join(samples, 'english'), source, { recursive: true });
    const analysis = await analysisOf(source);
    const [first, second] = (await readDocuments(analysis)).map(({ path: own }) => own);
    await fs.writeFile(path.join(source, '.groveignore'), 'secret.md');
    await fs.writeFile(path.join(source, 'secret.md'), 'A secret.');
    await fs.writeFile(path.join(source, 'new.md'), await fs.readFile(path.join(source, first!)));
    const files = [second!, 'new.md', 'secret.md', 'gone.md'];
    const assigned = await assignDocuments({ runId: 't', analysis, source, sourceOptions: {}, files }, silentContext);
    expect(assigned.documents.map(({ path: own }) => own).sort()).toEqual([second!, 'new.md'].sort());
    const clusterOf = new Map((await readDocuments(analysis)).map(({ path: own, cluster }) => [own, cluster]));
    expect(assigned.documents.find(({ id }) => id === 'new.md')!.cluster).toBe(clusterOf.get(first!));
  });

  it('heeds what the person had asked: stop words and language', async () => {
    const source = await table('asked.jsonl', documents);
    const analysis = await analysisOf(source, { stopWords: ['planet', 'oven'], language: 'en', clusters: 2 });
    expect((await differences(analysis, source)).encodings).toBeLessThan(1e-6);
  });
});

describe('a model that is not as it was written', () => {
  let whole: string;
  beforeAll(async () => {
    whole = await analysisOf(path.join(samples, 'chinese'), { clusters: 3 });
  });
  const damagedCopy = async (damage: (model: string) => Promise<void>): Promise<string> => {
    const copy = path.join(folder, `copy-${runs++}`);
    await fs.cp(whole, copy, { recursive: true });
    await damage(path.join(copy, 'model'));
    return copy;
  };

  it.each<[string, RegExp, (model: string) => Promise<void>]>([
    ['missing', /model\.json is missing\. Cluster the folder again/, (model) => fs.rm(model, { recursive: true })],
    [
      'without an array',
      /clusters\.centroids\.npy is missing/,
      (model) => fs.rm(path.join(model, 'clusters.centroids.npy')),
    ],
    ['cut short', /centroids\.npy is damaged/, (model) => fs.truncate(path.join(model, 'clusters.centroids.npy'), 140)],
    [
      'changed in one byte',
      /words\.terms\.json is damaged/,
      async (model) => {
        const file = path.join(model, 'words.terms.json');
        const bytes = await fs.readFile(file);
        bytes[bytes.length >> 1] = bytes[bytes.length >> 1]! ^ 1;
        await fs.writeFile(file, bytes);
      },
    ],
    [
      'of a later version',
      /has version 99.*Update Grove/,
      (model) => fs.writeFile(path.join(model, 'model.json'), '{"version":99}'),
    ],
    [
      'of the first version',
      /has version 1;.*Cluster the folder again/,
      (model) => fs.writeFile(path.join(model, 'model.json'), '{"version":1}'),
    ],
    ['not JSON', /model\.json is damaged/, (model) => fs.writeFile(path.join(model, 'model.json'), '{')],
  ])('is refused when %s', async (_, message, damage) => {
    const copy = await damagedCopy(damage);
    const attempt = assign(copy, path.join(samples, 'chinese'));
    await expect(attempt).rejects.toMatchObject({ code: 'bad-analysis' });
    await expect(attempt).rejects.toThrow(message);
  });

  it('is refused when it was made with other shipped word vectors', async () => {
    const analysis = await analysisOf(path.join(samples, 'english'), { encoder: 'word-vectors' });
    const file = path.join(analysis, 'model', 'model.json');
    const text = await fs.readFile(file, 'utf8');
    await fs.writeFile(file, text.replace(/"shipped": "[0-9a-f]{64}"/, `"shipped": "${'0'.repeat(64)}"`));
    await expect(assign(analysis, path.join(samples, 'english'))).rejects.toThrow(/other word vectors/);
  });
});
