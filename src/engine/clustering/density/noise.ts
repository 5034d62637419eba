import { kernels } from '../../math/kernels';
import type { Matrix } from '../../math/matrix';
import { breather, type RunContext } from '../../runContext';

export interface NearestClusters {
  /** The rows without a cluster, ascending. */
  readonly rows: Int32Array;
  /** The cluster of the nearest row that has one, for each of them. */
  readonly clusters: Int32Array;
  /** Squared distance to that row. */
  readonly squared: Float32Array;
}

const rowsAtATime = 64;

/** The nearest cluster of every noise row (label −1): that of the nearest row in any. There must be a cluster. */
export async function nearestClusters(x: Matrix, labels: Int32Array, context: RunContext): Promise<NearestClusters> {
  const breathe = breather(context);
  const members = rowsWhere(labels, (label) => label >= 0);
  const rows = rowsWhere(labels, (label) => label < 0);
  const noise = gathered(x, rows);
  const crowd = gathered(x, members);
  const search = kernels().nearest(noise);
  const nearest = new Int32Array(rows.length);
  const squared = new Float32Array(rows.length);
  for (let first = 0; first < rows.length; first += rowsAtATime) {
    search.assign(crowd, nearest, squared, first, Math.min(rows.length, first + rowsAtATime));
    if (breathe.due()) await breathe();
  }
  return { rows, clusters: nearest.map((place) => labels[members[place]!]!), squared };
}

/**
 * Lets at most so many rows stay noise: those farthest from every cluster (of equals the later ones). The others join their
 * nearest cluster.
 */
export function withLessNoise(
  labels: Int32Array,
  { rows, clusters, squared }: NearestClusters,
  most: number,
): Int32Array {
  const out = labels.slice();
  const nearestFirst = Array.from(rows.keys()).sort((a, b) => squared[a]! - squared[b]! || a - b);
  for (const place of nearestFirst.slice(0, Math.max(0, rows.length - most))) out[rows[place]!] = clusters[place]!;
  return out;
}

function rowsWhere(labels: Int32Array, holds: (label: number) => boolean): Int32Array {
  return Int32Array.from(labels.keys()).filter((row) => holds(labels[row]!));
}

function gathered({ columns, values }: Matrix, rows: Int32Array): Matrix {
  const out = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => out.set(values.subarray(row * columns, (row + 1) * columns), i * columns));
  return { rows: rows.length, columns, values: out };
}
