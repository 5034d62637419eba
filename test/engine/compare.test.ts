import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareAnalyses } from '../../src/engine/comparison/compareAnalyses';
import { clusterCorpus } from '../../src/engine/pipeline';
import { silentContext } from '../../src/engine/runContext';
import { newFolder } from '../support/folders';

const samples = path.resolve(import.meta.dirname, '../../media/samples');

describe('comparing two analyses', () => {
  let folder: string;
  const at = (name: string): string => path.join(folder, name);
  const compare = (first: string, second: string, context = silentContext) =>
    compareAnalyses({ first: at(first), second: at(second) }, context);
  const cluster = (source: string, name: string, clusters: number) =>
    clusterCorpus({ runId: 'test', source: path.join(samples, source), out: at(name), name, options: { clusters, projection: 'none' }, sourceOptions: {} }, silentContext); // prettier-ignore

  beforeAll(async () => {
    folder = newFolder();
    await cluster('english', 'four', 4);
    await cluster('english', 'seven', 7);
    await cluster('chinese', 'chinese', 3);
  });

  it('agrees with itself entirely', async () => {
    const comparison = await compare('four', 'four');
    expect(comparison).toMatchObject({ ari: 1, moved: [], gone: [], fresh: [], onlyFirst: 0, onlySecond: 0 });
    expect(comparison.nmi).toBeCloseTo(1, 12);
    for (const { first, second, jaccard } of comparison.matches) expect([first, jaccard]).toEqual([second, 1]);
  });

  it('accounts for every document, and mirrors when the two change places', async () => {
    const there = await compare('four', 'seven');
    const back = await compare('seven', 'four');
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    expect(sum(there.flows.map(({ documents }) => documents))).toBe(there.common);
    expect(sum(there.matches.map(({ common }) => common)) + there.moved.length).toBe(there.common);
    expect(there.matches).toHaveLength(4);
    expect(there.fresh).toHaveLength(3);
    expect(back.gone).toHaveLength(3);
    expect(back.ari).toBeCloseTo(there.ari, 12);
    for (const { from, to, documents } of there.flows) expect(back.flows).toContainEqual({ from: to, to: from, documents }); // prettier-ignore
    for (const { first, second, common, jaccard } of there.matches) {
      const sizeOf = (all: typeof there.first, id: number): number => all.clusters.find((each) => each.id === id)!.size;
      expect(jaccard).toBeCloseTo(common / (sizeOf(there.first, first) + sizeOf(there.second, second) - common), 12);
    }
  });

  it('stops when it is cancelled', async () => {
    const context = { ...silentContext, isCancelled: () => true };
    await expect(compare('four', 'seven', context)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('refuses analyses without a common document', async () => {
    await expect(compare('four', 'chinese')).rejects.toThrow(/no document in common/);
  });
});
