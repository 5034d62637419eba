import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../../src/engine/math/random';
import { readAnalysis } from '../../src/engine/storage/analysisFolder';
import { analysisFiles } from '../../src/shared/analysis';
import { newFolder, writeFiles } from '../support/folders';
import { cluster, samples } from '../support/runs';

/** So many, with so many clusters, that neighbours, k-means' starts and the refinement are divided among threads. */
const passages = 3200;
const options = { clusters: 40, compress: 'none' } as const;
const { documents, encodings, vectors, linkage, projection } = analysisFiles;
const files = [documents, encodings, vectors, linkage, projection];

afterEach(() => vi.restoreAllMocks());

function textsOf(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:txt|md)$/.test(file))
    .sort()
    .map((file) => fs.readFileSync(path.join(folder, file), 'utf8'));
}

/** A table of passages drawn from texts, `length` characters each. */
function writePassages(texts: readonly string[], length: number): string {
  const random = seededRandom(11);
  const lines = Array.from({ length: passages }, (_, row) => {
    const text = texts[Math.floor(random() * texts.length)]!;
    const from = Math.floor(random() * Math.max(1, text.length - length));
    return JSON.stringify({ id: `passage ${row}`, text: text.slice(from, from + length) });
  });
  return path.join(writeFiles(newFolder(), { 'passages.jsonl': lines.join('\n') }), 'passages.jsonl');
}

async function clusterOn(threads: number, source: string): Promise<string> {
  const out = path.join(newFolder(), 'passages.grove');
  const asked = vi.spyOn(os, 'availableParallelism').mockClear().mockReturnValue(threads);
  const result = await cluster(source, out, options);
  expect(result.documents).toBe(passages);
  expect(asked.mock.calls.length).toBeGreaterThan(3); // each part that is divided asks, and so does what is saved
  return out;
}

const english = textsOf(samples.english);
const chinese = textsOf(samples.chinese);

describe.each([
  ['English', english, 160],
  ['Chinese', chinese, 40],
  ['mixed', [...english, ...chinese], 100],
])('%s passages', (_, texts, length) => {
  it('give the same bytes on one thread and on three', async () => {
    const source = writePassages(texts, length);
    const [one, three] = [await clusterOn(1, source), await clusterOn(3, source)];
    for (const file of files)
      expect(fs.readFileSync(path.join(three, file)).equals(fs.readFileSync(path.join(one, file))), file).toBe(true);
    const [{ clusters: a }, { clusters: b }] = [await readAnalysis(one), await readAnalysis(three)];
    expect(b).toEqual(a);
  }, 180_000);
});
