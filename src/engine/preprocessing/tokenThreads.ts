import fs from 'node:fs';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../shared/errors';
import { assetPath } from '../assets';
import { threadCount } from '../math/threads/threads';
import type { CorpusTokens } from './corpusTokens';
import { BatchReceiver, type BatchRequest, type TokenBatch } from './tokenBatch';

/** More gain nothing: the files are read on one thread. */
const mostThreads = 4;
/** Batches that a thread has at most, so that it need not wait for the next and memory stays bounded. */
const batchesEach = 2;

/** How many threads take texts apart beside this one; none where there is one core only. */
export function tokenThreadCount(): number {
  const threads = threadCount();
  return threads < 2 || !fs.existsSync(workerFile()) ? 0 : Math.min(mostThreads, threads);
}

/** Threads that take texts apart. What comes of it is the same whichever thread does it. */
export class TokenThreads {
  private readonly threads: TokenThread[];

  constructor(count: number, log: (line: string) => void, make: () => Worker = makeWorker) {
    const died = (cause: string): void => log(`A thread died (${cause}); its texts are taken apart again.`);
    this.threads = Array.from({ length: count }, () => new TokenThread(make, died));
  }

  /** How many batches all threads together can be given. */
  get places(): number {
    return this.threads.reduce((sum, thread) => sum + (thread.isAlive ? batchesEach : 0), 0);
  }

  /** Gives a batch to the thread with the least to do; undefined where none is alive. */
  give(request: BatchRequest): GivenBatch | undefined {
    let idlest: TokenThread | undefined;
    for (const thread of this.threads)
      if (thread.isAlive && (idlest === undefined || thread.waiting < idlest.waiting)) idlest = thread;
    return idlest?.give(request);
  }

  async end(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.end()));
  }
}

/** A batch that a thread has. */
export interface GivenBatch {
  /** Undefined where the thread died. */
  readonly answer: Promise<TokenBatch | undefined>;
  /** Adds its tokens to `tokens`. To be called in the order in which the batches were given. */
  readonly receive: (batch: TokenBatch, tokens: CorpusTokens) => void;
}

class TokenThread {
  private worker: Worker | undefined;
  private readonly receiver = new BatchReceiver();
  private readonly answers: ((batch: TokenBatch | undefined) => void)[] = [];

  constructor(make: () => Worker, died: (cause: string) => void) {
    const die = (cause: string): void => {
      if (this.worker !== undefined) died(cause);
      this.forget();
    };
    try {
      this.worker = make()
        .on('message', (batch: TokenBatch) => this.answers.shift()?.(batch))
        .on('error', (error) => die(messageOf(error)))
        .on('exit', (code) => die(`it ended with code ${code}`));
      this.worker.unref();
    } catch (error) {
      died(messageOf(error));
    }
  }

  get isAlive(): boolean {
    return this.worker !== undefined;
  }

  get waiting(): number {
    return this.answers.length;
  }

  give(request: BatchRequest): GivenBatch {
    const answer = new Promise<TokenBatch | undefined>((resolve) => this.answers.push(resolve));
    this.worker?.postMessage(request);
    return { answer, receive: (batch, tokens) => this.receiver.receive(batch, tokens) };
  }

  async end(): Promise<void> {
    const { worker } = this;
    this.forget();
    await worker?.terminate();
  }

  private forget(): void {
    this.worker = undefined;
    for (const resolve of this.answers.splice(0)) resolve(undefined);
  }
}

const workerFile = (): string => assetPath('dist/tokenWorker.js');

function makeWorker(): Worker {
  return new Worker(workerFile());
}
