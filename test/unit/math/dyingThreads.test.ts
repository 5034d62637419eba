import type * as workerThreads from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TrialParams } from '../../../src/engine/clustering/bottleneckTrials';
import { neighbourGraph } from '../../../src/engine/clustering/neighbourGraph';
import { approximateNeighbours } from '../../../src/engine/math/approximateNeighbours';
import { runJob, share, sharedBuffer } from '../../../src/engine/math/threads/threads';
import { type RunContext, silentContext } from '../../../src/engine/runContext';
import { blobs, normalMatrix, sparseMatrix } from '../../support/matrices';

const { jobs, ends, taken } = vi.hoisted(() => ({
  jobs: ['cells', 'refine', 'bottleneckTrials'],
  ends: [] as Promise<unknown>[],
  /** The job of each thread that died with a task. */
  taken: [] as string[],
}));

/** Every thread takes a task, spoils the neighbours that it has a place for, and dies. */
vi.mock('node:worker_threads', async (original) => {
  const threads = await original<typeof workerThreads>();
  const code = `
    const { parentPort } = require('node:worker_threads');
    const codes = ${JSON.stringify(jobs)};
    parentPort.on('message', ({ name, params, board, participant }) => {
      const task = Atomics.add(board.cells, 0, 1);
      if (task < board.tasks) Atomics.store(board.cells, 3 + task, participant);
      if (name === 'cells') {
        const place = params.rows * params.k;
        params.similarities.fill(99, participant * place, (participant + 1) * place);
      }
      process.exit(task < board.tasks ? 10 + codes.indexOf(name) : 1);
    });`;
  class DyingWorker extends threads.Worker {
    constructor() {
      super(code, { eval: true });
      const end = (resolve: () => void) => (code: number) => {
        if (code >= 10) taken.push(jobs[code - 10]!);
        resolve();
      };
      ends.push(new Promise<void>((resolve) => this.once('exit', end(resolve))));
    }
  }
  return { ...threads, Worker: DyingWorker };
});

afterEach(() => {
  ends.length = 0;
  taken.length = 0;
});

/** Waits in each breath, of which there is one a task, until all threads so far have died. */
function waitingContext(logged: string[]): RunContext {
  let clock = 0;
  return {
    ...silentContext,
    log: (line) => logged.push(line),
    now: () => (clock += 50),
    yieldToEvents: async () => {
      await Promise.all(ends);
    },
  };
}

describe('where every thread dies with a task in its hands', () => {
  it('approximate neighbours are the same', async () => {
    const x = normalMatrix(9000, 24, 2);
    const alone = await approximateNeighbours(x, 9, 'squared-distance', silentContext, 1);
    const logged: string[] = [];
    const found = await approximateNeighbours(x, 9, 'squared-distance', waitingContext(logged), 3);
    expect(found).toEqual(alone);
    expect([...new Set(taken)].sort()).toEqual(['cells', 'refine']);
    expect(logged.filter((line) => line.includes('its part is done again')).length).toBeGreaterThanOrEqual(
      taken.length,
    );
  });

  it('the trials of the refinement find the same', async () => {
    const [n, k] = [240, 4];
    const made = blobs(n, 6, k, 0.2, 3);
    const view = { ...made, values: share(made.values) };
    const counts = sparseMatrix(n, 50, 0.2, 4);
    counts.values.forEach((value, at) => (counts.values[at] = 1 + Math.abs(Math.round(value))));
    const { offsets, indices, values } = counts;
    const graph = await neighbourGraph(view, 5, silentContext);
    const trials = [0, 0.3, 0.5, 0].map((sizeWeight, i) => ({ start: 0, sizeWeight, maxPasses: 3, seed: 7 + i }));
    const run = async (threads: number, context: RunContext): Promise<TrialParams> => {
      const params: TrialParams = {
        counts: { ...counts, offsets: share(offsets), indices: share(indices), values: share(values) },
        vectors: view,
        views: [view],
        graphs: [graph],
        k,
        starts: share(Int32Array.from({ length: n }, (_, i) => i % k)),
        trials,
        labels: new Int32Array(sharedBuffer(trials.length * n * 4)),
        objectives: new Float64Array(sharedBuffer(trials.length * 8)),
        told: new Float64Array(sharedBuffer(trials.length * 8)),
        knit: new Float64Array(sharedBuffer(trials.length * 8)),
      };
      await runJob('bottleneckTrials', params, trials.length, context, { threads });
      return params;
    };
    const alone = await run(1, silentContext);
    const found = await run(3, waitingContext([]));
    expect(taken).toEqual(['bottleneckTrials', 'bottleneckTrials']);
    for (const result of ['labels', 'objectives', 'told', 'knit'] as const)
      expect(Array.from(found[result])).toEqual(Array.from(alone[result]));
  });
});
