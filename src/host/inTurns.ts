import type { Steps } from '../shared/steps';

/** How long work may go on before others get their turn, in milliseconds. */
const turnMs = 12;

/** Goes through steps in turns, so that the event loop is never held for long. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  let turnStarted = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (performance.now() - turnStarted < turnMs) continue;
    await nextTurn();
    turnStarted = performance.now();
  }
}

/** Resolves when the event loop has come round. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
