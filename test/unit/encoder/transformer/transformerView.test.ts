import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { assignDocuments } from '../../../../src/engine/assign/assignDocuments';
import { clusterCorpus } from '../../../../src/engine/pipeline';
import { silentContext } from '../../../../src/engine/runContext';
import { searchDocuments } from '../../../../src/engine/similarity/searchDocuments';
import { readAnalysis } from '../../../../src/engine/storage/analysisFolder';
import { readDocuments } from '../../../../src/engine/storage/documentTable';
import type { ClusterOptions } from '../../../../src/shared/options';
import { newFolder, writeFiles } from '../../../support/folders';
import { notes } from '../../../support/texts';

const tiny = path.resolve(__dirname, '../../../fixtures/encoder/transformer/tiny');

async function cluster(source: string, options: Partial<ClusterOptions>): Promise<string> {
  const out = path.join(newFolder(), 'a.grove');
  await clusterCorpus(
    { runId: 't', source, out, name: 't', options: { clusters: 3, backend: 'wasm', ...options }, sourceOptions: {} },
    silentContext,
  );
  return out;
}

const assign = (analysis: string, source: string): ReturnType<typeof assignDocuments> =>
  assignDocuments({ runId: 't', analysis, source, sourceOptions: {} }, silentContext);

describe('--encoder transformer', () => {
  let source: string;
  let model: string;
  let analysis: string;
  beforeAll(async () => {
    source = writeFiles(newFolder(), notes(60));
    model = path.join(newFolder(), 'model');
    fs.cpSync(tiny, model, { recursive: true });
    analysis = await cluster(source, { encoder: 'transformer', model });
  });

  it('says what computed, and gives the same bytes again', async () => {
    const { versions, options } = await readAnalysis(analysis);
    expect(versions['onnxruntime']).toMatch(/^onnxruntime wasm \d/);
    expect(options['model']).toBe(model);
    const again = await cluster(source, { encoder: 'transformer', model });
    const bytes = (folder: string): Buffer => fs.readFileSync(path.join(folder, 'documents.parquet'));
    expect(bytes(again).equals(bytes(analysis))).toBe(true);
  });

  it('gives its own documents back their clusters, and finds by a query', async () => {
    const own = new Map((await readDocuments(analysis)).map(({ id, cluster: of }) => [id, of]));
    const { documents } = await assign(analysis, source);
    expect(documents.map(({ id, cluster: of }) => [id, of])).toEqual(documents.map(({ id }) => [id, own.get(id)]));
    const { found } = await searchDocuments({ analysis, query: 'bread dough oven', top: 5 }, silentContext);
    expect(found[0]!.similarity).toBeGreaterThan(0.2);
  });

  it('refuses to assign with a sentence encoder that is gone or another, and says so', async () => {
    const config = path.join(model, '1_Pooling/config.json');
    const kept = fs.readFileSync(config);
    fs.writeFileSync(config, '{"pooling_mode_cls_token":true}');
    const other = assign(analysis, source);
    await expect(other).rejects.toMatchObject({ code: 'bad-analysis' });
    await expect(other).rejects.toThrow(/is not the one that the analysis was made with/);
    fs.writeFileSync(config, kept);
    expect((await assign(analysis, source)).documents).toHaveLength(60);
    fs.renameSync(model, `${model}-away`);
    const gone = assign(analysis, source);
    await expect(gone).rejects.toMatchObject({ code: 'bad-analysis' });
    await expect(gone).rejects.toThrow(/model does not exist/);
    fs.renameSync(`${model}-away`, model);
  });

  it('asks for a model where none is named', async () => {
    const failed = cluster(source, { encoder: 'transformer' });
    await expect(failed).rejects.toMatchObject({ code: 'usage' });
    await expect(failed).rejects.toThrow(/needs --model DIR/);
  });
});
