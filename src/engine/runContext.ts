import { GroveError } from '../shared/errors';
import { flagOf } from '../shared/options';
import type { StageProgress } from '../shared/progress';

/** What a long computation needs from outside: where to report, when to stop, what time it is. */
export interface RunContext {
  /** Reports progress. Cheap to call often: the receiver drops what comes too fast. */
  progress(progress: StageProgress): void;
  /** True once the run should stop. */
  isCancelled(): boolean;
  /** Milliseconds from an arbitrary origin. The engine itself never reads a clock. */
  now(): number;
  /** The present date and time, ISO 8601 in UTC: only to be written down, never to be computed with. */
  timestamp(): string;
  /** Lets the process hear messages and signals. Resolves after pending I/O events were handled. */
  yieldToEvents(): Promise<void>;
  /** A line for the log: a choice made, a fall-back taken. */
  log(message: string): void;
  /** What a person calls an option by, here: '--max-file-size-mb' on a command line, 'grove.maxFileSizeMB' in settings. */
  nameOption(name: string): string;
  /** A sentence that the person should read: what was asked for could not be done and something else was. */
  warn(message: string): void;
}

/** Throws the cancellation error once the run should stop. */
export function throwIfCancelled(context: RunContext): void {
  if (context.isCancelled()) throw GroveError.cancelled();
}

const breathMs = 40;

/**
 * Returns a function to be awaited inside long loops: at most every 40 ms it hands control to the event loop, so that
 * cancellation and progress get through, and throws when the run was cancelled. Between breaths it costs one clock read.
 *
 * ```ts
 * const breathe = breather(context);
 * for (…) { …a few milliseconds of work…; if (breathe.due()) await breathe(); }
 * ```
 */
export function breather(context: RunContext): Breather {
  let last = context.now();
  const breathe = async (): Promise<void> => {
    await context.yieldToEvents();
    throwIfCancelled(context);
    last = context.now();
  };
  return Object.assign(breathe, { due: () => context.now() - last >= breathMs });
}

/** Work in short steps, so that any thread can do it: a promise among them is work of other threads that is to be waited for. */
export type Steps<T> = Generator<Promise<void> | undefined, T>;

/** Does work in steps, with a breath between two where one is due. */
export async function completed<T>(steps: Steps<T>, breathe: Breather): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (value !== undefined) await value;
    else if (breathe.due()) await breathe();
  }
}

export interface Breather {
  (): Promise<void>;
  due(): boolean;
}

/** A context that reports nowhere and never stops: for tests, and for work that is short by nature. */
export const silentContext: RunContext = {
  progress() {},
  isCancelled: () => false,
  now: () => 0,
  timestamp: () => '1970-01-01T00:00:00.000Z',
  yieldToEvents: () => Promise.resolve(),
  log() {},
  nameOption: (name) => `--${flagOf(name)}`,
  warn() {},
};
