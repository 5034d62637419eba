/** Work that can be paused between two steps, for others to have their turn. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Goes through all steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
