import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { splitCluster } from '../../src/engine/edits/splitCluster';
import { clusterCorpus } from '../../src/engine/pipeline';
import { silentContext } from '../../src/engine/runContext';
import { readAnalysis } from '../../src/engine/storage/analysisFolder';
import { cutOf, type DocumentRow } from '../../src/shared/analysis';
import { type Edit, editLine, editLogOf } from '../../src/shared/edits/editLog';
import type { ClusterResult } from '../../src/shared/engineProtocol';
import type { ClusterOptions } from '../../src/shared/options';
import { grove } from '../support/commandLine';
import { newFolder } from '../support/folders';
import { documentsOf, samples } from '../support/runs';

const folder = newFolder();
const source = path.join(folder, 'notes');
const out = path.join(folder, 'notes.grove');
const options = { clusters: 6, projection: 'none' } as const;

let runs = 0;
/** Each run has a time of its own, as runs have. */
function run(
  asked: Partial<ClusterOptions> = {},
  place: { out?: string; previous?: string } = {},
): Promise<ClusterResult> {
  const time = new Date(Date.UTC(2026, 0, 1) + 1000 * runs++).toISOString();
  const params = { runId: 'test', source, out, name: 'notes', options: { ...options, ...asked }, sourceOptions: {} };
  return clusterCorpus({ ...params, ...place }, { ...silentContext, timestamp: () => time });
}

const written = new Map<string, string>();
function takeAway(file: string): void {
  written.set(file, fs.readFileSync(path.join(source, file), 'utf8'));
  fs.rmSync(path.join(source, file));
}

