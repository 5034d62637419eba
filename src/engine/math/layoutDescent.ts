import type { SparseMatrix } from './matrix';
import { seededRandom } from './random';

/** A layout in the plane that is to be moved, and the graph whose edges it is to keep short. */
export interface LayoutTask {
  /** Symmetric, without loops; weights in 0 … 1. An edge is drawn as often as its weight is large. */
  readonly graph: SparseMatrix;
  /** Places of the rows at first [rows × 2]. */
  readonly start: Float32Array;
  /** The likeness of two rows at distance d in the layout is 1 / (1 + a d^2b). */
  readonly a: number;
  readonly b: number;
  readonly epochs: number;
  /** Rows drawn at random, from which the first end of a drawn edge is pushed away; at most `mostNegatives`. There may be up to 2²³ rows. */
  readonly negatives: number;
  readonly seed: number;
}

/** Moves a layout. The same calls give the same layout. */
export interface LayoutDescent {
  /** Draws the edges of rows `from` … `to` − 1 that are due in an epoch. */
  descend(epoch: number, from: number, to: number): void;
  /** A copy of where the rows are now. */
  places(): Float32Array; // [rows × 2]
  /** Gives back its memory; nothing may be asked of it afterwards. */
  close(): void;
}

export type MakeLayoutDescent = (task: LayoutTask) => LayoutDescent;

export const mostNegatives = 7;

/** No step along an axis is longer, before the learning rate. */
export const longestStep = 4;

const nearest = 2 ** -30;
const farthest = 2 ** 20;
const softness = 0.001;

/** Weights as shares of the largest: an edge is due in epoch t where ⌊(t + 1) w⌋ is above ⌊t w⌋. */
export function drawShares({ values }: SparseMatrix): Float32Array {
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  return values.map((value) => (largest > 0 ? value / largest : 0));
}

/** States of the generators, one a lane; none is 0. */
export function generatorStates(seed: number): Uint32Array {
  const random = seededRandom(seed);
  return Uint32Array.from({ length: mostNegatives + 1 }, () => 1 + Math.floor(random() * 4294967295));
}

/**
 * Stochastic gradient descent on UMAP's cross entropy: both ends of a drawn edge move towards each other, and the first away
 * from rows drawn at random, all by the forces at the place where it was before. The learning rate falls from 1 to 0.
 * Source: McInnes, Healy, Melville, "UMAP", 2018, section 4.2 and algorithm 5; edges are drawn at even intervals, as in umap-learn.
 *
 * In plain JavaScript: for machines without SIMD, and the twin that tests hold the kernel against.
 */
export const plainLayout: MakeLayoutDescent = ({ graph, start, a, b, epochs, negatives, seed }) => {
  const { rows, offsets, indices } = graph;
  const shares = drawShares(graph);
  const states = generatorStates(seed);
  const layout = start.slice();
  const scale = Math.fround(rows / 2 ** 24);
  const draw = (lane: number): number => {
    let state = states[lane]!;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    states[lane] = state;
    return Math.min(rows - 1, Math.fround(Math.fround((states[lane] >>> 8) * scale) + 2 ** 23) - 2 ** 23);
  };
  return {
    descend(epoch, from, to) {
      const rate = 1 - epoch / epochs;
      const longest = longestStep * rate;
      for (let i = from; i < to; i++)
        for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
          if (Math.floor(shares[e]! * (epoch + 1)) === Math.floor(shares[e]! * epoch)) continue;
          const [x, y] = [layout[2 * i]!, layout[2 * i + 1]!];
          let [sumX, sumY, edgeX, edgeY] = [0, 0, 0, 0];
          for (let lane = 0; lane <= mostNegatives; lane++) {
            const drawn = draw(lane);
            if (lane > negatives) continue;
            const other = lane === 0 ? indices[e]! : drawn;
            const dx = x - layout[2 * other]!;
            const dy = y - layout[2 * other + 1]!;
            const square = Math.min(farthest, Math.max(nearest, dx * dx + dy * dy));
            const curved = a * square ** b;
            const pull = lane === 0 ? -curved / square : 1 / (softness + square);
            const force = (2 * b * rate * pull) / (1 + curved);
            const stepX = Math.min(longest, Math.max(-longest, force * dx));
            const stepY = Math.min(longest, Math.max(-longest, force * dy));
            if (lane === 0) [edgeX, edgeY] = [stepX, stepY];
            sumX += stepX;
            sumY += stepY;
          }
          layout[2 * i] = x + sumX;
          layout[2 * i + 1] = y + sumY;
          const end = indices[e]!;
          layout[2 * end] = layout[2 * end]! - edgeX;
          layout[2 * end + 1] = layout[2 * end + 1]! - edgeY;
        }
    },
    places: () => layout.slice(),
    close() {},
  };
};
