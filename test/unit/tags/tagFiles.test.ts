import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clusterCorpus } from '../../../src/engine/pipeline';
import { type RunContext, silentContext } from '../../../src/engine/runContext';
import { analysisId, tagFiles } from '../../../src/engine/tags/tagFiles';
import { untagFiles } from '../../../src/engine/tags/untagFiles';
import { parseTagFile } from '../../../src/shared/tagEntries';

let folder: string;
let source: string;
let analysis: string;
const context: RunContext = { ...silentContext, timestamp: () => new Date(Date.now() + 1000).toISOString() };
const words = [['bread', 'flour', 'oven'], ['engine', 'wheel', 'brake']]; // prettier-ignore

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-tag-'));
  source = path.join(folder, 'notes');
  analysis = path.join(folder, 'notes.grove');
  fs.mkdirSync(source);
  for (let i = 0; i < 12; i++) {
    const prose = `The ${words[i % 2]!.join(' and the ')} of day ${i}.\r\n`;
    fs.writeFileSync(path.join(source, `${i}.${i < 8 ? 'md' : 'txt'}`), i < 4 ? `---\ntags: [mine]\n---\n${prose}` : prose); // prettier-ignore
  }
  const options = { clusters: 2, projection: 'none' as const };
  await clusterCorpus({ runId: '', source, out: analysis, name: 'notes', options, sourceOptions: {} }, context);
});

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Every file's bytes and time. */
function snapshot(): Record<string, string> {
  const names = fs.readdirSync(source, { recursive: true }) as string[];
  const files = names.filter((name) => fs.statSync(path.join(source, name)).isFile());
  return Object.fromEntries(
    files.map((name) => {
      const file = path.join(source, name);
      return [name, `${Math.round(fs.statSync(file).mtimeMs)} ${fs.readFileSync(file, 'hex')}`];
    }),
  );
}

it('tags all files, and takes it back to the byte', async () => {
  const before = snapshot();
  const first = await tagFiles({ analysis, writeFrontMatter: true }, context);
  expect(first).toMatchObject({ tagged: 12, frontMatter: 8, skipped: [] });
  const again = await tagFiles({ analysis, writeFrontMatter: true }, context);
  expect(again).toMatchObject({ tagged: 12, frontMatter: 8, skipped: [] });
  const text = fs.readFileSync(path.join(source, '.grove/tags.json'), 'utf8');
  expect(Object.keys(parseTagFile(text).files)).toHaveLength(12);
  expect(fs.readFileSync(path.join(source, '0.md'), 'utf8')).toMatch(
    /^---\ntags: \[mine, grove\/\S+\]\n---\nThe bread/,
  );
  expect(untagFiles(source, analysisId(analysis))).toEqual({ restored: 8, skipped: [] });
  expect(snapshot()).toEqual(before);
});

it('leaves files that changed or went, and says so', async () => {
  const file = path.join(source, '9.txt');
  const gone = path.join(source, '8.txt');
  const text = fs.readFileSync(gone);
  fs.writeFileSync(file, 'Quite another text.');
  fs.utimesSync(file, Date.now() / 1000 + 60, Date.now() / 1000 + 60);
  fs.rmSync(gone);
  const { tagged, skipped } = await tagFiles({ analysis, writeFrontMatter: false }, context);
  expect(tagged).toBe(10);
  expect(skipped).toEqual([
    { path: '8.txt', reason: 'is not there any more' },
    { path: '9.txt', reason: 'has changed since the analysis' },
  ]);
  fs.writeFileSync(gone, text);
  untagFiles(source, analysisId(analysis));
  expect(fs.existsSync(path.join(source, '.grove'))).toBe(false);
});

it.each([1, 3, 5])('a run that is cancelled after %i Markdown files leaves nothing', async (after) => {
  const before = snapshot();
  let written = 0;
  let time = 0;
  const cancelling: RunContext = {
    ...context,
    now: () => (time += 100),
    progress: ({ stage }) => void (written += stage === 'save' ? 1 : 0),
    isCancelled: () => written > after,
  };
  await expect(tagFiles({ analysis, writeFrontMatter: true }, cancelling)).rejects.toMatchObject({ code: 'cancelled' });
  expect(snapshot()).toEqual(before);
});

it('keeps what a person wrote since', async () => {
  await tagFiles({ analysis, writeFrontMatter: true }, context);
  const file = path.join(source, '5.md');
  fs.appendFileSync(file, 'More.');
  untagFiles(source, analysisId(analysis));
  expect(fs.readFileSync(file, 'utf8')).toBe('The engine and the wheel and the brake of day 5.\r\nMore.');
});
