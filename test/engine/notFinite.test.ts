import fs from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import type * as encoder from '../../src/engine/encoder/encoder';
import { newFolder, writeFiles } from '../support/folders';
import { cluster } from '../support/runs';
import { notes } from '../support/texts';

/** An encoder that goes wrong at the fourth document. */
vi.mock('../../src/engine/encoder/encoder', async (original) => {
  const real = await original<typeof encoder>();
  return {
    ...real,
    encodeCorpus: async (...request: Parameters<typeof encoder.encodeCorpus>) => {
      const encoded = await real.encodeCorpus(...request);
      encoded.encoding.values[3 * encoded.encoding.columns] = NaN;
      return encoded;
    },
  };
});

it('a vector that is not finite is refused by the name of its document, and nothing is written', async () => {
  const folder = newFolder();
  const source = path.join(folder, 'notes');
  fs.mkdirSync(source);
  const files = notes(12);
  writeFiles(source, files);
  const fourth = Object.keys(files).sort()[3]!;
  const out = path.join(folder, 'notes.grove');
  await expect(cluster(source, out)).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining(`The vector of document ${fourth} holds NaN`) as string,
  });
  expect(fs.existsSync(out)).toBe(false);
});
