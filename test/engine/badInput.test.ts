import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { silentContext } from '../../src/engine/runContext';
import { similarDocuments } from '../../src/engine/similarity/similarDocuments';
import { exportAnalysis } from '../../src/engine/storage/exportAnalysis';
import { exportFormats } from '../../src/shared/engineProtocol';
import type { StageProgress } from '../../src/shared/progress';
import { newFolder, writeFiles } from '../support/folders';
import { isSamePartition } from '../support/matrices';
import { cluster, documentsOf } from '../support/runs';
import { notes, text } from '../support/texts';

afterEach(() => vi.restoreAllMocks());

/** A folder with the files, and a place for an analysis that is not in it. */
function corpusOf(files: Readonly<Record<string, string | Uint8Array>>): { source: string; out: string } {
  const folder = newFolder();
  const source = path.join(folder, 'notes');
  fs.mkdirSync(source);
  writeFiles(source, files);
  return { source, out: path.join(folder, 'made', 'notes.grove') };
}

const skips = (skipped: readonly { id: string; reason: string }[]): Record<string, string> =>
  Object.fromEntries(skipped.map(({ id, reason }) => [id, reason]));

const failure = (code: string, message: RegExp) =>
  ({ code, message: expect.stringMatching(message) as string }) as const;

/** Does something to files, by their names, each time one is about to be opened. */
function onOpen(actions: Readonly<Record<string, (file: string) => void>>): void {
  const open = fsPromises.open.bind(fsPromises);
  vi.spyOn(fsPromises, 'open').mockImplementation(async (file, ...rest) => {
    actions[path.basename(String(file))]?.(String(file));
    return open(file, ...rest);
  });
}

describe('nothing to cluster', () => {
  it.each([
    ['an empty folder', {}, /There are no documents in .*notes/],
    ['only binaries', { 'a.png': 'x', 'b.txt': Uint8Array.of(0, 1, 2, 0, 255, 0, 7) }, /Nothing in .*notes could be/],
    ['only empty files', { 'a.txt': '', 'b.md': '' }, /each is empty/],
    ['a table without rows', { 'a.csv': 'id,text\n' }, /notes/],
  ])('%s: says so, and makes no folder', async (_, files, message) => {
    const { source, out } = corpusOf(files);
    await expect(cluster(source, out)).rejects.toMatchObject(failure('bad-input', message));
    expect(fs.existsSync(path.dirname(out))).toBe(false);
  });

  it('a folder that is an analysis, and one that only looks like it', async () => {
    const { source, out } = corpusOf(notes(3));
    await cluster(source, out);
    await expect(cluster(out, `${out}2`)).rejects.toMatchObject(failure('bad-input', /is an analysis/));
    fs.mkdirSync(path.join(source, 'analysis.json'));
    expect((await cluster(source, out)).documents).toBe(3);
  });
});

describe('few documents', () => {
  it.each([1, 2, 3])('%i: one cluster, and all that can be asked of it', async (n) => {
    const { source, out } = corpusOf(notes(n));
    const { documents, clusters } = await cluster(source, out);
    expect(documents).toBe(n);
    expect(clusters.map(({ size }) => size)).toEqual([n]);
    const { similar } = await similarDocuments({ analysis: out, document: 'note 0.txt', top: 10 });
    expect(similar).toHaveLength(n - 1);
    for (const format of exportFormats)
      await exportAnalysis({ analysis: out, format, file: `${out}.${format}` }, silentContext);
    expect(fs.readFileSync(`${out}.newick`, 'utf8')).toContain(`'note ${n - 1}.txt'`);
  });

  it.each(['autoencoder', 'pca'] as const)('three, compressed by %s', async (compress) => {
    const { source, out } = corpusOf(notes(3));
    expect((await cluster(source, out, { compress, clusters: 2 })).documents).toBe(3);
  });
});

