import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DocumentRow } from '../../src/shared/analysis';
import { grove } from '../support/commandLine';
import { newFolder } from '../support/folders';
import { documentsOf, samples } from '../support/runs';

const folder = newFolder();

interface Made {
  readonly documents: number;
  readonly clusters: readonly { readonly id: number; readonly parent: number | null; readonly size: number }[];
  readonly reasons: Record<string, string>;
  readonly options: Record<string, unknown>;
}

async function made(name: string, flags: readonly string[]): Promise<{ answer: Made; rows: DocumentRow[]; out: string }> {
  const out = path.join(folder, name);
  const { exitCode, stdout } = await grove(['cluster', samples.english, '--out', out, '--json', ...flags]);
  expect(exitCode).toBe(0);
  return { answer: JSON.parse(stdout) as Made, rows: await documentsOf(out), out };
} // prettier-ignore

describe('--algorithm hdbscan', () => {
  const flags = ['--algorithm', 'hdbscan', '--min-cluster-size', '4'];

  it('gives every document a cluster, unless a noise share is allowed', async () => {
    const { answer, rows } = await made('none.grove', flags);
    expect(rows.every(({ cluster, nearest_cluster }) => cluster >= 0 && nearest_cluster === undefined)).toBe(true);
    expect(answer.options).toMatchObject({ algorithm: 'hdbscan', minSamples: 4, noiseShare: 0 });
  });

  it('leaves at most the noise share without one, and shows how many', async () => {
    const { answer, rows, out } = await made('some.grove', [...flags, '--noise-share', '0.1']);
    const noise = rows.filter(({ cluster }) => cluster === -1);
    expect(noise.length).toBeGreaterThan(0);
    expect(noise.length).toBeLessThanOrEqual(12);
    const top = answer.clusters.filter(({ parent }) => parent === null);
    expect(top.reduce((sum, { size }) => sum + size, 0)).toBe(answer.documents - noise.length);
    for (const { nearest_cluster, cluster_label, confidence } of noise) {
      expect(top.map(({ id }) => id)).toContain(nearest_cluster);
      expect([cluster_label, confidence]).toEqual(['', 0]);
    }
    expect(rows.every(({ outlier_score }) => outlier_score! >= 0 && outlier_score! <= 1)).toBe(true);
    const shown = await grove(['show', out, '--depth', '3']);
    expect(shown.stdout).toContain(`└─ without a cluster  (${noise.length})`);
    expect(shown.stdout).toContain(`[${noise[0]!.id}]`);
    const assigned = await grove(['assign', out, samples.english, '--json']);
    expect(assigned.exitCode).toBe(0);
    expect((await grove(['evaluate', out])).exitCode).toBe(0);
    expect((await grove(['export', out, '--format', 'html', '--out', `${out}.html`])).exitCode).toBe(0);
  });

  it('refuses a share beyond 1', async () => {
    const { exitCode, stderr } = await grove(['cluster', samples.english, '--noise-share', '2']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--noise-share');
  });
});

describe('--algorithm dbscan', () => {
  it('takes a radius, or finds one and says which', async () => {
    const chosen = await made('chosen.grove', ['--algorithm', 'dbscan', '--min-samples', '3']);
    expect(chosen.answer.reasons['epsilon']).toMatch(/^\d/);
    const given = await made('given.grove', ['--algorithm', 'dbscan', '--min-samples', '3', '--epsilon', '0.9']);
    expect(given.answer.options).toMatchObject({ algorithm: 'dbscan', epsilon: 0.9, minSamples: 3 });
    expect(given.answer.reasons['epsilon']).toBeUndefined();
  });
});
