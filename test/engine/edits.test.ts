import fs from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { splitCluster } from '../../src/engine/edits/splitCluster';
import { silentContext } from '../../src/engine/runContext';
import { openEncodings } from '../../src/engine/similarity/openEncodings';
import { similarDocuments } from '../../src/engine/similarity/similarDocuments';
import { readAnalysis } from '../../src/engine/storage/analysisFolder';
import type { DocumentRow } from '../../src/shared/analysis';
import { type Edit, editLine, editLogOf } from '../../src/shared/edits/editLog';
import { newFolder } from '../support/folders';
import { cluster, documentsOf, knownContent, samples } from '../support/runs';

describe('what a person changed by hand in an analysis', () => {
  const analysis = path.join(newFolder(), 'english.grove');
  let rows: DocumentRow[];
  let created: string;
  beforeAll(async () => {
    await cluster(samples.english, analysis);
    rows = await documentsOf(analysis);
    ({ created } = await readAnalysis(analysis));
  });
  beforeEach(() => fs.rm(editLogOf(analysis), { force: true }));

  const write = (edit: Edit): Promise<void> => fs.appendFile(editLogOf(analysis), editLine({ base: created, edit }));
  const ref = (id: number) => ({
    ...{ id, isPart: false },
    anchors: rows.filter((row) => row.cluster === id).map((row) => row.id),
  });

  it('is in what the engine reads of it, and its own files stay as they are', async () => {
    const bytes = await fs.readFile(path.join(analysis, 'documents.parquet'));
    await similarDocuments({ analysis, document: rows[0]!.id, top: 3 });
    await write({ kind: 'merge', clusters: [ref(1)], into: ref(0) });
    await write({ kind: 'rename', cluster: ref(0), label: 'Both' });
    const { clusters } = await readAnalysis(analysis);
    expect(clusters.find(({ id }) => id === 0)?.label).toBe('Both');
    expect(clusters.some(({ id }) => id === 1)).toBe(false);
    const edited = await documentsOf(analysis);
    expect(edited.filter((row) => row.cluster_label === 'Both').map(({ id }) => id)).toEqual(
      rows.filter(({ cluster: own }) => own < 2).map(({ id }) => id),
    );
    const both = edited.find(({ cluster: own }) => own === 0)!;
    const { similar } = await similarDocuments({ analysis, document: both.id, top: 30 });
    expect(similar.map(({ clusterLabel }) => clusterLabel)).toContain('Both');
    expect(await fs.readFile(path.join(analysis, 'documents.parquet'))).toEqual(bytes);
  });

  it('is read once for many questions', async () => {
    await write({ kind: 'rename', cluster: ref(0), label: 'Read once' });
    const open = await openEncodings(analysis);
    expect(open.rows[open.rows.findIndex((row) => row.cluster === 0)]!.cluster_label).toBe('Read once');
    expect(await openEncodings(analysis)).toBe(open);
    await write({ kind: 'rename', cluster: ref(0), label: 'Read again' });
    const again = await openEncodings(analysis);
    expect(again.analysis.clusters.find(({ id }) => id === 0)?.label).toBe('Read again');
  });

  it('survives a run in its place', async () => {
    await write({ kind: 'rename', cluster: ref(2), label: 'Kept' });
    await cluster(samples.english, analysis, { seed: 7 });
    const kept = new Set(
      (await documentsOf(analysis)).filter((row) => row.cluster_label === 'Kept').map(({ id }) => id),
    );
    const before = rows.filter((row) => row.cluster === 2).map(({ id }) => id);
    expect(before.filter((id) => kept.has(id)).length).toBeGreaterThan(before.length / 2);
    await cluster(samples.english, analysis);
    ({ created } = await readAnalysis(analysis));
  });

  it('a cluster is split by itself, along its topics, into named parts of documents of its own', async () => {
    const known = knownContent('english');
    const [first, second] = [...new Set([...known.values()].map(({ topic }) => topic))];
    const documents = rows.map(({ id }) => id).filter((id) => [first, second].includes(known.get(id)!.topic));
    const { parts } = await splitCluster({ analysis, documents, parts: 2 }, silentContext);
    expect(parts).toHaveLength(2);
    expect(parts.flatMap((part) => part.documents).sort()).toEqual([...documents].sort());
    for (const part of parts) {
      const counts = [first, second].map(
        (topic) => part.documents.filter((id) => known.get(id)!.topic === topic).length,
      );
      expect(Math.max(...counts) / part.documents.length).toBeGreaterThan(0.8);
      expect(part.keywords.length).toBeGreaterThan(3);
      expect(part.documents).toContain(part.medoid);
    }
    expect(parts[0]!.label).not.toBe(parts[1]!.label);
    expect(await splitCluster({ analysis, documents, parts: 2 }, silentContext)).toEqual({ parts });
    const chosen = await splitCluster({ analysis, documents }, silentContext);
    expect(chosen.parts.length).toBeGreaterThanOrEqual(2);
    await expect(splitCluster({ analysis, documents: documents.slice(0, 1) }, silentContext)).rejects.toThrow(/larger/);
  });
});