describe('more documents than an algorithm can take', () => {
  it('are refused once they are counted, before they are encoded', async () => {
    const { source, out } = corpusOf({ 'a.csv': `text\n${'bread and butter\n'.repeat(501)}` });
    const stages = new Set<string>();
    const context = { ...silentContext, progress: ({ stage }: StageProgress) => void stages.add(stage) };
    await expect(cluster(source, out, { algorithm: 'agnes' }, { context })).rejects.toMatchObject(
      failure('usage', /--algorithm agnes takes at most 500 documents.* there are 501/),
    );
    expect([...stages]).toEqual(['read', 'preprocess']);
    expect(fs.existsSync(out)).toBe(false);
  });
});

describe('documents that say nothing', () => {
  it('all identical: one cluster, named by what they say', async () => {
    const { source, out } = corpusOf(Object.fromEntries(Object.keys(notes(30)).map((name) => [name, text(0)])));
    const { clusters, documents } = await cluster(source, out);
    expect(documents).toBe(30);
    expect(clusters.map(({ size }) => size)).toEqual([30]);
    expect(clusters[0]!.label.toLowerCase()).toMatch(/bread|dough|oven|flour|yeast|rise/);
    const rows = await documentsOf(out);
    expect(rows.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });

  it('only stop words: a cluster without keywords, but with a name', async () => {
    const { source, out } = corpusOf({ 'a.txt': 'the of and', 'b.txt': 'to be or not to be', 'c.txt': 'it is what it is' }); // prettier-ignore
    const { clusters, documents } = await cluster(source, out);
    expect(documents).toBe(3);
    expect(clusters).toMatchObject([{ size: 3, keywords: [] }]);
    expect(clusters[0]!.label).not.toBe('');
  });

  it('some empty, some without words, among others: skipped or kept, none lost', async () => {
    const { source, out } = corpusOf({ ...notes(30), 'empty.txt': '', 'blank.md': ' \n\t', 'stop.txt': 'the of and to' }); // prettier-ignore
    const { documents, skipped, clusters } = await cluster(source, out);
    expect(skips(skipped)).toEqual({ 'empty.txt': 'is empty', 'blank.md': 'holds only white space' });
    expect(documents).toBe(31);
    const top = clusters.filter(({ parent }) => parent === null);
    expect(top.reduce((sum, { size }) => sum + size, 0)).toBe(31);
  });
});

it('names with spaces, quotes, #, %, emoji and right-to-left letters stay as they are', async () => {
  const names = [
    'with  spaces .txt',
    `it's "quoted".md`,
    '#1 %20 100%.txt',
    '🌳 grove 🌲.txt',
    'שלום עולם.txt',
    'مرحبا/بالعالم.md',
    'e\u0301 and é.txt',
    '-dash,comma;semi.txt',
    'back\\slash.txt',
    'line\nbreak.txt',
    '漢字/目录.txt',
  ];
  const { source, out } = corpusOf(Object.fromEntries(names.map((name, i) => [name, text(i)])));
  const { skipped } = await cluster(source, out);
  expect(skipped).toEqual([]);
  const rows = await documentsOf(out);
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(names));
  for (const document of names) {
    const found = await similarDocuments({ analysis: out, document, top: 2 });
    expect([found.document, found.similar.length]).toEqual([document, 2]);
  }
  for (const format of exportFormats)
    await exportAnalysis({ analysis: out, format, file: `${out}.${format}` }, silentContext);
  expect(fs.readFileSync(`${out}.newick`, 'utf8')).toContain(`'it''s "quoted".md'`);
});

