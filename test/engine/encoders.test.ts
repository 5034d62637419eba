import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { externalMetrics } from '../../src/engine/evaluation/externalMetrics';
import { readAnalysis } from '../../src/engine/storage/analysisFolder';
import { newFolder } from '../support/folders';
import { cluster, documentsOf, knownContent, samples } from '../support/runs';

describe.each(['cnn', 'lstm', 'attention'] as const)('the encoder %s', (encoder) => {
  it('finds the topics of the sample corpus, and says how it learned', async () => {
    const folder = newFolder();
    const options = { encoder, clusters: 6, backend: 'wasm', lstmDirections: 'forward' } as const;
    const out = path.join(folder, 'first.grove');
    await cluster(samples.english, out, options);
    const rows = await documentsOf(out);
    const known = knownContent('english');
    const truth = rows.map(({ id }) => known.get(id)!.topic);
    const { nmi } = externalMetrics(
      Int32Array.from(rows, (row) => row.cluster),
      truth,
    );
    expect(nmi).toBeGreaterThan(0.7);

    const { training, versions, options: resolved } = await readAnalysis(out);
    expect(resolved['encoder']).toBe(encoder);
    expect(training?.map(({ name }) => name)).toEqual([encoder]);
    expect(training![0]!.loss.at(-1)).toBeLessThan(training![0]!.loss[0]!);
    expect(versions['tensorflow']).toContain('wasm');
  });
});

it('a network that has no word to learn from leaves the documents to the other views', async () => {
  const out = path.join(newFolder(), 'chinese.grove');
  await cluster(samples.chinese, out, { encoder: 'cnn', clusters: 3 });
  const { reasons } = await readAnalysis(out);
  expect(reasons['encoder']).toMatch(/view/);
});
