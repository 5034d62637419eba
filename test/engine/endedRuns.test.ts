import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Ended, grove, startGrove } from '../support/commandLine';
import { newFolder } from '../support/folders';
import { documentsOf, samples } from '../support/runs';

const folder = newFolder();
const out = path.join(folder, 'analyses', 'samples.grove');
const run = ['cluster', samples.survey, '--out', out];
const longer = ['cluster', samples.english, '--out', out];
const beside = (): string[] => fs.readdirSync(path.dirname(out));
const analysis = (): Buffer => fs.readFileSync(path.join(out, 'analysis.json'));

afterEach(() => fs.rmSync(path.dirname(out), { recursive: true, force: true }));

async function done(parameters: readonly string[]): Promise<void> {
  expect(await grove([...parameters, '--quiet'])).toMatchObject({ exitCode: 0, stderr: '' });
}

describe('Ctrl-C', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s ends a run with 130, before it saves', async (signal) => {
    await done(run);
    const before = analysis();
    const started = startGrove([...longer, '--compress', 'autoencoder', '--json']);
    await started.says('read:');
    started.process.kill(signal);
    const { exitCode, stdout, stderr } = await started.ended;
    expect([exitCode, stdout]).toEqual([130, '']);
    expect(stderr).toMatch(/cancelled.*Nothing was written/i);
    expect(stderr).not.toMatch(/^save:/m);
    expect(beside()).toEqual(['samples.grove']);
    expect(analysis().equals(before)).toBe(true);
  });

  it('twice ends it as well, and the first run leaves nothing at all', async () => {
    const started = startGrove(longer);
    await started.says('read:');
    started.process.kill('SIGINT');
    started.process.kill('SIGINT');
    expect((await started.ended).exitCode).toBe(130);
    expect(fs.existsSync(path.dirname(out))).toBe(false);
  });
});

describe('a run that is killed', () => {
  const preload = path.resolve(import.meta.dirname, '../support/dieAt.cjs');
  const killedAt = (name: string): Promise<Ended> =>
    grove([...run, '--seed', '2'], { env: { NODE_OPTIONS: `--require "${preload}"`, GROVE_TEST_DIE_AT: name } });

  it.each(['documents.parquet', 'linkage.npy', 'analysis.json'])(
    'while it writes %s: the earlier analysis is whole, the next run clears up',
    async (name) => {
      await done(run);
      const before = analysis();
      expect((await killedAt(name)).signal).toBe('SIGKILL');
      expect(beside()).toHaveLength(2);
      expect(analysis().equals(before)).toBe(true);
      await done(['show', out]);
      await done(run);
      expect(beside()).toEqual(['samples.grove']);
    },
  );

  it('between the two renames: the earlier analysis is put back, even if the next run then fails', async () => {
    await done(run);
    const before = analysis();
    expect((await killedAt('-old')).signal).toBe('SIGKILL');
    expect(beside()).not.toContain('samples.grove');
    const failed = await grove(['cluster', path.join(folder, 'none'), '--out', out]);
    expect(failed.exitCode).toBe(3);
    expect(beside()).toEqual(['samples.grove']);
    expect(analysis().equals(before)).toBe(true);
  });

  it('in its first run: nothing is there that could be taken for an analysis', async () => {
    expect((await killedAt('vectors.npy')).signal).toBe('SIGKILL');
    for (const name of beside()) {
      const { exitCode, stderr } = await grove(['show', path.join(path.dirname(out), name)]);
      expect([exitCode, stderr]).toEqual([3, expect.stringContaining('is not an analysis')]);
    }
    expect((await grove(['show', out])).exitCode).toBe(3);
    await done(run);
    expect(beside()).toEqual(['samples.grove']);
  });
});

it('two processes on one folder and place both end well', async () => {
  const runs = [1, 2].map((seed) => grove([...run, '--seed', String(seed), '--quiet']));
  for (const ended of await Promise.all(runs)) expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  expect(beside()).toEqual(['samples.grove']);
  expect(await documentsOf(out)).toHaveLength(40);
});
