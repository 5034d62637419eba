import type { Matrix } from '../math/matrix';
import type { Random } from '../math/random';
import type { RunContext } from '../runContext';

/** Documents laid out in the plane, and how that was done. */
export interface Projected {
  readonly layout: Matrix; // [documents × 2]
  /** In words: the parameters. */
  readonly reason?: string;
}

/** Lays the rows of a matrix out in the plane. */
export type Projection = (x: Matrix, random: Random, context: RunContext) => Promise<Projected>;
