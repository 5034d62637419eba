import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analysisFiles } from '../../src/shared/analysis';
import { type Ended, grove } from '../support/commandLine';
import { newFolder, writeFiles } from '../support/folders';
import { samples } from '../support/runs';
import { notes } from '../support/texts';

const folder = newFolder();
const out = path.join(folder, 'survey.grove');
let made: Ended;

beforeAll(async () => {
  made = await grove(['cluster', samples.survey, '--out', out]);
  expect(made.stderr + made.stdout).toContain('Analysis:');
});

/** A link to a device: a wrong export would replace the link, not the device. */
function linkTo(device: string): string {
  const link = path.join(folder, path.basename(device));
  fs.symlinkSync(device, link);
  return link;
}

const commands = ['cluster', 'assign', 'show', 'similar', 'evaluate', 'export'];

describe('help', () => {
  it.each(commands)('%s --help names its parameters and flags, and ends with 0', async (command) => {
    const { exitCode, stdout, stderr } = await grove([command, '--help']);
    expect([exitCode, stderr]).toEqual([0, '']);
    for (const word of [`grove ${command}`, '--json', '--quiet']) expect(stdout).toContain(word);
  });

  it('grove --help lists every command', async () => {
    const { exitCode, stdout } = await grove(['--help']);
    expect(exitCode).toBe(0);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ +${command} `, 'm'));
  });
});

describe('stdout and stderr', () => {
  it('the answer is on stdout, a line a stage on stderr', () => {
    expect(made.exitCode).toBe(0);
    expect(made.stdout).toContain('40 documents in');
    const lines = made.stderr.trim().split('\n');
    const stages = lines.map((line) => /^(\w+): /.exec(line)?.[1]);
    for (const stage of ['read', 'encode', 'cluster', 'label', 'save']) expect(stages).toContain(stage);
    expect(new Set(stages).size).toBe(lines.length);
    expect(lines.every((line) => /^\w+: [\d,]+( of [\d,]+)? \w+/.test(line))).toBe(true);
  });

  it('--quiet: no progress', async () => {
    const { exitCode, stderr } = await grove(['cluster', samples.survey, '--out', `${out}.quiet`, '--quiet']);
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  it.each([
    ['cluster', [samples.survey, '--out', `${out}.json`], ['analysis', 'documents', 'skipped', 'clusters', 'options', 'seconds', 'peakMemoryBytes', 'metrics']], // prettier-ignore
    ['show', [out], ['name', 'documents', 'clusters']],
    ['similar', [out, '7', '--top', '3'], ['document', 'similar']],
    ['evaluate', [out], ['internal']],
    ['export', [out, '--format', 'csv', '--out', path.join(folder, 'x.csv')], ['file']],
  ])('%s --json: exactly one JSON object on stdout', async (command, parameters, keys) => {
    const { exitCode, stdout } = await grove([command, ...parameters, '--json']);
    expect(exitCode).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const answer = JSON.parse(stdout) as Record<string, unknown>;
    for (const key of keys) expect(answer).toHaveProperty(key);
  });

  it('a reader that goes away early ends the command quietly', async () => {
    const wrapper = ['sh', '-c', '"$@" | true', 'sh'];
    const { exitCode, stderr } = await grove(['show', out, '--depth', '3'], { wrapper });
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  it.skipIf(!fs.existsSync('/dev/full'))('a full disk behind stdout is told, not a crash', async () => {
    const wrapper = ['sh', '-c', 'exec "$@" > /dev/full', 'sh'];
    const { exitCode, stderr } = await grove(['show', out, '--depth', '3'], { wrapper });
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/^The output can't be written: ENOSPC.*\n$/)]);
  });
});

describe('answers', () => {
  it('show prints the tree: clusters, their parts, their documents', async () => {
    const { stdout } = await grove(['show', out, '--depth', '3']);
    for (let id = 1; id <= 40; id++) expect(stdout).toMatch(new RegExp(`[├└]─ .* {2}\\[.*\\b${id}\\]`));
  });

  it('similar prints a line a document, nearest first, with the terms in brackets', async () => {
    const { stdout } = await grove(['similar', out, '7', '--top', '5']);
    const scores = stdout.trim().split('\n').map((line) => Number(/^(-?\d\.\d{3}) {2}\S/.exec(line)![1])); // prettier-ignore
    expect(scores).toHaveLength(5);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('evaluate measures against the labels of a file', async () => {
    const { clusters } = JSON.parse((await grove(['show', out, '--json'])).stdout) as {
      clusters: { parent: unknown }[];
    };
    const file = path.join(folder, 'labels.csv');
    const csv = path.join(folder, 'own.csv');
    await grove(['export', out, '--format', 'csv', '--out', csv]);
    const lines = fs.readFileSync(csv, 'utf8').trim().split('\n').slice(1);
    // The clusters found, as if they were the true labels: full agreement.
    const idAndCluster = lines.map((line) => /^([^,]+),.*?,en,(\d+),/.exec(line)!.slice(1).join(',c'));
    fs.writeFileSync(file, ['id,label', ...idAndCluster].join('\n'));
    const { exitCode, stdout } = await grove(['evaluate', out, '--labels', file, '--json']);
    expect(exitCode).toBe(0);
    const top = clusters.filter(({ parent }) => parent === null).length;
    const { external } = JSON.parse(stdout) as { external: { accuracy: number; nmi: number; report: unknown[] } };
    expect(external).toMatchObject({ accuracy: 1, nmi: expect.closeTo(1, 10) as number });
    expect(external.report).toHaveLength(top);
  });

  it.skipIf(!fs.existsSync('/dev/stdout'))('export writes to a device as it is', async () => {
    const wrapper = ['sh', '-c', '"$@" | cat', 'sh'];
    const parameters = ['export', out, '--format', 'newick', '--out', linkTo('/dev/stdout')];
    const { exitCode, stdout } = await grove(parameters, { wrapper });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\(.*\);$/m);
  });

  it.skipIf(!fs.existsSync('/dev/full'))('export to a full disk is told', async () => {
    const { exitCode, stderr } = await grove(['export', out, '--format', 'csv', '--out', linkTo('/dev/full')]);
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('ENOSPC')]);
    expect(fs.readlinkSync(path.join(folder, 'full'))).toBe('/dev/full');
  });
});

describe('exit code 2: wrong usage', () => {
  it.each([
    ['no such command', ['prune']],
    ['no source', ['cluster']],
    ['no such flag', ['cluster', 'x', '--nothing']],
    ['a choice that is none', ['cluster', 'x', '--linkage', 'cosy']],
    ['no number', ['cluster', samples.survey, '--clusters', 'many']],
    ['a number out of range', ['cluster', samples.survey, '--clusters', '0']],
    ['no count', ['similar', out, '7', '--top', '0']],
    ['no format', ['export', out, '--out', 'x']],
    ['no such format', ['export', out, '--format', 'docx', '--out', 'x']],
  ])('%s', async (_, parameters) => {
    const { exitCode, stdout, stderr } = await grove([...parameters, '--json'], { cwd: folder });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).not.toMatch(/\n +at /);
    expect(stderr.length).toBeGreaterThan(10);
  });
});

describe('exit code 3: bad input', () => {
  const broken = path.join(folder, 'broken.grove');
  it.each([
    ['a source that is not there', ['cluster', path.join(folder, 'none')], /none does not exist/],
    ['an empty folder', ['cluster', path.join(folder, 'empty')], /There are no documents in/],
    [
      'a place under a file',
      ['cluster', samples.survey, '--out', path.join(samples.survey, 'x')],
      /survey\.csv is a file/,
    ],
    ['a place with other files', ['cluster', samples.survey, '--out', folder], /would be replaced/],
    ['no such column', ['cluster', samples.survey, '--text-column', 'answer'], /answer/],
    ['word vectors that are none', ['cluster', samples.survey, '--word-vectors', samples.survey], /survey\.csv/],
    [
      'stop words that are not there',
      ['cluster', samples.survey, '--stop-words', '@none.txt'],
      /none\.txt can't be read/,
    ],
    ['no analysis', ['show', path.join(folder, 'empty')], /is not an analysis/],
    ['a damaged analysis', ['show', broken, '--depth', '3'], /documents\.parquet is damaged/],
    ['a damaged array', ['similar', broken, '7'], /damaged/],
    ['no such document', ['similar', out, 'nobody'], /nobody is not a document/],
    ['labels of other documents', ['evaluate', out, '--labels', path.join(folder, 'other.csv')], /other\.csv/],
    ['labels that are not there', ['evaluate', out, '--labels', path.join(folder, 'none.csv')], /none\.csv/],
    [
      'no place for an export',
      ['export', out, '--format', 'csv', '--out', path.join(samples.survey, 'x')],
      /can't be written/,
    ],
    [
      'html of a damaged analysis',
      ['export', broken, '--format', 'html', '--out', path.join(folder, 'b.html')],
      /damaged/,
    ],
  ] as const)('%s', async (_, parameters, message) => {
    fs.mkdirSync(path.join(folder, 'empty'), { recursive: true });
    fs.cpSync(out, broken, { recursive: true });
    fs.truncateSync(path.join(broken, analysisFiles.documents), 100);
    fs.writeFileSync(path.join(folder, 'other.csv'), 'id,label\nx,y\n');
    const before = fs.readdirSync(folder);
    const { exitCode, stdout, stderr } = await grove([...parameters, '--json', '--quiet'], { cwd: folder });
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n +at /);
    expect(fs.readdirSync(folder)).toEqual(before);
  });

  it('a disk that takes half of a file: the earlier analysis stays', async () => {
    const source = writeFiles(path.join(folder, 'notes'), notes(400));
    const place = path.join(folder, 'limited', 'notes.grove');
    expect((await grove(['cluster', source, '--out', place, '--quiet'])).exitCode).toBe(0);
    const before = fs.readFileSync(path.join(place, analysisFiles.analysis));
    const wrapper = ['sh', '-c', 'ulimit -f 40; exec "$@"', 'sh'];
    const { exitCode, stderr } = await grove(['cluster', source, '--out', place, '--quiet'], { wrapper });
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/notes\.grove: .*Choose another place/)]);
    expect(fs.readdirSync(path.dirname(place))).toEqual(['notes.grove']);
    expect(fs.readFileSync(path.join(place, analysisFiles.analysis)).equals(before)).toBe(true);
  });
});

it('exit code 1: a fault of ours says where the log is', async () => {
  const preload = path.join(folder, 'fault.cjs');
  fs.writeFileSync(preload, "require('node:fs/promises').realpath = () => { throw new TypeError('made up'); };");
  const env = { NODE_OPTIONS: `--require "${preload}"`, TMPDIR: folder };
  const { exitCode, stderr } = await grove(['cluster', path.join(folder, 'notes'), '--quiet'], { env, cwd: folder });
  expect(exitCode).toBe(1);
  const log = /^The log is at (.*)$/m.exec(stderr)?.[1] ?? os.devNull;
  expect(fs.readFileSync(log, 'utf8')).toContain('TypeError: made up');
});

describe('wrong options are named as they were typed', () => {
  it.each([
    ['--max-file-size-mb', ['cluster', samples.survey, '--max-file-size-mb', '-1']],
    ['--min-cluster-size', ['cluster', samples.survey, '--min-cluster-size', 'many']],
    ['--test-share', ['train', samples.survey, '--test-share', '2']],
    ['--labels', ['evaluate', out, '--label-column', 'topic']],
  ])('%s', async (flag, parameters) => {
    const { exitCode, stderr } = await grove([...parameters, '--quiet']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(flag);
    expect(stderr).not.toMatch(/maxFileSizeMB|minClusterSize|testShare/);
  });
});
