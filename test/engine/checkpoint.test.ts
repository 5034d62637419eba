import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { clusterCorpus } from '../../src/engine/pipeline';
import { silentContext } from '../../src/engine/runContext';
import type { ClusterResult } from '../../src/shared/engineProtocol';
import { GroveError } from '../../src/shared/errors';
import type { ClusterOptions } from '../../src/shared/options';
import type { StageProgress } from '../../src/shared/progress';
import { grove, startGrove } from '../support/commandLine';
import { newFolder, writeFiles } from '../support/folders';
import { documentsOf, samples } from '../support/runs';

const folder = newFolder();
const out = path.join(folder, 'runs', 'survey.grove');
const beside = (): string[] => (fs.existsSync(path.dirname(out)) ? fs.readdirSync(path.dirname(out)).sort() : []);
const kept = path.join(path.dirname(out), '.survey.grove.checkpoint');

interface Run {
  readonly options?: Partial<ClusterOptions>;
  readonly fresh?: boolean;
  readonly keepsStagesFrom?: number;
  readonly onProgress?: (progress: StageProgress) => void;
}

function run({ options = {}, fresh = false, keepsStagesFrom = 1, onProgress = () => {} }: Run): Promise<ClusterResult> {
  return clusterCorpus(
    { runId: 't', source: samples.survey, out, name: 'survey', options: { projection: 'pca', ...options }, sourceOptions: {}, fresh }, // prettier-ignore
    { ...silentContext, progress: onProgress },
    { keepsStagesFrom },
  );
}

/** As a fault would end it: no clearing up of the run's own is relied on beyond what a crash leaves too. */
const dieAt = (stage: StageProgress['stage']) => (progress: StageProgress) => {
  if (progress.stage === stage) throw new Error(`died at ${stage}`);
};

afterEach(() => fs.rmSync(path.dirname(out), { recursive: true, force: true }));

describe('a run that died', () => {
  it.each([
    ['encode', ['read']],
    ['cluster', ['read', 'encode', 'compress']],
    ['label', ['read', 'encode', 'compress', 'cluster']],
    ['save', ['read', 'encode', 'compress', 'cluster', 'project']],
  ] as const)('at %s goes on after %j, with the same outcome', async (stage, stages) => {
    const whole = await run({});
    expect([whole.resumed, beside()]).toEqual([undefined, ['survey.grove']]);
    const expected = fs.readFileSync(path.join(out, 'documents.parquet'));
    const vectors = fs.readFileSync(path.join(out, 'vectors.npy'));
    fs.rmSync(out, { recursive: true });

    await expect(run({ onProgress: dieAt(stage) })).rejects.toThrow('died');
    expect(beside()).toEqual(['.survey.grove.checkpoint']);
    const again = await run({});
    expect(again.resumed).toEqual(stages);
    expect(again.clusters).toEqual(whole.clusters);
    expect(fs.readFileSync(path.join(out, 'documents.parquet')).equals(expected)).toBe(true);
    expect(fs.readFileSync(path.join(out, 'vectors.npy')).equals(vectors)).toBe(true);
    expect(beside()).toEqual(['survey.grove']);
  });

  it('does not go on with other options, when asked not to, or from a damaged stage', async () => {
    const died = async (): Promise<void> => expect(run({ onProgress: dieAt('cluster') })).rejects.toThrow('died');
    await died();
    expect((await run({ options: { seed: 2 } })).resumed).toBeUndefined();
    await died();
    expect((await run({ fresh: true })).resumed).toBeUndefined();
    await died();
    fs.truncateSync(path.join(kept, 'encode.stage'), 1000);
    expect((await run({})).resumed).toEqual(['read', 'compress']);
    expect(beside()).toEqual(['survey.grove']);
  });

  it('keeps nothing of a small corpus, and nothing of a run that was cancelled', async () => {
    await expect(run({ keepsStagesFrom: 1e6, onProgress: dieAt('cluster') })).rejects.toThrow('died');
    expect(beside()).toEqual([]);
    const cancelAt = (progress: StageProgress): void => {
      if (progress.stage === 'cluster') throw GroveError.cancelled();
    };
    await expect(run({ onProgress: cancelAt })).rejects.toThrow(/cancelled/i);
    expect(beside()).toEqual([]);
  });

  it('leaves at most three beside each other', async () => {
    fs.mkdirSync(path.dirname(out), { recursive: true });
    for (const [i, name] of ['a', 'b', 'c', 'd'].entries()) {
      const other = path.join(path.dirname(out), `.${name}.checkpoint`);
      fs.mkdirSync(other);
      fs.utimesSync(other, 1000 + i, 1000 + i);
    }
    await expect(run({ onProgress: dieAt('cluster') })).rejects.toThrow('died');
    expect(beside()).toEqual(['.c.checkpoint', '.d.checkpoint', '.survey.grove.checkpoint']);
  });
});

it('the command line, killed in the middle of a large run, goes on when it is called again', async () => {
  const words = 'bread dough yeast oven planet orbit moon comet boat sail anchor tide'.split(' ');
  const line = (i: number): string =>
    JSON.stringify({ id: `d${i}`, text: [i, i >> 2, i >> 5].map((at) => words[(i % 3) * 4 + (at % 4)]).join(' ') });
  const lines = Array.from({ length: 50_000 }, (_, i) => line(i)).join('\n');
  const source = path.join(writeFiles(newFolder(), { 'lines.jsonl': lines }), 'lines.jsonl');
  const cheap = ['--encoder', 'tfidf', '--algorithm', 'kmeans', '--clusters', '3', '--projection', 'none'];
  const whole = `${out}.whole`;
  const run = (place: string): string[] => ['cluster', source, '--out', place, ...cheap, '--json'];
  const resultOf = async (place: string): Promise<ClusterResult> => {
    const { exitCode, stdout } = await grove([...run(place), '--quiet']);
    expect(exitCode).toBe(0);
    return JSON.parse(stdout) as ClusterResult;
  };
  const uninterrupted = await resultOf(whole);
  expect(uninterrupted.resumed).toBeUndefined();

  const started = startGrove(run(out));
  await started.says('cluster:');
  started.process.kill('SIGKILL');
  expect(await started.ended).toMatchObject({ signal: 'SIGKILL', stdout: '' });
  expect(fs.existsSync(out)).toBe(false);
  const again = await resultOf(out);
  expect(again.resumed!.slice(0, 4)).toEqual(['read', 'encode', 'compress', 'cluster']);
  expect(again.clusters).toEqual(uninterrupted.clusters);
  expect(await documentsOf(out)).toEqual(await documentsOf(whole));
  expect(beside()).toEqual(['survey.grove', 'survey.grove.whole']);
});
