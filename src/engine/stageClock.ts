import type { Stage } from '../shared/progress';
import type { RunContext } from './runContext';

/** Times the stages of a run. */
export interface StageClock {
  time<T>(stage: Stage, work: () => Promise<T>): Promise<T>;
  /** Seconds a stage so far, and their total since the clock was made. */
  seconds(): Record<string, number>;
}

export function stageClock(context: RunContext): StageClock {
  const began = context.now();
  const seconds: Record<string, number> = {};
  return {
    async time(stage, work) {
      const start = context.now();
      try {
        return await work();
      } finally {
        seconds[stage] = roundSeconds(context.now() - start);
      }
    },
    seconds: () => ({ ...seconds, total: roundSeconds(context.now() - began) }),
  };
}

function roundSeconds(ms: number): number {
  return Math.round(ms) / 1000;
}
