import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { externalMetrics } from '../../src/engine/evaluation/externalMetrics';
import { readAnalysis } from '../../src/engine/storage/analysisFolder';
import { type DocumentRow, analysisFiles } from '../../src/shared/analysis';
import { newFolder } from '../support/folders';
import { cluster, documentsOf, knownContent, samples } from '../support/runs';

const bytesOf = (analysis: string, file: string): Buffer => fs.readFileSync(path.join(analysis, file));

/** Agreement of the clusters with the known topics, and of the deepest subclusters with the sub-topics. */
function agreement(corpus: 'english' | 'chinese', rows: readonly DocumentRow[]): { topics: number; subtopics: number } {
  const known = knownContent(corpus);
  const nmi = (labels: (row: DocumentRow) => number, truth: 'topic' | 'subtopic'): number =>
    externalMetrics(Int32Array.from(rows, labels), rows.map(({ id }) => known.get(id)![truth])).nmi; // prettier-ignore
  return { topics: nmi((row) => row.cluster, 'topic'), subtopics: nmi((row) => row.subcluster, 'subtopic') };
}

describe.each(['english', 'chinese'] as const)('the %s samples', (corpus) => {
  const folder = newFolder();
  const first = path.join(folder, 'first.grove');
  let rows: DocumentRow[];
  beforeAll(async () => {
    await cluster(samples[corpus], first);
    rows = await documentsOf(first);
  });

  it('hold every document once, in canonical order, and skip none', async () => {
    const ids = rows.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(ids)).toEqual(new Set(knownContent(corpus).keys()));
    expect((await readAnalysis(first)).skipped).toEqual([]);
  });

  it('fall into the topics that they were written on', async () => {
    const { topics, subtopics } = agreement(corpus, rows);
    expect(topics).toBeGreaterThan(0.8);
    expect(subtopics).toBeGreaterThan(0.7);
    const top = (await readAnalysis(first)).clusters.filter(({ parent }) => parent === null).length;
    const known = new Set([...knownContent(corpus).values()].map(({ topic }) => topic)).size;
    expect(top).toBeGreaterThanOrEqual(known / 2);
    expect(top).toBeLessThanOrEqual(known * 2);
  });

  it('are as well divided from another seed', async () => {
    const other = path.join(folder, 'other.grove');
    await cluster(samples[corpus], other, { seed: 20_261 });
    expect(agreement(corpus, await documentsOf(other)).topics).toBeGreaterThan(0.8);
    expect(bytesOf(other, analysisFiles.encodings).equals(bytesOf(first, analysisFiles.encodings))).toBe(false);
  });

  it('have labels that no sibling shares, from the words of their documents', async () => {
    const { clusters } = await readAnalysis(first);
    for (const { id, parent, label, keywords } of clusters) {
      const siblings = clusters.filter((other) => other.parent === parent && other.id !== id);
      expect(siblings.map((other) => other.label.toLowerCase())).not.toContain(label.toLowerCase());
      expect(keywords.length).toBeGreaterThan(0);
    }
  });
});

it('the survey, a table, keeps its ids, rows and dates', async () => {
  const out = path.join(newFolder(), 'survey.grove');
  const result = await cluster(samples.survey, out);
  const rows = await documentsOf(out);
  const lines = fs.readFileSync(samples.survey, 'utf8').trim().split('\n').length - 1;
  expect(rows).toHaveLength(lines);
  expect(result.documents).toBe(lines);
  expect(rows.every(({ path: file, row, date }) => file === 'survey.csv' && row! >= 1 && /^\d{4}-/.test(date!))).toBe(true); // prettier-ignore
  expect(new Set(rows.map(({ row }) => row)).size).toBe(lines);
  const top = result.clusters.filter(({ parent }) => parent === null).length;
  expect(top).toBeGreaterThanOrEqual(2);
  expect(top).toBeLessThanOrEqual(8); // four themes
});
