import { twoSided } from '../explanation/logOdds';

export interface MannKendall {
  readonly s: number;
  readonly z: number;
  readonly p: number;
}

/**
 * Whether a series rises or falls, with the correction for ties and for continuity: only its order counts, not its form.
 * Source: M. Kendall, "Rank correlation methods" (1975).
 *
 * @param values in the order of time
 */
export function mannKendall(values: readonly number[]): MannKendall {
  const n = values.length;
  let s = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) s += Math.sign(values[j]! - values[i]!);
  const ties = new Map<number, number>();
  for (const value of values) ties.set(value, (ties.get(value) ?? 0) + 1);
  const term = (t: number): number => t * (t - 1) * (2 * t + 5);
  const variance = [...ties.values()].reduce((rest, t) => rest - term(t), term(n)) / 18;
  const z = variance > 0 ? (s - Math.sign(s)) / Math.sqrt(variance) : 0;
  return { s, z, p: twoSided(z) };
}

/**
 * The median of the slopes between all pairs of points: P. Sen, "Estimates of the regression coefficient based on Kendall's
 * tau", JASA 63 (1968). Null for fewer than two points.
 *
 * @param times ascending, all different
 */
export function senSlope(values: readonly number[], times: readonly number[]): number | null {
  const slopes: number[] = [];
  for (let i = 0; i < values.length; i++)
    for (let j = i + 1; j < values.length; j++) slopes.push((values[j]! - values[i]!) / (times[j]! - times[i]!));
  if (slopes.length === 0) return null;
  slopes.sort((a, b) => a - b);
  const middle = slopes.length >> 1;
  return slopes.length % 2 === 1 ? slopes[middle]! : (slopes[middle - 1]! + slopes[middle]!) / 2;
}

/** z of the difference of two shares, a of n and b of m, with their pooled variance; 0 where it has none. */
export function shareDifference(a: number, n: number, b: number, m: number): number {
  const pooled = (a + b) / (n + m);
  const variance = pooled * (1 - pooled) * (1 / n + 1 / m);
  return variance > 0 ? (a / n - b / m) / Math.sqrt(variance) : 0;
}
