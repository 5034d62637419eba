import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  isPartialFolder,
  removeOwnPartials,
  removePartials,
  removeStalePartials,
} from '../../../src/shared/partialFolders';

let folder: string;
const make = (name: string): void => {
  fs.mkdirSync(path.join(folder, name));
  fs.writeFileSync(path.join(folder, name, 'content'), name);
};
const names = (): string[] => fs.readdirSync(folder).sort();

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-partials-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('removePartials', () => {
  it('removes what was written beside this place, and nothing of others', async () => {
    for (const name of ['news', 'news.partial-12-aBc', 'old news', 'old news.partial-12-aBc', 'news.partial'])
      make(name);
    await removePartials(path.join(folder, 'news'), () => true);
    expect(names()).toEqual(['news', 'news.partial', 'old news', 'old news.partial-12-aBc']);
  });

  it('puts the earlier analysis back when the process ended between the two renames', async () => {
    for (const name of ['news.partial-12-aBc', 'news.partial-12-aBc-old']) make(name);
    await removePartials(path.join(folder, 'news'), () => true);
    expect(names()).toEqual(['news']);
    expect(fs.readFileSync(path.join(folder, 'news', 'content'), 'utf8')).toBe('news.partial-12-aBc-old');
  });

  it('removes the earlier analysis when the new one is in its place', async () => {
    for (const name of ['news', 'news.partial-12-aBc-old']) make(name);
    await removePartials(path.join(folder, 'news'), () => true);
    expect(fs.readFileSync(path.join(folder, 'news', 'content'), 'utf8')).toBe('news');
    expect(names()).toEqual(['news']);
  });

  it('leaves what a living process is writing there', async () => {
    for (const name of ['news.partial-1-x', 'news.partial-2-x', 'news.partial-2-x-old']) make(name);
    await removePartials(path.join(folder, 'news'), (pid) => pid === 2);
    expect(names()).toEqual(['news', 'news.partial-1-x']);
  });

  it('does nothing where there is no folder', async () => {
    await expect(removePartials(path.join(folder, 'no', 'where'), () => true)).resolves.toBeUndefined();
  });
});

describe('removeOwnPartials', () => {
  it('removes what this process was writing there, and puts the earlier analysis back', () => {
    const own = `news.partial-${process.pid}-x`;
    for (const name of [own, `${own}-old`, 'news.partial-1-x', `olds.partial-${process.pid}-x`]) make(name);
    removeOwnPartials(path.join(folder, 'news'));
    expect(names()).toEqual(['news', 'news.partial-1-x', `olds.partial-${process.pid}-x`]);
    expect(fs.readFileSync(path.join(folder, 'news', 'content'), 'utf8')).toBe(`${own}-old`);
  });
});

describe('removeStalePartials', () => {
  it('leaves what a living process is writing', async () => {
    for (const name of ['a.partial-1-x', 'b.partial-2-x', 'b.partial-2-x-old', 'c']) make(name);
    await removeStalePartials(folder, (pid) => pid === 1);
    expect(names()).toEqual(['a.partial-1-x', 'b', 'c']);
  });
});

it('tells half-written folders from analyses', () => {
  expect(
    ['notes-a1b2c3', 'my.partial-notes', 'notes.partial-7-Zx9aBc', 'notes.partial-7-Zx9aBc-old'].map(isPartialFolder),
  ).toEqual([false, false, true, true]);
});
