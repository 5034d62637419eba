import type { CancellationToken } from 'vscode';
import type { ComparisonFigures } from '../../shared/comparison';
import type { Concordance } from '../../shared/corpusBasics';
import type {
  AssignParams,
  AssignResult,
  ClusterParams,
  ClusterResult,
  CompareParams,
  ConcordanceParams,
  EngineRequests,
  ExportParams,
  FetchModelParams,
  FetchModelResult,
  InsightParams,
  SearchParams,
  SearchResult,
  SplitParams,
  SplitResult,
  SimilarParams,
  SimilarResult,
  SimilarToTextParams,
  TrainParams,
  TrainResult,
} from '../../shared/engineProtocol';
import type { Insight } from '../../shared/insights';
import { removeCheckpointNow } from '../../shared/checkpointFolders';
import { GroveError, messageOf } from '../../shared/errors';
import type { StageProgress } from '../../shared/progress';
import type { Trial, TuneParams, TuneResult } from '../../shared/tuning';
import { type EngineEnd, EngineProcess } from './engineProcess';
import { isProcessAlive, removePartials } from '../../shared/partialFolders';

export interface EngineClientOptions {
  /** Absolute path of the engine's bundle. */
  readonly module: string;
  readonly log: (message: string) => void;
  readonly describeEnd: (end: EngineEnd) => string;
  /** Default: five minutes. */
  readonly idleMs?: number;
  /** How long a cancelled run may take to stop by itself. Default: half a second. */
  readonly patienceMs?: number;
}

/** What a run tells while it is under way. */
export interface RunEars {
  /** How many runs are before it in the queue; called again when that changes. */
  onQueued(ahead: number): void;
  onProgress(progress: StageProgress): void;
  /** Something new is known of one of the options that are tried. */
  onTrial?(trial: Trial): void;
}

/** What goes through the queue. */
type RunKind = 'cluster' | 'train' | 'tune';

interface QueuedRun {
  readonly ears: RunEars;
  start(): void;
}

const fiveMinutesMs = 5 * 60 * 1000;

/**
 * The engine as the rest of the host sees it. Runs go one at a time through a process of their own; questions about
 * finished analyses go through another, so that they are answered while a run is under way.
 */
export class EngineClient {
  readonly #runs: EngineProcess;
  readonly #queries: EngineProcess;
  readonly #patienceMs: number;
  readonly #log: (message: string) => void;
  readonly #queue: QueuedRun[] = [];
  readonly #ears = new Map<string, RunEars>();
  #isBusy = false;

  constructor(options: EngineClientOptions) {
    const { module, log, describeEnd, idleMs = fiveMinutesMs, patienceMs = 500 } = options;
    const onProgress = (event: { runId: string; progress: StageProgress }): void =>
      this.#ears.get(event.runId)?.onProgress(event.progress);
    const onTrial = (event: { runId: string; trial: Trial }): void =>
      this.#ears.get(event.runId)?.onTrial?.(event.trial);
    const process = { module, idleMs, log, describeEnd, onProgress, onTrial };
    this.#runs = new EngineProcess(process);
    this.#queries = new EngineProcess(process);
    this.#patienceMs = patienceMs;
    this.#log = log;
  }

  /** The ids of the processes that are alive. */
  get processIds(): { readonly runs: number | undefined; readonly queries: number | undefined } {
    return { runs: this.#runs.pid, queries: this.#queries.pid };
  }

  /** Whether a run is under way. */
  get isRunning(): boolean {
    return this.#isBusy;
  }

  /** Runs, after those before it. Rejects with a GroveError; 'cancelled' if it was. Nothing half-written is left. */
  cluster(params: ClusterParams, ears: RunEars, token: CancellationToken): Promise<ClusterResult> {
    return this.#run('cluster', params, ears, token);
  }

  /** Learns tags, in the same queue. */
  train(params: TrainParams, ears: RunEars, token: CancellationToken): Promise<TrainResult> {
    return this.#run('train', params, ears, token);
  }

  /** Searches good options, in the same queue. What was tried stays in `params.state`, also when it was cancelled. */
  tune(params: TuneParams, ears: RunEars, token: CancellationToken): Promise<TuneResult> {
    return this.#run('tune', params, ears, token);
  }

  async #run<K extends RunKind>(
    kind: K,
    params: EngineRequests[K]['params'],
    ears: RunEars,
    token: CancellationToken,
  ): Promise<EngineRequests[K]['result']> {
    await this.#turn(ears, token);
    this.#ears.set(params.runId, ears);
    try {
      return await this.#cancellable(kind, params, token);
    } finally {
      this.#ears.delete(params.runId);
      this.#isBusy = false;
      this.#queue.shift()?.start();
      this.#tellQueue();
    }
  }

