import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nearestNeighbours } from '../../../src/engine/math/nearestNeighbours';
import { listsOf, type NeighbourParams, neighbourTaskList } from '../../../src/engine/math/neighbourTasks';
import { runJob, sharedBuffer, share, threadCount } from '../../../src/engine/math/threads/threads';
import { silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import { normalMatrix } from '../../support/matrices';

const rows = 3000;
const k = 5;
const x = normalMatrix(rows, 4, 2);

function paramsFor(participants: number): NeighbourParams {
  return {
    ...{ rows, columns: 4, k, similarity: 'product' },
    values: share(x.values),
    similarities: new Float32Array(sharedBuffer(participants * rows * k * 4)).fill(-Infinity),
    indices: new Int32Array(sharedBuffer(participants * rows * k * 4)).fill(-1),
  };
}

/** A thread that takes a task, spoils its lists and dies. */
const dying = (): Worker =>
  new Worker(
    `const { parentPort } = require('node:worker_threads');
     parentPort.on('message', ({ params, board, participant }) => {
       const task = Atomics.add(board.cells, 0, 1);
       if (task < board.tasks) Atomics.store(board.cells, 3 + task, participant);
       params.similarities.fill(99, participant * ${rows * k}, (participant + 1) * ${rows * k});
       process.exit(7);
     });`,
    { eval: true },
  );

/** Waits at its first look at the clock, so that the other threads get work. */
function slowContext(): typeof silentContext {
  return { ...silentContext, now: () => performance.now() };
}

afterEach(() => vi.unstubAllGlobals());

describe('threads', () => {
  it('are as many as the cores, or one where there is no shared memory', async () => {
    expect(threadCount()).toBeGreaterThanOrEqual(1);
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(threadCount()).toBe(1);
    expect(sharedBuffer(8)).toBeInstanceOf(ArrayBuffer);
    const found = await nearestNeighbours(x, k, silentContext);
    vi.unstubAllGlobals();
    expect(found).toEqual(await nearestNeighbours(x, k, silentContext, { threads: 2 }));
  });

  it('that die have their part done again', async () => {
    const tasks = neighbourTaskList({ rows, columns: 4 }).length;
    const expected = await nearestNeighbours(x, k, silentContext, { threads: 1 });
    const params = paramsFor(2);
    const logged: string[] = [];
    const thread = dying();
    await new Promise((resolve) => thread.once('online', resolve));
    // This thread waits in its first breath until the other has died.
    const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    let clock = 0;
    const context = {
      ...silentContext,
      log: (line: string) => logged.push(line),
      now: () => (clock += 50),
      yieldToEvents: () => ended,
    };
    await runJob('neighbours', params, tasks, context, { threads: 2, spawn: () => thread });
    expect(logged).toHaveLength(1);
    const [own, others] = [listsOf(params, 0), listsOf(params, 1)];
    expect(others.similarities.includes(99)).toBe(false);
    expect(others.indices.some((index) => index >= 0)).toBe(true); // it had taken a task
    for (let i = 0; i < rows; i++) {
      const best = [own, others]
        .flatMap((lists) => [...lists.similarities.subarray(i * k, (i + 1) * k)])
        .sort((a, b) => b - a)
        .slice(0, k);
      expect(best).toEqual([...expected.similarities.subarray(i * k, (i + 1) * k)]);
    }
  });

  it('that cannot be made leave the work to this one', async () => {
    const params = paramsFor(2);
    const tasks = neighbourTaskList(params).length;
    const refuse = (): Worker => {
      throw new Error('no more threads');
    };
    await runJob('neighbours', params, tasks, silentContext, { threads: 2, spawn: refuse });
    const expected = await nearestNeighbours(x, k, silentContext, { threads: 1 });
    expect(listsOf(params, 0).indices).toEqual(expected.indices);
  });

  it('stop when the run is cancelled', async () => {
    let asked = 0;
    const context = { ...slowContext(), isCancelled: () => ++asked > 1 };
    const large = normalMatrix(30_000, 64, 1);
    const run = nearestNeighbours(large, 3, context, { threads: 2 });
    await expect(run).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled'));
    expect(asked).toBe(2);
    // The threads are free for the next job.
    await nearestNeighbours(x, k, silentContext, { threads: 2 });
  });
});
