import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunContext } from '../../src/engine/runContext';
import { stages, type StageProgress } from '../../src/shared/progress';
import { newFolder } from '../support/folders';
import { cluster, samples } from '../support/runs';

interface Listener {
  readonly context: RunContext;
  readonly reports: StageProgress[];
  /** How often the run looked at the clock after it was cancelled: each look is at the end of a piece of work. */
  readonly looksAfter: () => number;
}

/** Cancels a run at the first report that `when` is true of. By its clock every piece of work takes 40 ms. */
function cancelledAt(when: (progress: StageProgress) => boolean): Listener {
  const reports: StageProgress[] = [];
  let time = 0;
  let cancelled = false;
  let looks = 0;
  return {
    reports,
    looksAfter: () => looks,
    context: {
      progress(progress) {
        reports.push(progress);
        cancelled ||= when(progress);
      },
      isCancelled: () => cancelled,
      now() {
        if (cancelled) looks++;
        return (time += 40);
      },
      timestamp: () => '2026-01-01T00:00:00.000Z',
      yieldToEvents: () => new Promise((resolve) => setImmediate(resolve)),
      log() {},
      nameOption: (name) => name,
      warn() {},
    },
  };
}

describe('a cancelled run', () => {
  const folder = newFolder();
  const out = path.join(folder, 'survey.grove');
  let before: Buffer;
  let reported: Set<StageProgress['stage']>;
  beforeAll(async () => {
    const all = cancelledAt(() => false);
    await cluster(samples.survey, out, { compress: 'autoencoder' }, { context: all.context });
    reported = new Set(all.reports.map(({ stage }) => stage));
    before = fs.readFileSync(path.join(out, 'documents.parquet'));
  });

  it('reports every stage, each up to its end', () => {
    expect([...reported]).toEqual(stages.filter((stage) => reported.has(stage)));
    for (const stage of ['read', 'encode', 'compress', 'cluster', 'save'] as const) expect(reported).toContain(stage);
  });

  it.each(stages)('stops within a few pieces of work, and leaves the earlier analysis: %s', async (stage) => {
    const { context, reports, looksAfter } = cancelledAt((progress) => progress.stage === stage);
    const options = { compress: 'autoencoder', seed: 2 } as const;
    await expect(cluster(samples.survey, out, options, { context })).rejects.toMatchObject({ code: 'cancelled' });
    const after = reports.length - 1 - reports.findIndex((progress) => progress.stage === stage);
    expect(after).toBeLessThanOrEqual(4);
    expect(looksAfter()).toBeLessThanOrEqual(5);
    expect(fs.readdirSync(folder)).toEqual(['survey.grove']);
    expect(fs.readFileSync(path.join(out, 'documents.parquet')).equals(before)).toBe(true);
  });
});
