import { type ChildProcess, fork } from 'node:child_process';
import os from 'node:os';
import type { CancellationToken } from 'vscode';
import type { EngineNotifications, EngineRequests } from '../../shared/engineProtocol';
import { GroveError } from '../../shared/errors';
import { ask, connect, type EngineConnection, onNotification } from '../../shared/rpc';

/** How an engine process ended without being asked to. */
export interface EngineEnd {
  readonly kind: 'out-of-memory' | 'signal' | 'exit' | 'not-started';
  /** The signal's name, the exit code, or why it could not be started. */
  readonly detail: string;
}

export interface EngineProcessOptions {
  /** Absolute path of the script to fork. */
  readonly module: string;
  /** How long it may have nothing to do before it is ended, in milliseconds. */
  readonly idleMs: number;
  readonly onProgress: (progress: EngineNotifications['progress']) => void;
  readonly onTrial: (trial: EngineNotifications['trial']) => void;
  readonly log: (message: string) => void;
  /** The sentence for a person when the process ended by itself. */
  readonly describeEnd: (end: EngineEnd) => string;
}

interface Running {
  readonly child: ChildProcess;
  readonly connection: EngineConnection;
  /** Never resolves; rejects when the process is gone. */
  readonly ended: Promise<never>;
}

const stderrTailLength = 4000;

/** One forked engine process: started by the first request, restarted by the next one after a crash, ended when idle. */
export class EngineProcess {
  readonly #options: EngineProcessOptions;
  #running: Running | undefined;
  #pending = 0;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: EngineProcessOptions) {
    this.#options = options;
  }

  /** The process id while it runs. */
  get pid(): number | undefined {
    return this.#running?.child.pid;
  }

  /** Rejects with a GroveError: the engine's own, or 'internal' when the process ended meanwhile. */
  async request<K extends keyof EngineRequests>(
    name: K,
    params: EngineRequests[K]['params'],
    token?: CancellationToken,
  ): Promise<EngineRequests[K]['result']> {
    clearTimeout(this.#idleTimer);
    const { connection, ended } = (this.#running ??= this.#start());
    this.#pending++;
    try {
      return await Promise.race([ask(connection, name, params, token), ended]);
    } finally {
      this.#pending--;
      if (this.#pending === 0) this.#idleTimer = setTimeout(() => this.end(), this.#options.idleMs);
    }
  }

  /** Ends the process at once. Its open requests reject as cancelled. */
  end(): void {
    clearTimeout(this.#idleTimer);
    const running = this.#running;
    this.#running = undefined;
    running?.child.kill('SIGKILL');
  }

  #start(): Running {
    const { module, log, describeEnd, onProgress, onTrial } = this.#options;
    const child = fork(module, [], {
      execArgv: [`--max-old-space-size=${memoryLimitMB()}`],
      // Visual Studio Code's own binary is Electron: this makes it a plain Node.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      silent: true,
    });
    log(`Engine process ${child.pid} started`);
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-stderrTailLength);
      log(text.trimEnd());
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => log(text.trimEnd()));

    const connection = connect(child);
    onNotification(connection, 'progress', onProgress);
    onNotification(connection, 'trial', onTrial);
    onNotification(connection, 'log', ({ message }) => log(message));
    connection.listen();

    const ended = new Promise<never>((_resolve, reject) => {
      const gone = (end: EngineEnd): void => {
        const wasAsked = this.#running?.child !== child;
        if (!wasAsked) this.#running = undefined;
        connection.dispose();
        log(`Engine process ${child.pid} ended (${end.kind}: ${end.detail})`);
        reject(wasAsked ? GroveError.cancelled() : new GroveError('internal', describeEnd(end)));
      };
      child.once('error', (error) => gone({ kind: 'not-started', detail: error.message }));
      // 'close' comes after the last of stderr, which tells why.
      child.once('close', (code, signal) => gone(endOf(code, signal, stderr)));
    });
    ended.catch(() => {}); // heard by the open requests, if there are any
    return { child, connection, ended };
  }
}

function endOf(code: number | null, signal: NodeJS.Signals | null, stderr: string): EngineEnd {
  if (/heap out of memory|allocation failed/i.test(stderr))
    return { kind: 'out-of-memory', detail: signal ?? `${code}` };
  if (signal !== null) return { kind: 'signal', detail: signal };
  return { kind: 'exit', detail: String(code) };
}

/** Three quarters of the machine's memory, between 1 and 8 GB: an out-of-memory must hit the engine, not the machine. */
function memoryLimitMB(): number {
  const threeQuarters = Math.floor((os.totalmem() / 1024 ** 2) * 0.75);
  return Math.min(8192, Math.max(1024, threeQuarters));
}
