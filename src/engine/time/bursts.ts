import type { Burst } from '../../shared/timeline';

/** How much more often a topic comes in a burst than over the whole time. */
const ratio = 2;
/** Weight of the price of entering a burst, in units of ln(periods). */
const gamma = 1;

/**
 * Bursts of a topic in batches: the cheapest path of a two-state automaton, whose states expect a share p₀ (that of the
 * whole time) and p₁ = 2 p₀ of each batch; the cost of r of d is −ln(C(d, r) pʳ (1 − p)ᵈ⁻ʳ), that of entering a burst ln n.
 * Source: J. Kleinberg, "Bursty and hierarchical structure in streams", KDD 2002, section 4.
 *
 * @param counts documents of the topic a period
 * @param totals all documents a period
 */
export function findBursts(counts: readonly number[], totals: readonly number[]): Burst[] {
  const n = counts.length;
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const base = sum(counts) / sum(totals);
  if (n < 2 || !(base > 0) || base >= 1) return [];
  const rates = [base, Math.min(0.9999, base * ratio)] as const;
  const price = gamma * Math.log(n);
  // The binomial coefficient is the same in both states, so that it never decides.
  const cost = (state: 0 | 1, t: number): number =>
    -(counts[t]! * Math.log(rates[state]) + (totals[t]! - counts[t]!) * Math.log(1 - rates[state]));
  let cheapest: [number, number] = [0, Infinity];
  const cameFrom: [0 | 1, 0 | 1][] = [];
  for (let t = 0; t < n; t++) {
    const [low, high] = cheapest;
    const toLow: 0 | 1 = low <= high ? 0 : 1;
    const toHigh: 0 | 1 = low + price < high ? 0 : 1;
    cameFrom.push([toLow, toHigh]);
    cheapest = [Math.min(low, high) + cost(0, t), Math.min(low + price, high) + cost(1, t)];
  }
  const states: (0 | 1)[] = new Array<0 | 1>(n);
  let state: 0 | 1 = cheapest[0] <= cheapest[1] ? 0 : 1;
  for (let t = n - 1; t >= 0; t--) {
    states[t] = state;
    state = cameFrom[t]![state];
  }
  const bursts: { from: number; to: number; weight: number }[] = [];
  for (let t = 0; t < n; t++) {
    if (states[t] === 0) continue;
    if (states[t - 1] !== 1) bursts.push({ from: t, to: t, weight: 0 });
    const last = bursts.at(-1)!;
    last.to = t;
    last.weight += cost(0, t) - cost(1, t);
  }
  return bursts;
}
