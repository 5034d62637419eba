import type { RunContext } from '../engine/runContext';
import { GroveError } from '../shared/errors';
import { flagOf } from '../shared/options';
import { processContext } from '../engineProcess/processContext';
import { barProgress, lineProgress, noProgress, type ProgressReport } from './progressReport';

/** Flags that every command takes. */
export interface CommonFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** How long a run may take to stop by itself after Ctrl-C. */
const patienceMs = 400;

/** What is done and said when a command is cancelled. */
export interface Cancelling {
  /** Cleans up after a run that doesn't hear in time. */
  readonly abandon?: () => void;
  /** For the person. */
  readonly cancelled?: string;
}

/**
 * Runs a command's work with progress on stderr and Ctrl-C as cancellation. A second Ctrl-C, or a run that doesn't hear
 * the first in time, ends the process after `abandon` has cleaned up.
 */
export async function withSession<T>(
  flags: CommonFlags,
  work: (context: RunContext) => Promise<T>,
  { abandon = () => {}, cancelled: told = GroveError.cancelled().message }: Cancelling = {},
): Promise<T> {
  const report = reportOf(flags);
  let cancelled = false;
  let patience: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    const give = (): never => {
      report.end();
      abandon();
      process.stderr.write(`${told}\n`);
      process.exit(130);
    };
    if (cancelled) give();
    cancelled = true;
    patience = setTimeout(give, patienceMs);
  };
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  try {
    return await work(
      processContext({
        progress: (progress) => report.update(progress),
        isCancelled: () => cancelled,
        log: (message) => {
          if (process.env['GROVE_LOG'] !== undefined) process.stderr.write(`${message}\n`);
        },
        nameOption: (name) => `--${flagOf(name)}`,
        warn: (message) => {
          report.end();
          process.stderr.write(`${message}\n`);
        },
      }),
    );
  } catch (error) {
    throw GroveError.is(error, 'cancelled') ? new GroveError('cancelled', told, { cause: error }) : error;
  } finally {
    clearTimeout(patience);
    report.end();
    process.off('SIGINT', cancel);
    process.off('SIGTERM', cancel);
  }
}

function reportOf(flags: CommonFlags): ProgressReport {
  if (flags.quiet) return noProgress;
  return process.stderr.isTTY ? barProgress(() => performance.now()) : lineProgress();
}

/** Prints a command's answer: one JSON object with --json, else text. */
export function print(flags: CommonFlags, value: unknown, text: () => string): void {
  process.stdout.write(`${flags.json ? JSON.stringify(value) : text()}\n`);
}
