import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCorpus } from '../../../src/engine/corpus/openCorpus';
import { silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import { defaultSourceOptions } from '../../../src/shared/options';
import { folderWith, readCorpus } from './corpusFolder';

describe('a folder', () => {
  it('is read recursively, in code-unit order, with every skip and its reason', async () => {
    const root = folderWith({
      'b.txt': 'second',
      'a/z.md': '# Title\n\nwords',
      'a/51060': 'a post without extension',
      'B.text': 'capital first',
      'empty.txt': '',
      'blank.txt': ' \n\t\n',
      'zeros.txt': new Uint8Array(500),
      'picture.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
      'disguised.txt': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
      'code.ts': 'export const x = 1;',
      'settings.json': '{"a": 1}',
      'paper.pdf': '%PDF-1.7',
      script: '#!/bin/sh\necho hello',
      'big.txt': 'x'.repeat(3000),
    });
    const { ids, skipped, expected } = await readCorpus(root, { maxFileSizeMB: 0.002 });
    expect(ids).toEqual(['B.text', 'a/51060', 'a/z.md', 'b.txt']);
    expect(skipped).toEqual({
      'empty.txt': 'is empty',
      'blank.txt': 'holds only white space',
      'zeros.txt': 'is not text (binary)',
      'picture.png': 'is not text (binary, .png)',
      'disguised.txt': 'is not text (binary: PNG image)',
      'code.ts': 'is not a text document (.ts)',
      'settings.json': 'is not a text document (.json)',
      'paper.pdf': 'is not text (PDF): save it as text or HTML to include it',
      script: 'is not a text document (a script or data file)',
      'big.txt': 'is larger than 0.002 MB (--max-file-size-mb; setting grove.maxFileSizeMB)',
    });
    expect(expected).toEqual({ total: 4, unit: 'documents' });
  });

  it('takes titles from the document, else from the file name', async () => {
    const root = folderWith({
      'notes/Dr. Smith': 'a letter',
      'notes/plain text.txt': 'words',
      'a.md': 'intro\n\n## First *heading*\n',
      'b.html': '<title>Page &amp; more</title><p>words',
      'v1.2': 'words',
    });
    const { documents } = await readCorpus(root);
    expect(Object.fromEntries(documents.map(({ id, title }) => [id, title]))).toEqual({
      'notes/Dr. Smith': 'Dr. Smith',
      'notes/plain text.txt': 'plain text',
      'a.md': 'First heading',
      'b.html': 'Page & more',
      'v1.2': 'v1.2',
    });
  });

  it('respects .gitignore and .groveignore of every level, exclude globs, and leaves hidden things out', async () => {
    const root = folderWith({
      '.gitignore': 'drafts/\n*.tmp.txt\n/only-root.txt\n',
      '.groveignore': '!keep.tmp.txt\n',
      'drafts/a.txt': 'x',
      'b.tmp.txt': 'x',
      'keep.tmp.txt': 'kept',
      'only-root.txt': 'x',
      'sub/only-root.txt': 'kept',
      'sub/.gitignore': '*.log\n!b.tmp.txt\n',
      'sub/c.log': 'x',
      'sub/b.tmp.txt': 'kept',
      'c.log': 'kept',
      '.hidden.txt': 'x',
      '.obsidian/a.md': 'x',
      'node_modules/a/README.md': 'x',
      'out/deep/x.txt': 'x',
      'other/out.txt': 'kept',
    });
    const { ids, skips } = await readCorpus(root, { exclude: ['**/out', '!nothing'] });
    expect(ids).toEqual(['c.log', 'keep.tmp.txt', 'other/out.txt', 'sub/b.tmp.txt', 'sub/only-root.txt']);
    expect(skips).toEqual([]);
  });

  it('leaves analyses that Grove wrote out, and refuses one as the source', async () => {
    const root = folderWith({
      'a.txt': 'words',
      'result/analysis.json': '{ "format": "grove-analysis", "version": 1 }',
      'result/report.txt': 'x',
      'b.grove/notes.txt': 'x',
      'mine/analysis.json': '{"format": "something else"}',
      'mine/words.txt': 'kept',
    });
    expect((await readCorpus(root)).ids).toEqual(['a.txt', 'mine/words.txt']);
    await expect(readCorpus(path.join(root, 'result'))).rejects.toThrow(/is an analysis that Grove wrote/);
  });

  it('follows links, but neither in circles nor to what is read anyway', async () => {
    const outside = folderWith({ 'far/away.txt': 'far', 'single.txt': 'one' });
    const root = folderWith({ 'real/a.txt': 'a', 'real/deep/b.txt': 'b' });
    fs.symlinkSync(root, path.join(root, 'real/deep/loop'));
    fs.symlinkSync(path.dirname(root), path.join(root, 'up'));
    fs.symlinkSync(path.join(root, 'real'), path.join(root, 'again'));
    fs.symlinkSync(path.join(root, 'real/a.txt'), path.join(root, 'a-link.txt'));
    fs.symlinkSync(path.join(outside, 'far'), path.join(root, 'far'));
    fs.symlinkSync(path.join(outside, 'single.txt'), path.join(root, 'one.txt'));
    fs.symlinkSync(path.join(outside, 'single.txt'), path.join(root, 'two.txt'));
    fs.symlinkSync(path.join(root, 'nowhere'), path.join(root, 'dangling.txt'));
    const { ids, skipped } = await readCorpus(root);
    expect(ids).toEqual(['far/away.txt', 'one.txt', 'real/a.txt', 'real/deep/b.txt']);
    expect(skipped).toEqual({
      'real/deep/loop': 'is a link to a folder that is read anyway',
      up: 'is a link to a folder around the source',
      again: 'is a link to a folder that is read anyway',
      'a-link.txt': 'is a link to a file that is read anyway',
      'two.txt': 'is a link to a file that is read anyway',
      'dangling.txt': 'is a link that leads nowhere',
    });
  });

  it('copes with any name', async () => {
    const names = [
      'a b',
      "it's",
      '"quoted"',
      'c#',
      '100%',
      '🌳',
      'שלום',
      'two\nlines',
      '(x)[y]{z}*',
      '%20',
      'é',
      '-rf',
    ];
    const root = folderWith(Object.fromEntries(names.map((name) => [`${name}.txt`, `about ${name}`])));
    const { documents, skips } = await readCorpus(root, { exclude: ['nothing*'] });
    expect(skips).toEqual([]);
    expect(new Set(documents.map(({ id }) => id))).toEqual(new Set(names.map((name) => `${name}.txt`)));
    for (const { id, text } of documents) expect(`${text}.txt`).toBe(`about ${id}`);
  });

  it('lists files that vanish or cannot be read, and takes changed ones as they are', async () => {
    const root = folderWith({ 'a.txt': 'a', 'gone.txt': 'x', 'kept.txt': 'old' });
    const options = { sourceOptions: defaultSourceOptions, maxFileSizeMB: 10 };
    const reader = await openCorpus(root, options, silentContext);
    fs.rmSync(path.join(root, 'gone.txt'));
    fs.writeFileSync(path.join(root, 'kept.txt'), 'much longer than it was before');
    const texts: string[] = [];
    for await (const { text } of reader.documents()) texts.push(text);
    expect(texts).toEqual(['a', 'much longer than it was before']);
    expect(reader.skipped).toEqual([{ id: 'gone.txt', reason: 'vanished while reading' }]);
  });

  it.skipIf(process.getuid?.() === 0)('lists files without permission', async () => {
    const root = folderWith({ 'a.txt': 'a', 'secret.txt': 'x' });
    fs.chmodSync(path.join(root, 'secret.txt'), 0);
    expect((await readCorpus(root)).skipped).toEqual({ 'secret.txt': 'cannot be read (no permission)' });
  });

  it('reads the rows of tables with a text column, and says why it does not read others', async () => {
    const root = folderWith({
      'a.txt': 'a',
      'survey.csv': 'id,text,label\nq1,first answer,x\nq2,second answer,y\n',
      'numbers.csv': 'x,y\n1,2\n',
      'posts.jsonl': '{"text": "a post"}\nbroken\n',
    });
    const { ids, skipped, expected } = await readCorpus(root);
    expect(ids).toEqual(['a.txt', 'posts.jsonl#1', 'survey.csv#q1', 'survey.csv#q2']);
    expect(Object.keys(skipped).sort()).toEqual(['numbers.csv', 'posts.jsonl#2']);
    expect(skipped['numbers.csv']).toMatch(/no column is called `text`.*'x', 'y'/);
    expect(skipped['posts.jsonl#2']).toMatch(/^line 2 of posts\.jsonl is not valid JSON/);
    expect(expected?.total).toBe(4);
  });

  it('gives the same again when it is iterated again', async () => {
    const root = folderWith({ 'a.txt': 'a', 'b.txt': '' });
    const options = { sourceOptions: defaultSourceOptions, maxFileSizeMB: 10 };
    const reader = await openCorpus(root, options, silentContext);
    for (let time = 0; time < 2; time++) {
      const ids: string[] = [];
      for await (const { id } of reader.documents()) ids.push(id);
      expect(ids).toEqual(['a.txt']);
      expect(reader.skipped).toHaveLength(1);
    }
  });

  it('stops between files when the run is cancelled', async () => {
    const root = folderWith(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}.txt`, `text ${i}`])));
    let cancelled = false;
    const context = { ...silentContext, isCancelled: () => cancelled };
    const reader = await openCorpus(root, { sourceOptions: defaultSourceOptions, maxFileSizeMB: 10 }, context);
    let count = 0;
    const reading = (async () => {
      for await (const { text } of reader.documents()) {
        expect(text).toBe(`text ${text.slice(5)}`);
        if (++count === 3) cancelled = true;
      }
    })();
    await expect(reading).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled'));
    expect(count).toBe(3);
  });
});

describe('a source that cannot be read', () => {
  const badInput = (message: RegExp) =>
    expect.objectContaining({ code: 'bad-input', message: expect.stringMatching(message) as string }) as Error;

  it.each([
    ['an empty folder', {}, /There are no documents in/],
    ['only binaries', { 'a.png': 'x', 'b.png': 'y' }, /2 entries were skipped; each is not text \(binary, \.png\)/],
    ['one empty file', { 'a.txt': '' }, /its only entry was skipped; 'a\.txt' is empty/],
  ])('%s', async (_, files, message) => {
    await expect(readCorpus(folderWith(files))).rejects.toEqual(badInput(message));
  });

  it('is missing', async () => {
    const root = folderWith({});
    await expect(readCorpus(path.join(root, 'none'))).rejects.toEqual(badInput(/none does not exist/));
  });

  it('is a single document', async () => {
    const root = folderWith({ 'a.txt': 'one\ntwo\n', 'b.json': '{}' });
    await expect(readCorpus(path.join(root, 'a.txt'))).rejects.toEqual(badInput(/add --lines/));
    await expect(readCorpus(path.join(root, 'b.json'))).rejects.toEqual(badInput(/not a table file/));
  });
});
