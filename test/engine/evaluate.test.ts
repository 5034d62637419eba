import fs from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateAnalysis } from '../../src/engine/evaluation/evaluateAnalysis';
import { clusterCorpus } from '../../src/engine/pipeline';
import { silentContext } from '../../src/engine/runContext';
import { readDocuments } from '../../src/engine/storage/documentTable';
import { newFolder } from '../support/folders';

const sample = path.resolve(import.meta.dirname, '../../media/samples/english');

describe('evaluating a stored analysis', () => {
  let folder: string;
  let analysis: string;
  const cluster = (out: string, clusters: number) =>
    clusterCorpus({ runId: 'test', source: sample, out, name: 'sample', options: { clusters, projection: 'none' }, sourceOptions: {} }, silentContext); // prettier-ignore

  beforeAll(async () => {
    folder = newFolder();
    analysis = path.join(folder, 'sample.grove');
    await cluster(analysis, 4);
  });

  it('measures every cluster, and the same twice', async () => {
    const evaluation = await evaluateAnalysis({ analysis, resamples: 5 }, silentContext);
    expect(evaluation.clusters).toHaveLength(4);
    for (const { stability, npmi, cV, nearest, id } of evaluation.clusters) {
      expect(stability).toBeGreaterThan(0);
      expect(stability).toBeLessThanOrEqual(1);
      expect(npmi).toBeGreaterThan(-1);
      expect(cV).toBeGreaterThan(0);
      expect(nearest).not.toBe(id);
    }
    const { centreDistances, keywordOverlap } = evaluation.tables!;
    centreDistances.forEach((row, a) => {
      expect(row[a]).toBe(0);
      row.forEach((distance, b) => expect(distance).toBe(centreDistances[b]![a]));
      const others = row.filter((_, b) => b !== a);
      expect(row[evaluation.clusters[a]!.nearest!]).toBe(Math.min(...others));
    });
    keywordOverlap.forEach((row, a) => expect(row[a]).toBe(1));
    expect(await evaluateAnalysis({ analysis, resamples: 5 }, silentContext)).toEqual(evaluation);
  });

  it('takes other names for the columns, and names the flags where there is no such column', async () => {
    const labelFile = path.join(folder, 'named.csv');
    const ids = (await readDocuments(analysis)).map(({ id }) => id);
    await fs.writeFile(labelFile, ['file,topic', ...ids.map((id, i) => `"${id}",${i % 3}`)].join('\n'));
    const columns = { id: 'file', label: 'topic' };
    const { external } = await evaluateAnalysis({ analysis, labelFile, columns, resamples: 0 }, silentContext);
    expect(external?.report).toHaveLength(3);
    await expect(evaluateAnalysis({ analysis, labelFile, columns: {}, resamples: 0 }, silentContext)).rejects.toThrow(
      /no column 'id'.*'file', 'topic'.*--id-column/,
    );
  });

  it('takes true labels of a part of the documents', async () => {
    const labelFile = path.join(folder, 'labels.csv');
    const parquet = await evaluateAnalysis({ analysis, resamples: 0 }, silentContext);
    expect(parquet.external).toBeUndefined();
    expect(parquet.clusters.every(({ stability }) => stability === null)).toBe(true);
    const ids = (await readDocuments(analysis)).slice(0, 30).map(({ id }) => id);
    const lines = ids.map((id) => `"${id.replaceAll(`"`, `""`)}",${path.dirname(id)}`);
    await fs.writeFile(labelFile, ['id,label', ...lines].join('\n'));
    const { external } = await evaluateAnalysis({ analysis, labelFile, resamples: 0 }, silentContext);
    const { counts, clusters, classes } = external!.confusion;
    expect(counts.flat().reduce((sum, n) => sum + n, 0)).toBe(30);
    expect(counts.map((row) => row.length)).toEqual(clusters.map(() => classes.length));
    expect(external!.report.reduce((sum, { support }) => sum + support, 0)).toBe(30);
  });

  it('has nothing to compare in one cluster', async () => {
    const single = path.join(folder, 'single.grove');
    await cluster(single, 1);
    const { internal, clusters, tables } = await evaluateAnalysis({ analysis: single, resamples: 2 }, silentContext);
    expect(internal.silhouette).toBeNull();
    expect(clusters.map(({ stability, nearest }) => [stability, nearest])).toEqual([[1, null]]);
    expect(tables!.centreDistances).toEqual([[0]]);
  });
});
