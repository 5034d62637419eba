const settleMs = 100;

/** Does something once for a swarm of occasions: a checkout, a search and replace. */
export class Soon {
  readonly #work: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(work: () => void) {
    this.#work = work;
  }

  ask(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#work();
    }, settleMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
