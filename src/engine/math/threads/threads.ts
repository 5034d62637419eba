import fs from 'node:fs';
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { assetPath } from '../../assets';
import { breather, completed, type RunContext } from '../../runContext';
import { type Job, type JobName, type JobParams, jobs, startJob } from './jobs';
import type { WorkerRequest } from './kernelWorker';
import { finishedTasks, finishTask, stopTasks, taskBoard, takeTask, tasksOf } from './taskBoard';

/** More threads than this gain nothing: memory is what they wait for. */
const mostThreads = 16;
const pollMs = 10;

/** How many threads a job is spread over: one where the machine has no shared memory or the worker's file is missing. */
export function threadCount(): number {
  if (typeof SharedArrayBuffer === 'undefined' || !fs.existsSync(workerFile())) return 1;
  return Math.max(1, Math.min(mostThreads, os.availableParallelism()));
}

/** Zeros on memory that threads share, where the machine has such memory. */
export function sharedBuffer(bytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}

/** The values on shared memory, copied unless they are there already. */
export function share<T extends Float32Array | Int32Array | Uint32Array>(values: T): T {
  if (typeof SharedArrayBuffer === 'undefined' || values.buffer instanceof SharedArrayBuffer) return values;
  const copy = new (values.constructor as new (buffer: ArrayBufferLike) => T)(sharedBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

export interface JobOptions {
  /** Threads to use, this one included. */
  readonly threads: number;
  /** Called now and then with the number of tasks that are finished. */
  readonly report?: (finished: number) => void;
  /** How a thread is made. */
  readonly spawn?: () => Worker;
}

/**
 * Runs all tasks of a job, on this thread and on others. What is computed is the same for any number of threads. Where a
 * thread dies or can't be made, this one does its part again. Throws when the run was cancelled; the others then stop
 * after the task at hand. Participants are numbered 0 (this thread) … threads − 1.
 */
export async function runJob<N extends JobName>(
  name: N,
  params: JobParams[N],
  tasks: number,
  context: RunContext,
  { threads, report, spawn = makeWorker }: JobOptions,
): Promise<void> {
  const board = taskBoard(tasks, sharedBuffer);
  const breathe = breather(context);
  const dead: number[] = [];
  const helpers: Promise<void>[] = [];
  const run = startJob(name, params, 0);
  try {
    for (let participant = 1; participant < threads; participant++) {
      const helping = help({ name, params, board, participant }, spawn);
      const onDeath = (cause: unknown): void => {
        dead.push(participant);
        context.log(`A thread died (${String(cause)}); its part is done again.`);
      };
      helpers.push(helping.catch(onDeath));
    }
    for (let task = takeTask(board, 0); task !== undefined; task = takeTask(board, 0)) {
      const steps = run(task);
      if (steps !== undefined) await completed(steps, breathe);
      finishTask(board);
      if (breathe.due()) {
        report?.(finishedTasks(board));
        await breathe();
      }
    }
    const helped = { isOver: false };
    const over = Promise.all(helpers).then(() => {
      helped.isOver = true;
    });
    // Whoever hasn't begun yet has nothing to do any more: only tasks that were taken are waited for.
    while (finishedTasks(board) < tasks && !helped.isOver) {
      await Promise.race([over, pause()]);
      report?.(finishedTasks(board));
      await breathe();
    }
    for (const participant of dead) {
      const again = startJob(name, params, participant);
      (jobs[name] as Job<JobParams[N]>).forget?.(params, participant);
      for (const task of tasksOf(board, participant)) {
        const steps = again(task);
        if (steps !== undefined) await completed(steps, breathe);
        if (breathe.due()) await breathe();
      }
    }
    report?.(tasks);
  } finally {
    stopTasks(board);
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pollMs));

const workerFile = (): string => assetPath('dist/kernelWorker.js');

function makeWorker(): Worker {
  return idle.pop() ?? new Worker(workerFile());
}

/** Threads without work. They don't keep the process alive. */
const idle: Worker[] = [];

/** Resolves when the thread has found no task left; rejects when it died. */
function help(request: WorkerRequest, spawn: () => Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = spawn();
    const settle = (): void => {
      worker.removeAllListeners();
      // A thread that dies while it is idle must not be given work.
      worker.on('error', () => forget(worker)).on('exit', () => forget(worker));
    };
    worker
      .on('message', () => {
        settle();
        idle.push(worker);
        resolve();
      })
      .on('error', (error) => {
        settle();
        reject(error);
      })
      .on('exit', (code) => {
        settle();
        reject(new Error(`it ended with code ${code}`));
      });
    worker.unref();
    worker.postMessage(request);
  });
}

function forget(worker: Worker): void {
  const at = idle.indexOf(worker);
  if (at >= 0) idle.splice(at, 1);
}
