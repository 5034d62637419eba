import { expect, it } from 'vitest';
import { excludeGlob } from '../../../src/cli/excludeGlob';
import { folderWith, readCorpus } from '../corpus/corpusFolder';

const files = ['a.log', 'keep.txt', 'sub/b.log', 'sub/deep/c.log', 'drafts/d.txt', 'sub/drafts/e.txt'];

it.each([
  ['*.log', ['drafts/d.txt', 'keep.txt', 'sub/drafts/e.txt']],
  ['/*.log', ['drafts/d.txt', 'keep.txt', 'sub/b.log', 'sub/deep/c.log', 'sub/drafts/e.txt']],
  ['sub/*.log', ['a.log', 'drafts/d.txt', 'keep.txt', 'sub/deep/c.log', 'sub/drafts/e.txt']],
  ['**/*.log', ['drafts/d.txt', 'keep.txt', 'sub/drafts/e.txt']],
  ['drafts/', ['a.log', 'keep.txt', 'sub/b.log', 'sub/deep/c.log']],
  ['./drafts', ['a.log', 'keep.txt', 'sub/b.log', 'sub/deep/c.log', 'sub/drafts/e.txt']],
])('%s leaves out what .gitignore would', async (pattern, kept) => {
  const root = folderWith(Object.fromEntries(files.map((file) => [file, 'some words'])));
  const asGlob = await readCorpus(root, { exclude: [excludeGlob(pattern)] });
  expect(asGlob.ids).toEqual(kept);
  const ignored = folderWith({ ...Object.fromEntries(files.map((file) => [file, 'some words'])), '.gitignore': pattern.replace(/^\.\//, '/') }); // prettier-ignore
  expect((await readCorpus(ignored)).ids).toEqual(kept);
});
