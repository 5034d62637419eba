import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TuneResult } from '../../src/shared/tuning';
import { grove, startGrove } from '../support/commandLine';
import { newFolder, writeFiles } from '../support/folders';
import { samples } from '../support/runs';
import { notes } from '../support/texts';

const folder = newFolder();
const place = (name: string): string => path.join(folder, name);
const read = (file: string): { options: Record<string, unknown>; trials: unknown[] } =>
  JSON.parse(fs.readFileSync(file, 'utf8')) as { options: Record<string, unknown>; trials: unknown[] };

async function tuned(parameters: readonly string[]): Promise<TuneResult> {
  const { exitCode, stdout, stderr } = await grove(['tune', ...parameters, '--json', '--quiet']);
  expect([exitCode, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as TuneResult;
}

const scores = ({ trials }: TuneResult): unknown[] => trials.map(({ number, options, score }) => [number, options, score]); // prettier-ignore

describe('grove tune', () => {
  let result: TuneResult;
  beforeAll(async () => {
    result = await tuned([samples.survey, '--trials', '7', '--out', place('best.json')]);
  });

  it('lists every trial, the options as they are first, and writes the best', () => {
    expect(result.trials.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(result.trials[0]!.options).toEqual({});
    const best = result.trials.reduce((top, trial) => ((trial.score ?? 0) > (top.score ?? 0) ? trial : top));
    const isClearlyBetter = best.score! >= result.trials[0]!.score! + 0.002;
    const { number, score } = isClearlyBetter ? best : result.trials[0]!;
    expect(result.best).toMatchObject({ number, score });
    expect(result).toMatchObject({ documents: 40, objective: 'label-free', file: place('best.json') });
    expect(read(place('best.json')).options).toEqual(result.best.options);
  });

  it('the same seed gives the same trials and scores', async () => {
    const again = await tuned([samples.survey, '--trials', '7', '--out', place('again.json')]);
    expect(scores(again)).toEqual(scores(result));
  });

  it('--resume goes on where a shorter search ended, to the same end', async () => {
    const out = place('resumed.json');
    await tuned([samples.survey, '--trials', '3', '--out', out]);
    const more = await tuned([samples.survey, '--trials', '7', '--out', out, '--resume']);
    expect(scores(more)).toEqual(scores(result));
  });

  it('grove cluster --options takes what was found; flags go before it', async () => {
    const options = (parameters: string[]) =>
      grove(['cluster', samples.survey, '--out', place('a.grove'), '--options', place('best.json'), '--json', '--quiet', ...parameters]); // prettier-ignore
    const found = JSON.parse((await options([])).stdout) as { options: Record<string, unknown> };
    for (const name of ['seed', 'views'])
      expect(found.options[name]).toEqual(result.best.options[name as 'seed'] ?? []);
    const asked = JSON.parse((await options(['--seed', '9'])).stdout) as { options: Record<string, unknown> };
    expect(asked.options['seed']).toBe(9);
  });

  it('what is given stays as it is, and a trial that can not be done is listed with the reason', async () => {
    const { trials } = await tuned([
      samples.survey,
      '--trials',
      '13',
      '--distance',
      'cosine',
      '--out',
      place('g.json'),
    ]);
    for (const { options } of trials) expect(options).toMatchObject({ distance: 'cosine' });
    const failed = trials.filter(({ state }) => state === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    for (const { reason, score } of failed) expect([score, reason]).toEqual([null, expect.stringMatching(/linkage/)]);
  });

  it('--supervised judges by the true labels', async () => {
    const labelled = writeFiles(newFolder(), { 'a.jsonl': labelledLines() });
    const source = path.join(labelled, 'a.jsonl');
    const best = await tuned([source, '--supervised', '--clusters', '2', '--trials', '3', '--out', place('s.json')]);
    expect(best.objective).toBe('supervised');
    expect(best.best.score).toBeGreaterThan(0.9);
  });

  it('prints a table, and on stderr a line a trial', async () => {
    const { stdout, stderr } = await grove(['tune', samples.survey, '--trials', '2', '--out', place('t.json')]);
    expect(stdout).toMatch(/^trial +documents +score +seconds +state +options$/m);
    expect(stdout).toMatch(/^ +1 +40 +0\.\d{4} +\d+\.\d +complete +\(the defaults\)$/m);
    expect(stdout).toContain(`grove cluster ${samples.survey} --options ${place('t.json')}`);
    expect(stderr).toMatch(/^tune: 2 of 2 trials, best 0\.\d{4}$/m);
  });
});

function labelledLines(): string {
  const of = { weather: 'rain wind cloud storm', cooking: 'flour butter oven bread' };
  const lines = Object.entries(of).flatMap(([label, words]) =>
    Array.from({ length: 30 }, (_, i) => ({ id: `${label}${i}`, label, text: `${words} ${words.split(' ')[i % 4]!}` })),
  );
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

describe('ends and limits', () => {
  it('--minutes stops in time, whatever is under way', async () => {
    const out = place('m.json');
    const { exitCode, stdout } = await grove([
      'tune',
      samples.english,
      '--trials',
      '5000',
      '--minutes',
      '0.1',
      '--out',
      out,
      '--json',
    ]);
    const { trials, best } = JSON.parse(stdout) as TuneResult;
    expect(exitCode).toBe(0);
    expect(trials.length).toBeLessThan(5000);
    expect(read(out).options).toEqual(best.options);
  });

  it('Ctrl-C ends it with 130 and keeps what was tried', async () => {
    const out = place('c.json');
    const parameters = ['tune', samples.english, '--trials', '500', '--out', out];
    const started = startGrove(parameters);
    await started.says('tune: 3 of 500');
    started.process.kill('SIGINT');
    const { exitCode, stderr } = await started.ended;
    expect([exitCode, stderr]).toEqual([130, expect.stringMatching(/--resume/)]);
    expect(fs.existsSync(out)).toBe(false);
    const kept = read(place('c.trials.json')).trials.length;
    expect(kept).toBeGreaterThan(1);
    const resumed = await tuned([...parameters.slice(1, 2), '--trials', String(kept), '--out', out, '--resume']);
    expect(resumed.trials).toHaveLength(kept);
    expect(fs.readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });
});

describe('bad input', () => {
  const few = writeFiles(newFolder(), notes(3));
  it.each([
    [['--trials', '0'], 2, /--trials.*at least 1/],
    [['--minutes', '-1'], 2, /--minutes.*above 0/],
    [['--supervised'], 3, /0 documents with a true label.*--label-column/],
    [['--resume', '--out', place('none.json')], 3, /none\.trials\.json can't be read.*without --resume/],
    [['--algorithm', 'hierarchical', '--linkage', 'ward', '--distance', 'cosine', '--trials', '3'], 3, /None of 3 trials.*ward/], // prettier-ignore
    [['--views', 'tfdif'], 2, /--views.*"tfdif" is no view/],
  ])('%j', async (parameters, code, message) => {
    const out = parameters.includes('--out') ? [] : ['--out', place('bad.json')];
    const { exitCode, stderr, stdout } = await grove(['tune', samples.survey, ...parameters, ...out, '--quiet']);
    expect([exitCode, stdout]).toEqual([code, '']);
    expect(stderr).toMatch(message);
  });

  it('three documents', async () => {
    const { exitCode, stderr } = await grove(['tune', few, '--out', place('few.json'), '--quiet']);
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/has 3 documents.*too few/)]);
  });

  it('what another corpus was tried with', async () => {
    const out = place('other.json');
    await tuned([samples.survey, '--trials', '1', '--out', out]);
    const { exitCode, stderr } = await grove(['tune', samples.english, '--resume', '--out', out, '--quiet']);
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/another search: it was over 40 documents/)]);
    fs.writeFileSync(place('other.trials.json'), '{"format": "grove-tuning"');
    const broken = await grove(['tune', samples.survey, '--resume', '--out', out, '--quiet']);
    expect([broken.exitCode, broken.stderr]).toEqual([3, expect.stringMatching(/other\.trials\.json is not what grove tune wrote/)]); // prettier-ignore
  });

  it('a place that is a folder', async () => {
    const { exitCode, stderr } = await grove(['tune', samples.survey, '--out', folder, '--quiet']);
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/is a folder/)]);
  });
});
