import type { SparseMatrix } from '../math/matrix';
import type { Random } from '../math/random';

/** Places in a space of any number of dimensions that are to be moved, and the graph whose edges they are to keep short. */
export interface DescentTask {
  /** Symmetric, without loops; weights in 0 … 1. */
  readonly graph: SparseMatrix;
  /** Moved where they are [rows × dimensions]. */
  readonly places: Float32Array;
  readonly dimensions: number;
  /** The likeness of two rows at distance d is 1 / (1 + a d^2b). */
  readonly curve: { readonly a: number; readonly b: number };
  readonly epochs: number;
  readonly negatives: number;
}

const longestStep = 4;
const softness = 0.001;

/**
 * One epoch of stochastic gradient descent on UMAP's cross entropy, for rows `from` … `to` − 1: both ends of an edge that is due
 * move towards each other, and the first away from rows drawn at random.
 * Source: McInnes, Healy, Melville, "UMAP", 2018, algorithm 5; edges are drawn at even intervals, as in umap-learn.
 *
 * @param shares weights of the edges as shares of the largest
 */
export function descend(
  { graph, places, dimensions, curve: { a, b }, epochs, negatives }: DescentTask,
  shares: Float32Array,
  { epoch, from, to }: { readonly epoch: number; readonly from: number; readonly to: number },
  random: Random,
): void {
  const { rows, offsets, indices } = graph;
  const rate = 1 - epoch / epochs;
  const longest = longestStep * rate;
  for (let i = from; i < to; i++) {
    const own = i * dimensions;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      if (Math.floor(shares[e]! * (epoch + 1)) === Math.floor(shares[e]! * epoch)) continue;
      for (let draw = 0; draw <= negatives; draw++) {
        const other = (draw === 0 ? indices[e]! : Math.floor(random() * rows)) * dimensions;
        if (other === own) continue;
        let square = 0;
        for (let d = 0; d < dimensions; d++) square += (places[own + d]! - places[other + d]!) ** 2;
        const curved = square > 0 ? a * square ** b : 0;
        const pull = draw > 0 ? 1 / (softness + square) : square > 0 ? -curved / square : 0;
        const force = (2 * b * rate * pull) / (1 + curved);
        for (let d = 0; d < dimensions; d++) {
          const difference = places[own + d]! - places[other + d]!;
          const step = Math.min(longest, Math.max(-longest, force * difference));
          places[own + d] = places[own + d]! + step;
          if (draw === 0) places[other + d] = places[other + d]! - step;
        }
      }
    }
  }
}
