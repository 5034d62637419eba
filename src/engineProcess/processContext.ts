import type { StageProgress } from '../shared/progress';
import type { RunContext } from '../engine/runContext';

/** The engine's window on the real process: its clock and its event loop. */
export function processContext(ears: {
  progress: (progress: StageProgress) => void;
  isCancelled: () => boolean;
  log: (message: string) => void;
  nameOption: (name: string) => string;
  warn: (message: string) => void;
}): RunContext {
  return {
    ...ears,
    now: () => performance.now(),
    timestamp: () => new Date().toISOString(),
    yieldToEvents: () => new Promise((resolve) => setImmediate(resolve)),
  };
}
