import type { RunContext } from '../runContext';

const lookEveryMs = 50;

/** Runs work that waits for a network, which hears the signal when the run is cancelled. */
export async function withCancelSignal<T>(context: RunContext, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const look = setInterval(() => {
    if (context.isCancelled()) controller.abort();
  }, lookEveryMs);
  try {
    return await work(controller.signal);
  } finally {
    clearInterval(look);
  }
}
