import path from 'node:path';
import { expect, it } from 'vitest';
import { readAnalysis } from '../../src/engine/storage/analysisFolder';
import { grove } from '../support/commandLine';
import { newFolder } from '../support/folders';
import { documentsOf, samples } from '../support/runs';

const tiny = path.resolve('test/fixtures/encoder/transformer/tiny');

it('the bundled command line clusters and assigns with a sentence encoder on WebAssembly, and ends', async () => {
  const out = path.join(newFolder(), 'survey.grove');
  const options = ['--encoder', 'transformer', '--model', tiny, '--backend', 'wasm', '--clusters', '3', '--projection', 'none']; // prettier-ignore
  const made = await grove(['cluster', samples.survey, '--out', out, ...options]);
  expect(made.stderr).not.toContain('fault');
  expect(made.exitCode).toBe(0);
  const { versions } = await readAnalysis(out);
  expect(versions['onnxruntime']).toContain('wasm');
  const assigned = await grove(['assign', out, samples.survey, '--json', '--quiet']);
  expect(assigned.exitCode).toBe(0);
  const { documents } = JSON.parse(assigned.stdout) as { documents: { id: string; cluster: number }[] };
  const clusterOf = new Map((await documentsOf(out)).map(({ id, cluster }) => [id, cluster]));
  expect(documents.filter(({ id, cluster }) => clusterOf.get(id) === cluster).length).toBe(documents.length);
});
