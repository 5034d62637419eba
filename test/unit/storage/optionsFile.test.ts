import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOptionsFile, writeOptionsFile } from '../../../src/engine/storage/optionsFile';
import { newFolder, writeFiles } from '../../support/folders';

const folder = newFolder();

describe('a file of options', () => {
  it('is read as it was written', async () => {
    const file = path.join(folder, 'best.json');
    const options = { views: ['tfidf', 'corpus-vectors:0.5'], algorithm: 'leiden', clusters: 12, seed: 3 } as const;
    await writeOptionsFile(file, { ...options, views: [...options.views] }, { score: 0.5 });
    expect(await readOptionsFile(file)).toEqual(options);
  });

  it('may be nothing but options, which stay open where they are not named', async () => {
    writeFiles(folder, { 'own.json': '{"algorithm": "kmeans"}' });
    expect(await readOptionsFile(path.join(folder, 'own.json'))).toEqual({ algorithm: 'kmeans' });
  });

  it.each([
    ['missing.json', undefined, /missing\.json can't be read/],
    ['text.json', 'kmeans', /text\.json can't be read/],
    ['list.json', '["kmeans"]', /list\.json holds no options/],
    ['unknown.json', '{"algoritm": "kmeans"}', /option algoritm in .*unknown\.json is wrong/],
    ['wrong.json', '{"clusters": -3}', /option clusters in .*wrong\.json is wrong/],
    ['view.json', '{"views": ["tfidf", "tfidf:2"]}', /a view is named twice/],
    ['newer.json', '{"format": "grove-options", "version": 2, "options": {}}', /has version 2 of the format/],
  ])('%s is refused with its name and what is wrong', async (name, content, message) => {
    if (content !== undefined) writeFiles(folder, { [name]: content });
    await expect(readOptionsFile(path.join(folder, name))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(message) as string,
    });
  });
});
