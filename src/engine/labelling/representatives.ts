import type { Matrix } from '../math/matrix';

/** The mean of the rows named by `members`. */
export function meanOf({ columns, values }: Matrix, members: Int32Array): Float64Array {
  const mean = new Float64Array(columns);
  for (const i of members) for (let d = 0; d < columns; d++) mean[d] = mean[d]! + values[i * columns + d]!;
  for (let d = 0; d < columns; d++) mean[d] = mean[d]! / members.length;
  return mean;
}

/** The member nearest to the members' mean (Euclidean); the first of equals. */
export function medoidOf(vectors: Matrix, members: Int32Array): number {
  const { columns, values } = vectors;
  const mean = meanOf(vectors, members);
  let best = members[0]!;
  let least = Infinity;
  for (const i of members) {
    let distance = 0;
    for (let d = 0; d < columns; d++) {
      const difference = values[i * columns + d]! - mean[d]!;
      distance += difference * difference;
    }
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return best;
}

/**
 * How alike the members are: the mean cosine of each to the direction of their mean. For unit rows that is the length
 * of the mean vector; 0 for documents of which nothing is known.
 */
export function cohesionOf(encoding: Matrix, members: Int32Array): number {
  const mean = meanOf(encoding, members);
  return Math.min(1, Math.hypot(...mean));
}
