import fs from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { clusterPortrait } from '../../src/engine/explanation/clusterPortrait';
import { contrastClusters } from '../../src/engine/explanation/contrastClusters';
import { explainDocument } from '../../src/engine/explanation/explainDocument';
import { clusterCorpus } from '../../src/engine/pipeline';
import { silentContext } from '../../src/engine/runContext';
import { readDocuments } from '../../src/engine/storage/documentTable';
import { newFolder } from '../support/folders';

const samples = path.resolve(import.meta.dirname, '../../media/samples');

describe('explaining a stored analysis', () => {
  let source: string;
  let analysis: string;

  beforeAll(async () => {
    const folder = newFolder();
    source = path.join(folder, 'texts');
    analysis = path.join(folder, 'texts.grove');
    await fs.cp(path.join(samples, 'english'), source, { recursive: true });
    await clusterCorpus({ runId: 'test', source, out: analysis, name: 'sample', options: { clusters: 4, projection: 'none' }, sourceOptions: {} }, silentContext); // prettier-ignore
  });

  it('portrays a cluster by sentences and documents of its own', async () => {
    const { cluster, documents, summary } = await clusterPortrait(analysis, 1, silentContext);
    const own = new Set((await readDocuments(analysis)).filter((row) => row.cluster === 1).map(({ id }) => id));
    expect(cluster.id).toBe(1);
    expect(documents).toHaveLength(5);
    expect(new Set(documents.map(({ id }) => id)).size).toBe(5);
    expect(documents.every(({ id }) => own.has(id))).toBe(true);
    expect(summary.length).toBeGreaterThanOrEqual(2);
    for (const { text, document } of summary) {
      const words = text.split(' ').slice(1, 4).join(' ');
      const file = await fs.readFile(path.join(source, document), 'utf8');
      expect(file.replace(/\s+/g, ' ')).toContain(words);
    }
  });

  it('tells why a document is in its cluster, and what tells two clusters apart', async () => {
    const row = (await readDocuments(analysis)).find(({ cluster }) => cluster === 2)!;
    const { own, second } = await explainDocument(analysis, row.id, silentContext);
    expect(own.id).toBe(2);
    expect(own.terms.length).toBeGreaterThan(0);
    expect(second!.id).not.toBe(2);
    const { first } = await contrastClusters(analysis, 2, second!.id, 400);
    const distinctive = new Map(first.terms.map(({ term, counts }) => [term, counts]));
    // What draws the document to its cluster is commoner there, in proportion.
    expect(own.terms.filter(({ term }) => distinctive.has(term)).length).toBeGreaterThan(own.terms.length / 2);
    for (const { z, p } of first.terms) {
      expect(z).toBeGreaterThan(0);
      expect(p).toBeLessThanOrEqual(1);
    }
  });

  it('names what there is when asked for what there is not', async () => {
    await expect(clusterPortrait(analysis, 999, silentContext)).rejects.toThrow(/no cluster 999/);
    await expect(explainDocument(analysis, 'nowhere.md', silentContext)).rejects.toThrow(
      /nowhere\.md is not a document/,
    );
    await expect(contrastClusters(analysis, 1, 1, 5)).rejects.toThrow(/two clusters/);
  });

  it('makes do with the beginnings that it kept once the source is gone', async () => {
    await fs.rm(source, { recursive: true });
    const { summary } = await clusterPortrait(analysis, 1, silentContext);
    expect(summary.length).toBeGreaterThanOrEqual(1);
  });
});
