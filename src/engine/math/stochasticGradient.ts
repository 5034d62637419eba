import type { SparseMatrix } from './matrix';
import { QuadTree } from './quadTree';

const rowsAStep = 512;

/**
 * The gradient of the divergence between the likenesses of rows and those of their places in the plane, without its factor 4:
 * Σ_j (e p_ij − q_ij) (y_i − y_j) / (1 + |y_i − y_j|²), e being the exaggeration. In steps of a few milliseconds.
 * Source: van der Maaten, "Accelerating t-SNE using tree-based algorithms", JMLR 2014, equations 8 and 9.
 */
export class StochasticGradient {
  readonly gradient: Float64Array; // [rows × 2]
  /** Σ_i≠j 1 / (1 + |y_i − y_j|²), of the layout last seen. */
  normaliser = 0;
  private readonly tree = new QuadTree();
  private readonly repulsion: Float64Array;

  /** @param likeness p, symmetric [rows × rows] */
  constructor(
    private readonly likeness: SparseMatrix,
    private readonly angle: number,
  ) {
    this.gradient = new Float64Array(2 * likeness.rows);
    this.repulsion = new Float64Array(2 * likeness.rows);
  }

  /** @param layout [rows × 2] */
  *steps(layout: Float64Array, exaggeration: number): Generator<void> {
    const { rows } = this.likeness;
    this.repulsion.fill(0);
    this.normaliser = 0;
    this.tree.build(layout);
    for (let from = 0; from < rows; from += rowsAStep) {
      this.normaliser += this.tree.repel(from, Math.min(rows, from + rowsAStep), this.angle, this.repulsion);
      yield;
    }
    for (let at = 0; at < 2 * rows; at++) this.gradient[at] = -this.repulsion[at]! / this.normaliser;
    for (let from = 0; from < rows; from += rowsAStep) {
      this.attract(layout, from, Math.min(rows, from + rowsAStep), exaggeration);
      yield;
    }
  }

  /** Each pair once, from its row of the lower number. */
  private attract(layout: Float64Array, from: number, to: number, exaggeration: number): void {
    const { offsets, indices, values } = this.likeness;
    const { gradient } = this;
    for (let i = from; i < to; i++) {
      const x = layout[2 * i]!;
      const y = layout[2 * i + 1]!;
      let sumX = 0;
      let sumY = 0;
      for (let e = offsets[i + 1]! - 1; e >= offsets[i]! && indices[e]! > i; e--) {
        const j = indices[e]!;
        const dx = x - layout[2 * j]!;
        const dy = y - layout[2 * j + 1]!;
        const pull = (exaggeration * values[e]!) / (1 + dx * dx + dy * dy);
        sumX += pull * dx;
        sumY += pull * dy;
        gradient[2 * j] = gradient[2 * j]! - pull * dx;
        gradient[2 * j + 1] = gradient[2 * j + 1]! - pull * dy;
      }
      gradient[2 * i] = gradient[2 * i]! + sumX;
      gradient[2 * i + 1] = gradient[2 * i + 1]! + sumY;
    }
  }

  /** The Kullback–Leibler divergence, in nats, of the layout that `steps` has seen last. */
  divergence(layout: Float64Array): number {
    const { rows, offsets, indices, values } = this.likeness;
    let sum = 0;
    for (let i = 0; i < rows; i++)
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
        const p = values[e]!;
        if (p === 0) continue;
        const dx = layout[2 * i]! - layout[2 * indices[e]!]!;
        const dy = layout[2 * i + 1]! - layout[2 * indices[e]! + 1]!;
        sum += p * Math.log(p * (1 + dx * dx + dy * dy) * this.normaliser);
      }
    return sum;
  }
}
