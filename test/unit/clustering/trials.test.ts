import { describe, expect, it } from 'vitest';
import type { TrialParams } from '../../../src/engine/clustering/bottleneckTrials';
import { informationBottleneck } from '../../../src/engine/clustering/informationBottleneck';
import { modularity } from '../../../src/engine/clustering/modularity';
import { neighbourGraph } from '../../../src/engine/clustering/neighbourGraph';
import { predictability } from '../../../src/engine/clustering/predictability';
import type { StartParams } from '../../../src/engine/clustering/startTrials';
import type { Matrix } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { runJob, share, sharedBuffer } from '../../../src/engine/math/threads/threads';
import { silentContext } from '../../../src/engine/runContext';
import { blobs, isSamePartition, sparseMatrix } from '../../support/matrices';

const n = 240;
const k = 4;
const context = { ...silentContext, now: () => performance.now() };
const shared = (x: Matrix): Matrix => ({ ...x, values: share(x.values) });
const view = shared(blobs(n, 6, k, 0.2, 3));
const counts = sparseMatrix(n, 50, 0.2, 4);
counts.values.forEach((value, at) => (counts.values[at] = 1 + Math.abs(Math.round(value))));

describe('trials of the information bottleneck', () => {
  const settings = [0, 0.3].flatMap((sizeWeight) =>
    [0, 1].map((start) => ({ start, sizeWeight, maxPasses: 3, seed: 7 + start })),
  );
  const starts = Int32Array.from({ length: 2 * n }, (_, i) => (i < n ? i % k : Math.floor((k * (i - n)) / n)));
  const views = [view, shared(blobs(n, 5, k, 0.5, 6))];
  const graphOf = (x: Matrix) => neighbourGraph(x, 5, context);
  const run = async (threads: number): Promise<TrialParams> => {
    const params: TrialParams = {
      counts: {
        ...counts,
        offsets: share(counts.offsets),
        indices: share(counts.indices),
        values: share(counts.values),
      },
      vectors: view,
      views,
      graphs: await Promise.all(views.map(graphOf)),
      k,
      starts: share(starts),
      trials: settings,
      labels: new Int32Array(sharedBuffer(settings.length * n * 4)),
      objectives: new Float64Array(sharedBuffer(settings.length * 8)),
      told: new Float64Array(sharedBuffer(settings.length * views.length * 8)),
      knit: new Float64Array(sharedBuffer(settings.length * 8)),
    };
    await runJob('bottleneckTrials', params, settings.length, context, { threads });
    return params;
  };

  it('find what a run by itself finds, how well each view tells it, and how well knit it is in them', async () => {
    const { labels, objectives, told, knit } = await run(1);
    const [first, second] = await Promise.all(views.map(graphOf));
    for (const [trial, { start, sizeWeight, seed }] of settings.entries()) {
      const from = starts.slice(start * n, (start + 1) * n);
      const found = await informationBottleneck({ counts, vectors: view }, from, k, { maxPasses: 3, sizeWeight }, seededRandom(seed), context); // prettier-ignore
      expect(labels.slice(trial * n, (trial + 1) * n)).toEqual(found.labels);
      expect(objectives[trial]).toBe(found.objective);
      for (const [at, own] of views.entries())
        expect(told[2 * trial + at]).toBe(await predictability([own], found.labels, k, seededRandom(1), context));
      const both = modularity(first!, found.labels, k) + modularity(second!, found.labels, k);
      expect(knit[trial]).toBeCloseTo(both / 2, 12);
    }
  });

  it('find the same on any number of threads', async () => {
    const [one, three] = [await run(1), await run(3)];
    expect(Array.from(three.labels)).toEqual(Array.from(one.labels));
    expect(Array.from(three.objectives)).toEqual(Array.from(one.objectives));
    expect(Array.from(three.told)).toEqual(Array.from(one.told));
    expect(Array.from(three.knit)).toEqual(Array.from(one.knit));
  });
});

describe('trials of k-means', () => {
  it('find clusters of each view, the same on any number of threads', async () => {
    const other = shared(blobs(n, 9, k, 0.2, 5));
    const truth = Int32Array.from({ length: n }, (_, i) => i % k);
    const run = async (threads: number): Promise<Int32Array[]> => {
      const labels = new Int32Array(sharedBuffer(2 * n * 4));
      const params: StartParams = { encodings: [view, other], k, seeds: [1, 2], labels };
      await runJob('startTrials', params, 2, context, { threads });
      return [labels.slice(0, n), labels.slice(n)];
    };
    const [first, second] = await run(1);
    expect([isSamePartition(first!, truth), isSamePartition(second!, truth)]).toEqual([true, true]);
    expect(await run(2)).toEqual([first, second]);
  });
});
