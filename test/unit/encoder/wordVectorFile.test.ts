import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadWordVectors } from '../../../src/engine/encoder/wordVectors';
import { silentContext } from '../../../src/engine/runContext';
import { sequencesOf } from '../../support/sequences';

const { vocabulary } = sequencesOf([['cat', 'dog', 'zebra']]);
const termOf = (text: string): number => vocabulary.findIndex((term) => term.text === text);

let folder: string;
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'grove-vectors-'));
});
afterAll(() => fs.rm(folder, { recursive: true }));

async function load(name: string, content: string | Uint8Array): ReturnType<typeof loadWordVectors> {
  const file = path.join(folder, name);
  await fs.writeFile(file, content);
  return loadWordVectors(vocabulary, file, silentContext);
}

function word2vecBinary(words: Record<string, number[]>): Buffer {
  const entries = Object.entries(words);
  const parts = [Buffer.from(`${entries.length} ${entries[0]![1].length}\n`)];
  for (const [word, vector] of entries)
    parts.push(Buffer.from(`${word} `), Buffer.from(Float32Array.from(vector).buffer), Buffer.from('\n'));
  return Buffer.concat(parts);
}

const table = { the: [9, 9], Dog: [8, 8], cat: [1.5, -2], dog: [3, 4] };
const text = Object.entries(table).map(([word, vector]) => `${word} ${vector.join(' ')}\n`).join(''); // prettier-ignore

describe('word vector files', () => {
  it.each([
    ['word2vec.bin', word2vecBinary(table)],
    ['word2vec.bin.gz', gzipSync(word2vecBinary(table))],
    ['glove.txt', text],
    ['glove.txt.gz', gzipSync(text)],
    ['no-newline.txt', text.trimEnd()],
    ['fasttext.vec', `4 2\n${text}`],
  ])('reads %s, keeping only the vocabulary', async (name, content) => {
    const vectors = await load(name, content);
    expect(vectors.dimensions).toBe(2);
    expect(vectors.found).toBe(2);
    const row = vectors.rowOf[termOf('cat')]!;
    expect(Array.from(vectors.vectors.subarray(row * 2, row * 2 + 2))).toEqual([1.5, -2]);
    expect(vectors.rankOf[termOf('cat')]).toBe(2);
    expect(vectors.rowOf[termOf('zebra')]).toBe(-1);
  });

  it.each([
    ['cut.bin', word2vecBinary(table).subarray(0, 30), /byte 30: it ends after 2 of 4 words/],
    ['header.bin', 'no header here\n', /byte 0/],
    ['ragged.txt', 'cat 1 2\ndog 3\n', /line 2.*1 values, not 2/],
    ['nan.bin', word2vecBinary({ the: [9, 9], cat: [1, NaN] }), /byte 21: a value is not a number/],
    ['infinite.txt', 'cat 1 2\ndog Infinity 3\n', /line 2.*not a number/],
    ['longer.txt', 'cat 1 2\ndog 3 4\nzebra\n', /line 3.*0 values, not 2/],
    ['nan.txt', 'cat 1 2\ndog 3 x\n', /line 2.*not a number/],
    ['empty.txt', '', /no word vectors/],
    ['empty.bin', '', /byte 0: it is empty/],
    ['endless.bin', '3 99999999\n', /byte 0: it says that vectors have 99999999 dimensions/],
    ['short.vec', `9 2\n${text}`, /line 5: it ends after 4 of 9 words/],
    ['promise.vec', '1 3\ncat 1 2\n', /line 2: it has 2 values, not 3/],
    ['binary.txt', new Uint8Array(1_200_000).fill(65), /line 1: it has no end; is it a binary file\?/],
    ['cut.txt.gz', gzipSync(text).subarray(0, 20), /can't be read beyond line/],
    ['cut.bin.gz', gzipSync(word2vecBinary(table)).subarray(0, 30), /can't be read beyond byte/],
  ])('says where %s is damaged', async (name, content, message) => {
    await expect(load(name, content)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(message) as string,
    });
  });

  it('takes the first of a word that is there twice', async () => {
    const binary = Buffer.concat([
      Buffer.from('2 2\n'),
      ...[[1, 2], [3, 4]].flatMap((vector) => [Buffer.from('cat '), Buffer.from(Float32Array.from(vector).buffer)]), // prettier-ignore
    ]);
    for (const vectors of [await load('twice.txt', 'cat 1 2\ncat 3 4\n'), await load('twice.bin', binary)]) {
      expect(Array.from(vectors.vectors)).toEqual([1, 2]);
      expect(vectors.found).toBe(1);
    }
  });

  it('names a file that is not there', async () => {
    await expect(loadWordVectors(vocabulary, path.join(folder, 'none.bin'), silentContext)).rejects.toThrow(
      /none\.bin/,
    );
  });
});

describe('the shipped vectors', () => {
  it('know English words, by rank of frequency', async () => {
    const shipped = await loadWordVectors(vocabulary, '', silentContext);
    expect(shipped.dimensions).toBe(100);
    expect(shipped.found).toBe(3);
    const cosine = (a: string, b: string): number => {
      const [x, y] = [a, b].map((word) => {
        const row = shipped.rowOf[termOf(word)]! * 100;
        return shipped.vectors.subarray(row, row + 100);
      });
      const dot = (p: Float32Array, q: Float32Array): number => p.reduce((sum, value, i) => sum + value * q[i]!, 0);
      return dot(x!, y!) / Math.sqrt(dot(x!, x!) * dot(y!, y!));
    };
    expect(cosine('cat', 'dog')).toBeGreaterThan(cosine('cat', 'zebra'));
    expect(shipped.rankOf[termOf('dog')]).toBeLessThan(shipped.rankOf[termOf('zebra')]!);
  });
});
