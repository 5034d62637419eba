import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { insightOf } from '../../src/engine/insights/insightOf';
import { clusterCorpus } from '../../src/engine/pipeline';
import { silentContext } from '../../src/engine/runContext';
import { readAnalysis } from '../../src/engine/storage/analysisFolder';
import { readDocuments } from '../../src/engine/storage/documentTable';
import { exportAnalysis } from '../../src/engine/storage/exportAnalysis';
import fs from 'node:fs/promises';
import { newFolder } from '../support/folders';

const samples = path.resolve(import.meta.dirname, '../../media/samples');

describe('what the panel asks about an analysis', () => {
  let folder: string;
  let survey: string;

  beforeAll(async () => {
    folder = newFolder();
    survey = path.join(folder, 'survey.grove');
    const source = path.join(
      samples,
      (await fs.readdir(samples)).find((name) => name.startsWith('survey'))!,
    );
    await clusterCorpus({ runId: 'test', source, out: survey, name: 'survey', options: { clusters: 4, projection: 'none' }, sourceOptions: {} }, silentContext); // prettier-ignore
  });

  it('timeline: every cluster of the cut, and all dated documents', async () => {
    const answer = await insightOf({ analysis: survey, name: 'timeline' }, silentContext);
    if (answer.name !== 'timeline') throw new Error(answer.name);
    const { totals, clusters } = answer.value;
    const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
    expect(clusters.map(({ id }) => id)).toEqual([0, 1, 2, 3]);
    expect(sum(clusters.map(({ counts }) => sum(counts)))).toBe(sum(totals));
    expect(sum(totals)).toBeGreaterThan(0);
  });

  it('sentiment: shares of each cluster, without the documents', async () => {
    const answer = await insightOf({ analysis: survey, name: 'sentiment' }, silentContext);
    if (answer.name !== 'sentiment') throw new Error(answer.name);
    expect(answer.value.clusters).toHaveLength(4);
    expect(answer.value).not.toHaveProperty('documents');
  });

  it('separation: distances between centres, and how well each cluster holds its documents', async () => {
    const answer = await insightOf({ analysis: survey, name: 'separation' }, silentContext);
    if (answer.name !== 'separation') throw new Error(answer.name);
    const { clusters, tables, measured, confusion } = answer.value;
    const { documents, metrics } = await readAnalysis(survey);
    expect(measured).toBe(documents);
    expect(clusters).toHaveLength(4);
    const weighted = clusters.reduce((sum, { mean, size }) => sum + mean! * size, 0) / documents;
    expect(weighted).toBeCloseTo(metrics.internal.silhouette!, 9);
    expect(confusion).toBeUndefined(); // the survey has no labels
    for (const { silhouettes, mean, size, stability } of clusters) {
      expect(stability).toBeGreaterThan(0);
      expect(silhouettes).toEqual([...silhouettes].sort((a, b) => b - a));
      expect(silhouettes).toHaveLength(Math.min(60, size));
      expect(mean).toBeGreaterThanOrEqual(silhouettes.at(-1)! - 1e-3);
    }
    expect(tables!.centreDistances.map((row, a) => [row[a], row.length])).toEqual([[0, 4], [0, 4], [0, 4], [0, 4]]); // prettier-ignore
  });

  it('distinctive: what some documents speak of more than the others', async () => {
    const rows = await readDocuments(survey);
    const documents = [...rows.keys()].filter((row) => rows[row]!.cluster === 0);
    const answer = await insightOf({ analysis: survey, name: 'distinctive', documents }, silentContext);
    if (answer.name !== 'distinctive') throw new Error(answer.name);
    const keywords = (await readAnalysis(survey)).clusters.find(({ id }) => id === 0)!.keywords.map(({ term }) => term);
    const found = answer.value.map(({ term }) => term);
    expect(found.length).toBeGreaterThan(0);
    expect(found.some((term) => keywords.includes(term))).toBe(true);
    expect(await insightOf({ analysis: survey, name: 'distinctive', documents: [-1, 9e9] }, silentContext)).toEqual({ name: 'distinctive', value: [] }); // prettier-ignore
  });

  it('duplicates: what is a copy', async () => {
    const texts = path.join(folder, 'texts');
    await fs.cp(path.join(samples, 'english'), texts, { recursive: true });
    const [first] = (await fs.readdir(texts, { recursive: true })).filter((name) => name.endsWith('.txt') || name.endsWith('.md')).sort(); // prettier-ignore
    await fs.cp(path.join(texts, first!), path.join(texts, 'zz copy.txt'));
    const analysis = path.join(folder, 'texts.grove');
    await clusterCorpus({ runId: 'test', source: texts, out: analysis, name: 'texts', options: { clusters: 4, projection: 'none' }, sourceOptions: {} }, silentContext); // prettier-ignore
    const { value } = await insightOf({ analysis, name: 'duplicates' }, silentContext);
    expect(value).toMatchObject([{ kept: first, copies: [{ id: 'zz copy.txt', similarity: 1 }] }]);
  });

  it('an HTML report holds the timeline where documents have dates, and how far clusters are apart', async () => {
    const file = path.join(folder, 'survey.html');
    await exportAnalysis({ analysis: survey, format: 'html', file }, silentContext);
    const html = await fs.readFile(file, 'utf8');
    expect(html).toContain('"insights":{"timeline":{"period"');
    expect(html).toContain('"separation":{"clusters":[');
  });
});
