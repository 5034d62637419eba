import { breather, type RunContext } from '../runContext';
import { kernels } from './kernels';
import type { Matrix } from './matrix';
import type { NearestLists, Similarity } from './nearestLists';
import { requireFinite } from './requireFinite';

export interface Neighbours {
  /** Neighbours a row: what was asked for, or all others where there are fewer. */
  readonly k: number;
  /** The rows nearest to each row, nearest first, never itself; of equals the lower number comes first. */
  readonly indices: Int32Array; // [rows × k]
  readonly similarities: Float32Array; // [rows × k]
}

/** Rows a side of a tile: both fit in the cache, and a pair of tiles takes a few milliseconds. */
const tile = 256;

/**
 * The k nearest other rows of each row, exactly: each pair is compared once, in tiles. By product, which is the cosine for
 * rows of unit length (a zero row is at 0 from all), or by minus the squared Euclidean distance. O(rows² · columns).
 * Throws GroveError('bad-input') naming the first row that holds a value that is not finite.
 */
export async function nearestNeighbours(
  x: Matrix,
  k: number,
  context: RunContext,
  similarity: Similarity = 'product',
): Promise<Neighbours> {
  requireFinite(x);
  const n = x.rows;
  const lists = emptyLists(n, Math.max(0, Math.min(k, n - 1)));
  if (lists.k === 0) return lists;
  const breathe = breather(context);
  const pairs = kernels().pairs(x, similarity, lists);
  for (let b = 0; b < n; b += tile) {
    for (let a = 0; a <= b; a += tile) {
      pairs.offer(a, Math.min(tile, n - a), b, Math.min(tile, n - b));
      if (breathe.due()) await breathe();
    }
  }
  return lists;
}

function emptyLists(rows: number, k: number): NearestLists {
  return {
    k,
    similarities: new Float32Array(rows * k).fill(-Infinity),
    indices: new Int32Array(rows * k).fill(-1),
  };
}