/** Clusters 0 … 5 as they were found first: 0 and 1 are merged, documents of 3 moved to 2, 4 is split. */
describe('what a person changed by hand, when the analysis is run again', () => {
  let first: DocumentRow[];
  let moved: string[];
  let parts: readonly { readonly documents: readonly string[] }[];
  let fresh: string[];
  const of = (
    rows: readonly DocumentRow[],
    ids: readonly string[],
    key: 'cluster' | 'subcluster' = 'cluster',
  ): number[] => {
    const wanted = new Set(ids);
    return [...new Set(rows.filter(({ id }) => wanted.has(id)).map((row) => row[key]))];
  };
  const idsIn = (...clusters: number[]): string[] => first.filter(({ cluster }) => clusters.includes(cluster)).map(({ id }) => id); // prettier-ignore
  const mostOf = (rows: readonly DocumentRow[], ids: readonly string[]): number => {
    const counts = new Map<number, number>();
    for (const row of rows) if (ids.includes(row.id)) counts.set(row.cluster, (counts.get(row.cluster) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1])[0]![0];
  };
  const change = async (edit: Edit): Promise<void> => {
    const { created } = await readAnalysis(out);
    fs.appendFileSync(editLogOf(out), editLine({ base: created, edit }));
  };
  const ref = (rows: readonly DocumentRow[], id: number) => ({
    ...{ id, isPart: false },
    anchors: rows.filter((row) => row.cluster === id).sort((a, b) => b.confidence - a.confidence).slice(0, 50).map((row) => row.id), // prettier-ignore
  });

  beforeAll(async () => {
    fs.cpSync(samples.english, source, { recursive: true });
    const files = fs.readdirSync(source, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    fresh = files.map(({ parentPath, name }) => path.relative(source, path.join(parentPath, name))).sort().filter((_, i) => i % 9 === 4); // prettier-ignore
    fresh.forEach(takeAway);
    await run();
    first = await documentsOf(out);
    moved = idsIn(3).slice(0, 3);
    await change({ kind: 'merge', clusters: [ref(first, 1)], into: ref(first, 0) });
    await change({ kind: 'move', documents: moved, to: ref(first, 2) });
    const split = await splitCluster({ analysis: out, documents: idsIn(4), parts: 2 }, silentContext);
    parts = split.parts;
    await change({ kind: 'split', cluster: ref(first, 4), parts: split.parts.map((part, i) => ({ ...part, id: 1000 + i })) }); // prettier-ignore
    await change({ kind: 'rename', cluster: ref(first, 0), label: 'Both' });
  });

  function expectKept(rows: readonly DocumentRow[]): void {
    expect(of(rows, idsIn(0, 1))).toHaveLength(1);
    expect(of(rows, moved)).toHaveLength(1);
    expect(of(rows, moved)).toEqual([mostOf(rows, idsIn(2))]);
    expect(of(rows, moved)).not.toEqual([mostOf(rows, idsIn(3))]);
    const [a, b] = parts.map(({ documents }) => of(rows, documents));
    expect([a!.length, b!.length]).toEqual([1, 1]);
    expect(a).not.toEqual(b);
  }

  it('is as it was over the same files, and in the analysis’ own files', async () => {
    const edited = await documentsOf(out);
    const result = await run();
    const again = await documentsOf(out);
    const partition = (rows: readonly DocumentRow[]): string[][] =>
      [...new Set(rows.map(({ cluster }) => cluster))].map((id) => rows.filter(({ cluster }) => cluster === id).map((row) => row.id)).sort(); // prettier-ignore
    expect(partition(again)).toEqual(partition(edited));
    const { clusters, edits, metrics } = JSON.parse(fs.readFileSync(path.join(out, 'analysis.json'), 'utf8')) as Awaited<ReturnType<typeof readAnalysis>>; // prettier-ignore
    for (const { id, size } of cutOf(clusters))
      expect(again.filter(({ cluster }) => cluster === id)).toHaveLength(size);
    expect(cutOf(clusters)).toHaveLength(6);
    expect(metrics.coherence!.clusters).toHaveLength(6);
    expect(edits).toEqual(result.edits);
    expect(edits).toMatchObject({ entries: 4, skipped: [] });
    expect(again.find(({ id }) => id === idsIn(0)[0])!.cluster_label).toBe('Both');
  });

  it('holds with new, changed and removed files, for the command line, too, and elsewhere', async () => {
    fresh.forEach((file) => fs.writeFileSync(path.join(source, file), written.get(file)!));
    takeAway(idsIn(0)[0]!);
    takeAway(parts[0]!.documents[0]!);
    fs.appendFileSync(path.join(source, moved[0]!), '\n\nBread dough, yeast and an oven.\n');
    await run();
    const rows = await documentsOf(out);
    expectKept(rows);
    expect(rows.filter(({ id }) => fresh.includes(id))).toHaveLength(fresh.length);
    const elsewhere = path.join(folder, 'elsewhere.grove');
    const args = ['cluster', source, '--out', elsewhere, '--previous', out, '--clusters', '6', '--projection', 'none'];
    const { exitCode, stdout } = await grove(args);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^Changed by hand: \d+ documents are kept/m)]);
    expect(await documentsOf(elsewhere)).toEqual(rows);
    expect(fs.readFileSync(editLogOf(elsewhere), 'utf8')).toBe(fs.readFileSync(editLogOf(out), 'utf8'));
  });

  it.each([3, 9])('holds with %i clusters asked for', async (clusters) => {
    await run({ clusters });
    const rows = await documentsOf(out);
    expectKept(rows);
    expect(rows.find(({ id }) => id === idsIn(0)[1])!.cluster_label).toBe('Both');
  });

  it('holds among clusters of density', async () => {
    await run({ algorithm: 'hdbscan', noiseShare: 0.2 });
    expectKept(await documentsOf(out));
  });

  it('a later change goes before an earlier one; what is gone or contradicted is listed', async () => {
    await run();
    const before = await documentsOf(out);
    const [a, b] = parts.map(({ documents }) => of(before, documents)[0]!);
    takeAway(moved[2]!);
    await change({ kind: 'move', documents: [moved[1]!, moved[2]!], to: ref(before, mostOf(before, idsIn(5))) });
    await change({ kind: 'merge', clusters: [ref(before, b!)], into: ref(before, a!) });
    await change({ kind: 'pin', cluster: { id: 77, isPart: false, anchors: ['nowhere.md'] }, isPinned: true });
    const { edits } = await run();
    const rows = await documentsOf(out);
    expect(of(rows, [moved[1]!])).toEqual([mostOf(rows, idsIn(5))]);
    expect(of(rows, [moved[0]!])).toEqual([mostOf(rows, idsIn(2))]);
    expect(
      of(
        rows,
        parts.flatMap(({ documents }) => documents),
      ),
    ).toHaveLength(1);
    expect(edits!.skipped.map(({ edit, reason }) => `${edit} ${reason}`).sort()).toEqual(['apart contradicted', 'move gone', 'pin gone']); // prettier-ignore
    expect(edits!.skipped.find(({ edit }) => edit === 'move')!.documents).toEqual([moved[2]]);
  });
});
