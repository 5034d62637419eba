import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../src/shared/analysis';
import { cutOf } from '../../src/shared/analysis';
import { grove } from '../support/commandLine';
import { newFolder } from '../support/folders';
import { cluster, documentsOf, samples } from '../support/runs';

const folder = newFolder();
const options = { clusters: 6, projection: 'none' } as const;
const analysisOf = (out: string): Analysis => JSON.parse(fs.readFileSync(path.join(out, 'analysis.json'), 'utf8')) as Analysis; // prettier-ignore

/** A copy of the English samples without some of its files. */
function copied(name: string, leftOut: (file: string, i: number) => boolean): string {
  const source = path.join(folder, name);
  fs.cpSync(samples.english, source, { recursive: true });
  const files = fs.readdirSync(source, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name: file }) => path.join(parentPath, file)).sort();
  paths.forEach((file, i) => leftOut(file, i) && fs.rmSync(file));
  return source;
}

function rename(out: string, id: number, label: string): void {
  const analysis = analysisOf(out);
  const clusters = analysis.clusters.map((each) => (each.id === id ? { ...each, label } : each));
  fs.writeFileSync(path.join(out, 'analysis.json'), JSON.stringify({ ...analysis, clusters }));
}

describe('running again', () => {
  it('keeps ids, names and colours of clusters that are the same, also a name that a person gave', async () => {
    const source = copied('notes', (_, i) => i % 12 === 5);
    const out = path.join(folder, 'notes.grove');
    const first = await cluster(source, out, options);
    expect(first.continuity).toBeUndefined();
    const before = new Map((await documentsOf(out)).map(({ id, cluster: own }) => [id, own]));
    rename(out, 2, 'My own name');
    fs.cpSync(samples.english, source, { recursive: true }); // the files that were left out are new ones

    const again = await cluster(source, out, options);
    const { continuity } = again;
    expect(continuity!.common).toBe(before.size);
    expect(continuity!.kept.length).toBeGreaterThanOrEqual(4);
    const now = await documentsOf(out);
    for (const { id, was, jaccard } of continuity!.kept) {
      expect(id).toBe(was);
      const either = now.filter((row) => before.has(row.id) && (row.cluster === id || before.get(row.id) === id));
      const both = either.filter((row) => row.cluster === id && before.get(row.id) === id);
      expect(jaccard).toBeCloseTo(both.length / either.length, 12);
      const label = id === 2 ? 'My own name' : first.clusters[id]!.label;
      expect(again.clusters[id]!.label).toBe(label);
      expect(now.find((row) => row.cluster === id)!.cluster_label).toBe(label);
    }
    expect(again.clusters[2]).toMatchObject({ id: 2, renamed: true });
    const colours = cutOf(again.clusters).map(({ colour }) => colour);
    expect(new Set(colours).size).toBe(6);
    expect(analysisOf(out).continuity).toEqual(continuity);

    const other = await cluster(source, out, { ...options, stopWords: ['moon'] });
    const renamed = other.continuity!.kept.find(({ was }) => was === 2);
    expect(other.clusters.find(({ id }) => id === renamed?.id)?.label).toBe('My own name');
  });

  it('over the same documents changes nothing', async () => {
    const out = path.join(folder, 'same.grove');
    const first = await cluster(samples.english, out, options);
    const bytes = fs.readFileSync(path.join(out, 'documents.parquet'));
    const again = await cluster(samples.english, out, options);
    expect(fs.readFileSync(path.join(out, 'documents.parquet')).equals(bytes)).toBe(true);
    expect(again.clusters.map(({ colour: _, ...rest }) => rest)).toEqual(first.clusters);
    expect(again.continuity).toMatchObject({ fresh: [], gone: [], merged: [], split: [] });
    expect(again.continuity!.kept.every(({ jaccard }) => jaccard === 1)).toBe(true);
  });

  it('with fewer clusters tells what was merged; the command line says so', async () => {
    const out = path.join(folder, 'fewer.grove');
    const { exitCode } = await grove(['cluster', samples.english, '--out', out, '--clusters', '8', '--projection', 'none', '--quiet']); // prettier-ignore
    expect(exitCode).toBe(0);
    const elsewhere = path.join(folder, 'elsewhere.grove');
    const run = await grove(['cluster', samples.english, '--out', elsewhere, '--previous', out, '--clusters', '3', '--projection', 'none', '--quiet']); // prettier-ignore
    expect(run.stdout).toMatch(/^Since the analysis before: \d clusters? (is|are) the same$/m);
    expect(run.stdout).toMatch(/^ {2}merged: “.+”, “.+” into “.+”$/m);
    const { clusters } = analysisOf(elsewhere);
    expect(cutOf(clusters).map(({ id }) => id)).toEqual([0, 1, 2]);
  });

  it('refuses an analysis of other documents, and passes over one of another source in its place', async () => {
    const out = path.join(folder, 'chinese.grove');
    await cluster(samples.chinese, out, options);
    const asked = await grove(['cluster', samples.english, '--out', path.join(folder, 'x.grove'), '--previous', out]);
    expect([asked.exitCode, asked.stderr]).toEqual([3, expect.stringMatching(/no document of .*--previous/s)]);
    expect((await cluster(samples.english, out, options)).continuity).toBeUndefined();
  });
});