  similar(params: SimilarParams, token?: CancellationToken): Promise<SimilarResult> {
    return this.#queries.request('similar', params, token);
  }

  similarToText(params: SimilarToTextParams, token?: CancellationToken): Promise<SimilarResult> {
    return this.#queries.request('similarToText', params, token);
  }

  search(params: SearchParams, token?: CancellationToken): Promise<SearchResult> {
    return this.#queries.request('search', params, token);
  }

  concordance(params: ConcordanceParams, token?: CancellationToken): Promise<Concordance> {
    return this.#queries.request('concordance', params, token);
  }

  /** Beside the runs: it reads the analysis and writes nothing. */
  assign(params: AssignParams, token?: CancellationToken): Promise<AssignResult> {
    return this.#queries.request('assign', params, token);
  }

  split(params: SplitParams, token?: CancellationToken): Promise<SplitResult> {
    return this.#queries.request('split', params, token);
  }

  export(params: ExportParams, token?: CancellationToken): Promise<{ file: string }> {
    return this.#queries.request('export', params, token);
  }

  /** Beside the runs: it waits for the network, not for the processor. */
  async fetchModel(
    params: FetchModelParams,
    onProgress: RunEars['onProgress'],
    token: CancellationToken,
  ): Promise<FetchModelResult> {
    this.#ears.set(params.runId, { onQueued() {}, onProgress });
    try {
      return await this.#queries.request('fetchModel', params, token);
    } finally {
      this.#ears.delete(params.runId);
    }
  }

  insight(params: InsightParams, token?: CancellationToken): Promise<Insight> {
    return this.#queries.request('insight', params, token);
  }

  compare(params: CompareParams, token?: CancellationToken): Promise<ComparisonFigures> {
    return this.#queries.request('compare', params, token);
  }

  dispose(): void {
    this.#runs.end();
    this.#queries.end();
  }

  /** Resolves when the run may start, having taken the process for it. */
  async #turn(ears: RunEars, token: CancellationToken): Promise<void> {
    if (token.isCancellationRequested) throw GroveError.cancelled();
    if (!this.#isBusy) {
      this.#isBusy = true;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const run: QueuedRun = {
        ears,
        start: () => {
          cancellation.dispose();
          this.#isBusy = true;
          resolve();
        },
      };
      const cancellation = token.onCancellationRequested(() => {
        cancellation.dispose();
        const at = this.#queue.indexOf(run);
        if (at < 0) return;
        this.#queue.splice(at, 1);
        this.#tellQueue();
        reject(GroveError.cancelled());
      });
      this.#queue.push(run);
      this.#tellQueue();
    });
  }

  #tellQueue(): void {
    this.#queue.forEach((run, i) => run.ears.onQueued(i + 1));
  }

  async #cancellable<K extends RunKind>(
    kind: K,
    params: EngineRequests[K]['params'],
    token: CancellationToken,
  ): Promise<EngineRequests[K]['result']> {
    let patience: NodeJS.Timeout | undefined;
    const cancellation = token.onCancellationRequested(() => {
      patience = setTimeout(() => this.#runs.end(), this.#patienceMs);
    });
    let writer: number | undefined;
    try {
      const request = this.#runs.request(kind, params, token);
      writer = this.#runs.pid;
      return await request;
    } catch (error) {
      // What can't be removed now is at the next start; the run's own error tells more. Another window may be writing there.
      const hasEnded = (pid: number): boolean => pid === writer || !isProcessAlive(pid);
      await removePartials(params.out, hasEnded).catch((left: unknown) =>
        this.#log(`Left beside ${params.out}: ${messageOf(left)}`),
      );
      if (token.isCancellationRequested) removeCheckpointNow(params.out);
      throw token.isCancellationRequested ? GroveError.cancelled() : error;
    } finally {
      clearTimeout(patience);
      cancellation.dispose();
    }
  }
}
