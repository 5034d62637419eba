/** A source of uniform numbers in [0, 1). Every random choice of the engine takes one as a parameter. */
export type Random = () => number;

/** A source whose place in its sequence can be noted, and taken up again. */
export interface SeededRandom extends Random {
  state(): number;
  setState(state: number): void;
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, period 2³². The same seed gives the same sequence anywhere. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return Object.assign(random, {
    state: () => state,
    setState: (earlier: number) => {
      state = earlier >>> 0;
    },
  });
}

/** A standard normal number, by the polar method of Marsaglia. */
export function normal(random: Random): number {
  for (;;) {
    const x = 2 * random() - 1;
    const y = 2 * random() - 1;
    const s = x * x + y * y;
    if (s > 0 && s < 1) return x * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

/** The numbers 0 … n − 1 in random order (Fisher–Yates). */
export function permutation(n: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}

/** A seed for another source. */
export const seedFrom = (random: Random): number => Math.floor(random() * 2 ** 32);
