import type { SparseMatrix } from './matrix';

/** A layout in the plane that is to be moved, and the graph whose edges it is to keep short. */
export interface LayoutTask {
  /** Symmetric; weights in 0 … 1. An edge is drawn as often as its weight is large. */
  readonly graph: SparseMatrix;
  /** Places of the rows, changed by the descent [rows × 2]. */
  readonly layout: Float64Array;
  /** The likeness of two rows at distance d in the layout is 1 / (1 + a d^2b). */
  readonly a: number;
  readonly b: number;
  readonly epochs: number;
  /** Rows drawn at random, from which each end of a drawn edge is pushed away. */
  readonly negatives: number;
  /** Not 0. */
  readonly seed: number;
}

/** Moves a layout. The same calls give the same layout. */
export interface LayoutDescent {
  /** Draws the edges of rows `from` … `to` − 1 that are due in an epoch. Epochs, and the rows in them, in ascending order. */
  readonly descend: (epoch: number, from: number, to: number) => void;
}

/** No step along an axis is longer, before the learning rate. */
const longestStep = 4;

/**
 * Stochastic gradient descent on UMAP's cross entropy: both ends of a drawn edge move towards each other, and the first away
 * from rows drawn at random. The learning rate falls from 1 to 0. Source: McInnes, Healy, Melville, "UMAP", 2018, section 4.2
 * and algorithm 5; edges are drawn at even intervals, as in umap-learn.
 */
export function layoutDescent({ graph, layout, a, b, epochs, negatives, seed }: LayoutTask): LayoutDescent {
  const { rows, offsets, indices, values } = graph;
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  const interval = Float64Array.from(values, (value) => (value > 0 ? largest / value : Infinity));
  const due = interval.slice();
  const attraction = forceTable((square) => (2 * a * b * square ** (b - 1)) / (1 + a * square ** b));
  const repulsion = forceTable((square) => (2 * b) / ((0.001 + square) * (1 + a * square ** b)));
  const float = new Float32Array(1);
  const bits = new Int32Array(float.buffer);
  let state = seed >>> 0;
  return {
    descend(epoch, from, to) {
      const rate = 1 - epoch / epochs;
      const longest = longestStep * rate;
      for (let i = from; i < to; i++) {
        let x = layout[2 * i]!;
        let y = layout[2 * i + 1]!;
        for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
          if (due[e]! > epoch) continue;
          due[e] = due[e]! + interval[e]!;
          for (let draw = 0; draw <= negatives; draw++) {
            let other = indices[e]!;
            if (draw > 0) {
              state ^= state << 13;
              state ^= state >>> 17;
              state ^= state << 5;
              other = Math.floor(((state >>> 0) / 4294967296) * rows);
              if (other === i) continue;
            }
            const dx = x - layout[2 * other]!;
            const dy = y - layout[2 * other + 1]!;
            let square = dx * dx + dy * dy;
            if (square < nearest) square = nearest;
            else if (square > farthest) square = farthest;
            float[0] = square;
            const cell = 2 * ((bits[0]! >> cellBits) - firstCell);
            const table = draw === 0 ? attraction : repulsion;
            const force = rate * (table[cell]! + table[cell + 1]! * square);
            let stepX = force * dx;
            let stepY = force * dy;
            if (stepX > longest) stepX = longest;
            else if (stepX < -longest) stepX = -longest;
            if (stepY > longest) stepY = longest;
            else if (stepY < -longest) stepY = -longest;
            if (draw > 0) {
              x += stepX;
              y += stepY;
            } else {
              x -= stepX;
              y -= stepY;
              layout[2 * other] = layout[2 * other]! + stepX;
              layout[2 * other + 1] = layout[2 * other + 1]! + stepY;
            }
          }
        }
        layout[2 * i] = x;
        layout[2 * i + 1] = y;
      }
    },
  };
}

/** Squared distances between which forces are told apart. */
const nearest = 2 ** -30;
const farthest = 2 ** 20;
/** Bits of a float32 that are dropped to find its cell: 64 cells for each doubling. */
const cellBits = 17;
const firstCell = new Int32Array(Float32Array.of(nearest).buffer)[0]! >> cellBits;
const cells = 64 * Math.log2(farthest / nearest) + 1;

/**
 * A force over squared distances as a line in each cell: (value at 0, slope). Powers would take most of the time; this is
 * within 10⁻⁴ of them.
 *
 * @returns [cells × 2]
 */
function forceTable(force: (squaredDistance: number) => number): Float64Array {
  const lines = new Float64Array(2 * cells);
  const edge = (cell: number): number => new Float32Array(Int32Array.of((firstCell + cell) << cellBits).buffer)[0]!;
  for (let cell = 0; cell < cells; cell++) {
    const [left, right] = [edge(cell), edge(cell + 1)];
    const slope = (force(right) - force(left)) / (right - left);
    lines[2 * cell] = force(left) - slope * left;
    lines[2 * cell + 1] = slope;
  }
  return lines;
}