describe('a file that changes while it is read', () => {
  it('is skipped when it vanishes', async () => {
    const { source, out } = corpusOf(notes(12));
    onOpen({ 'note 5.txt': (file) => fs.rmSync(file) });
    const { documents, skipped } = await cluster(source, out);
    expect(documents).toBe(11);
    expect(skips(skipped)).toEqual({ 'note 5.txt': 'vanished while reading' });
  });

  it('is read as it is when it grows or shrinks', async () => {
    const { source, out } = corpusOf({
      ...notes(12),
      'short.txt': text(0).repeat(40),
      'table.csv': `text\n${text(1)}`,
    });
    onOpen({
      'note 5.txt': (file) => fs.appendFileSync(file, text(5).repeat(500)),
      'short.txt': (file) => fs.truncateSync(file, 60),
    });
    expect((await cluster(source, out)).documents).toBe(14);
    const short = (await documentsOf(out)).find(({ id }) => id === 'short.txt')!;
    expect(short.snippet.length).toBeLessThanOrEqual(60);
  });

  it('is skipped when it becomes a folder', async () => {
    const { source, out } = corpusOf(notes(12));
    onOpen({
      'note 5.txt': (file) => {
        fs.rmSync(file);
        fs.mkdirSync(file);
      },
    });
    expect(Object.keys(skips((await cluster(source, out)).skipped))).toEqual(['note 5.txt']);
  });
});

describe('a file that cannot be read', () => {
  it('is skipped with the reason, and the rest is clustered', async () => {
    const { source, out } = corpusOf(notes(12));
    onOpen({
      'note 7.txt': () => {
        throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
      },
    });
    const { documents, skipped } = await cluster(source, out);
    expect(documents).toBe(11);
    expect(skips(skipped)).toEqual({ 'note 7.txt': 'cannot be read (no permission)' });
  });

  it('of 200 MB is skipped unread, as a document and as a table', async () => {
    const { source, out } = corpusOf(notes(12));
    for (const name of ['huge.txt', 'huge.csv']) {
      fs.writeFileSync(path.join(source, name), 'text\n');
      fs.truncateSync(path.join(source, name), 200 * 2 ** 20);
    }
    const { documents, skipped } = await cluster(source, out);
    expect(documents).toBe(12);
    const reason = 'is larger than 10 MB (--max-file-size-mb; setting grove.maxFileSizeMB)';
    expect(skips(skipped)).toEqual({ 'huge.txt': reason, 'huge.csv': reason });
  });

  it('of 200 MB given as the table itself, of which nothing is text, is refused', async () => {
    const { source, out } = corpusOf({ 'huge.csv': '' });
    fs.truncateSync(path.join(source, 'huge.csv'), 200 * 2 ** 20);
    await expect(cluster(path.join(source, 'huge.csv'), out)).rejects.toMatchObject(failure('bad-input', /huge\.csv/));
  });
});

describe('a table with broken rows', () => {
  const rows = Array.from({ length: 24 }, (_, i) => text(i).trim());

  it('.jsonl: lists each, and clusters the rest', async () => {
    const lines = rows.map((row, i) => JSON.stringify({ id: `r${i}`, text: row }));
    lines.splice(3, 0, '{"id": "half", "text": "no end');
    lines.splice(9, 0, '[1, 2]', '');
    const { source, out } = corpusOf({ 'table.jsonl': lines.join('\n') });
    const { documents, skipped } = await cluster(path.join(source, 'table.jsonl'), out);
    expect(documents).toBe(24);
    expect(skipped.length).toBe(2);
    for (const { id, reason } of skipped) expect(`${id} ${reason}`).toMatch(/row-?\s?\d+ .*\w{4}/);
  });

  it('.csv: lists each, and clusters the rest', async () => {
    const lines = ['id,text', ...rows.map((row, i) => `r${i},"${row}"`)];
    lines.splice(5, 0, 'too,many,cells,here');
    const { source, out } = corpusOf({ 'table.csv': lines.join('\n') });
    const { documents, skipped } = await cluster(path.join(source, 'table.csv'), out);
    expect(documents + skipped.length).toBe(25);
    expect(documents).toBeGreaterThanOrEqual(24);
    const found = await documentsOf(out);
    const own = found.filter(({ id }) => /^r\d+$/.test(id));
    expect(own).toHaveLength(24);
  });

  it('.csv: a quote that is never closed does not swallow the rows before it', async () => {
    const lines = ['id,text', ...rows.map((row, i) => `r${i},"${row}"`), 'open,"never closed', 'last,row'];
    const { source, out } = corpusOf({ 'table.csv': lines.join('\n') });
    const { documents, skipped } = await cluster(path.join(source, 'table.csv'), out);
    expect(documents).toBeGreaterThanOrEqual(24);
    expect(documents + skipped.length).toBeGreaterThanOrEqual(25);
  });
});

