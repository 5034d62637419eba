import type { Matrix } from '../math/matrix';
import type { RunContext } from '../runContext';
import { nearestClusters, withLessNoise } from './density/noise';

/**
 * Gives the documents of clusters smaller than `least` to the cluster of the nearest document in a larger one, whatever shape
 * that has. Where all are smaller they stay as they are.
 *
 * @returns clusters 0 … without gaps, in the order of the old numbers
 */
export async function withoutSmall(
  x: Matrix,
  labels: Int32Array,
  least: number,
  context: RunContext,
): Promise<Int32Array> {
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const large = [...sizes].filter(([, size]) => size >= least).map(([label]) => label);
  if (large.length === 0 || large.length === sizes.size) return labels;
  large.sort((a, b) => a - b);
  const numberOf = new Map(large.map((label, number) => [label, number]));
  const kept = labels.map((label) => numberOf.get(label) ?? -1);
  return withLessNoise(kept, await nearestClusters(x, kept, context), 0);
}
