export interface Throttled<T> {
  (value: T): void;
  /** Says at once what is waiting. */
  readonly flush: () => void;
}

/** Says the first value at once and of those that follow within `ms` of the last one said the newest only. */
export function throttled<T>(say: (value: T) => void, ms: number): Throttled<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: { readonly value: T } | undefined;
  const sayWaiting = (): void => {
    timer = undefined;
    if (waiting === undefined) return;
    const { value } = waiting;
    waiting = undefined;
    timer = setTimeout(sayWaiting, ms);
    say(value);
  };
  const tell = (value: T): void => {
    waiting = { value };
    if (timer === undefined) sayWaiting();
  };
  const flush = (): void => {
    clearTimeout(timer);
    sayWaiting();
  };
  return Object.assign(tell, { flush });
}