describe('a place that cannot be written', () => {
  it('is refused before the work, where it lies under a file', async () => {
    const { source, out } = corpusOf(notes(3));
    const file = path.join(source, 'note 0.txt');
    const progress = vi.fn();
    const context = { ...silentContext, progress };
    const under = path.join(file, 'deep', 'x.grove');
    await expect(cluster(source, under, {}, { context })).rejects.toMatchObject(
      failure('bad-input', /note 0\.txt is a file/),
    );
    await expect(cluster(source, file, {}, { context })).rejects.toMatchObject(
      failure('bad-input', /note 0\.txt is a file/),
    );
    expect(progress).not.toHaveBeenCalled();
    expect(fs.existsSync(path.dirname(out))).toBe(false);
  });

  it('is refused before the work, where the disk is read-only', async () => {
    const { source, out } = corpusOf(notes(3));
    const readOnly = Object.assign(new Error('EROFS'), { code: 'EROFS' });
    vi.spyOn(fsPromises, 'access').mockRejectedValue(readOnly);
    await expect(cluster(source, out)).rejects.toMatchObject(failure('write-failed', /the disk is read-only.*--out/));
  });

  it.each(['documents.parquet', 'analysis.json', 'vectors.npy'])(
    'fails with the earlier analysis intact when the disk is full at %s',
    async (name) => {
      const { source, out } = corpusOf(notes(12));
      await cluster(source, out);
      const before = fs.readFileSync(path.join(out, 'analysis.json'));
      const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      const isIt = (file: unknown): boolean => String(file).endsWith(name) && String(file).includes('partial');
      const { open, writeFile } = fsPromises;
      vi.spyOn(fsPromises, 'open').mockImplementation((file, ...rest) => {
        return isIt(file) ? Promise.reject(full) : open(file, ...rest);
      });
      vi.spyOn(fsPromises, 'writeFile').mockImplementation((file, ...rest) => {
        return isIt(file) ? Promise.reject(full) : writeFile(file, ...rest);
      });
      await expect(cluster(source, out, { seed: 2 })).rejects.toMatchObject(
        failure('write-failed', /the disk is full/),
      );
      expect(fs.readdirSync(path.dirname(out))).toEqual(['notes.grove']);
      expect(fs.readFileSync(path.join(out, 'analysis.json')).equals(before)).toBe(true);
    },
  );
});

describe('two runs that write the same place', () => {
  it('both end well, and the place holds one whole analysis', async () => {
    const { source, out } = corpusOf(notes(24));
    const runs = Array.from({ length: 4 }, (_, i) => cluster(source, out, { seed: i + 1 }));
    for (const { documents } of await Promise.all(runs)) expect(documents).toBe(24);
    expect(fs.readdirSync(path.dirname(out))).toEqual(['notes.grove']);
    const rows = await documentsOf(out);
    expect(isSamePartition(rows.map(({ id }) => Number(/\d+/.exec(id)![0]) % 3), rows.map((row) => row.cluster))).toBe(true); // prettier-ignore
  });

  it('a run whose analysis lies in the folder that another reads does not disturb it', async () => {
    const { source } = corpusOf(notes(24));
    const inside = path.join(source, 'notes.grove');
    writeFiles(`${inside}.partial-${process.pid}-AbCdEf`, { 'stray.txt': text(1) });
    const results = await Promise.all([cluster(source, inside), cluster(source, inside, { seed: 2 })]);
    for (const { documents, skipped } of results) expect([documents, skipped]).toEqual([24, []]);
  });
});
