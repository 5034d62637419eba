import { gatherRows, type Matrix } from '../math/matrix';
import type { Random } from '../math/random';
import type { RunContext } from '../runContext';
import { kMeans } from './kMeans';

interface Part {
  readonly rows: Int32Array;
  readonly inertia: number;
}

/**
 * k clusters by dividing: the cluster of the largest inertia is cut in two by k-means, until there are k.
 * Source: Steinbach, Karypis and Kumar, "A comparison of document clustering techniques", 2000; the choice of the cluster to cut
 * as in scikit-learn's 'biggest_inertia'.
 *
 * @returns clusters 0 … k − 1 (fewer where too few rows differ) [rows]
 */
export async function bisectingKMeans(
  x: Matrix,
  k: number,
  { starts, random, context }: { readonly starts: number; readonly random: Random; readonly context: RunContext },
): Promise<Int32Array> {
  const quiet: RunContext = { ...context, progress: () => {} };
  const options = { nInit: starts, random, context: quiet };
  const labels = new Int32Array(x.rows);
  const whole = Int32Array.from({ length: x.rows }, (_, i) => i);
  const parts: Part[] = [{ rows: whole, inertia: Infinity }];
  while (parts.length < k) {
    context.progress({ stage: 'cluster', done: parts.length, total: k, unit: 'clusters' });
    const widest = parts.reduce((best, part, at) => (part.inertia > parts[best]!.inertia ? at : best), 0);
    const { rows, inertia } = parts[widest]!;
    if (rows.length < 2 || inertia === 0) break;
    const inside = gatherRows(x, rows);
    const halves = await kMeans(inside, 2, options);
    const inertias = inertiasOf(inside, halves.labels, halves.centroids);
    const divided = [0, 1].map((half): Part => ({
      rows: rows.filter((_, i) => halves.labels[i] === half),
      inertia: inertias[half]!,
    }));
    parts[widest] = divided[0]!;
    for (const row of divided[1]!.rows) labels[row] = parts.length;
    parts.push(divided[1]!);
  }
  return labels;
}

function inertiasOf({ rows, columns, values }: Matrix, labels: Int32Array, centroids: Matrix): Float64Array {
  const inertias = new Float64Array(centroids.rows);
  for (let i = 0, p = 0; i < rows; i++)
    for (let t = 0, q = labels[i]! * columns; t < columns; t++, p++, q++)
      inertias[labels[i]!] = inertias[labels[i]!]! + (values[p]! - centroids.values[q]!) ** 2;
  return inertias;
}
