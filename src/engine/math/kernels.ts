import type { MakeBottleneckState } from './bottleneckState';
import type { MakeLayoutDescent } from './layoutDescent';
import type { Matrix, SparseMatrix } from './matrix';
import type { MakeBlockOffers, MakeCandidateOffers, MakePairOffers } from './nearestLists';
import { plainKernels } from './plainKernels';
import type { LearnPairs } from './skipGram';
import { loadWasmKernels } from './wasmKernels';

/**
 * The products and distances that take most of a run's time. Two implementations agree to rounding: WebAssembly SIMD
 * (compiled from assembly/kernels.ts) and plain JavaScript for machines without it. Results are the caller's own
 * unless said otherwise.
 */
export interface Kernels {
  readonly name: 'wasm-simd' | 'plain';
  /** a · b: [m × k] · [k × n] → [m × n]. */
  multiply(a: Matrix, b: Matrix): Matrix;
  /** a · b on the memory of a, which is lost; b has no more columns than a. */
  multiplyInPlace(a: Matrix, b: Matrix): Matrix;
  /** The least of a[i, t] + b[t, j] over t, for each i and j: [m × k], [k × n] → [m × n]. */
  minPlus(a: Matrix, b: Matrix): Matrix;
  /** aᵀ · a in float64, row-major: [columns × columns]. */
  gram(a: Matrix): Float64Array;
  /** s · x: [rows × columns] · [columns × d] → [rows × d]. */
  sparseTimes(s: SparseMatrix, x: Matrix): Matrix;
  /** sᵀ · y: [columns × rows] · [rows × d] → [columns × d]. */
  sparseTransposeTimes(s: SparseMatrix, y: Matrix): Matrix;
  /** w · x, summed in float64: [rows × columns] · [columns × d] → [rows × d]. */
  weightedSums(w: SparseWeights, x: Matrix): Matrix;
  /** Distances from the rows of x to the rows of y (which may be x). A change of either must be told to `refresh`. */
  distances(x: Matrix, y: Matrix): RowDistances;
  /** Finds the nearest centroids of rows of x, which must not change meanwhile. */
  nearest(x: Matrix): NearestCentroids;
  /** Offers pairs of rows of x, which must not change meanwhile, to the rows' lists of nearest others. */
  readonly pairs: MakePairOffers;
  /** Offers rows of y to the lists of rows of x, by number. */
  readonly blocks: MakeBlockOffers;
  /** Offers rows of x candidates of their own. */
  readonly candidates: MakeCandidateOffers;
  /** The inner loop of the sequential information bottleneck. */
  readonly bottleneck: MakeBottleneckState;
  /** Moves a layout by UMAP's gradient. */
  readonly layout: MakeLayoutDescent;
  /** Learns pairs of words by skip-gram with negative sampling. */
  readonly learnPairs: LearnPairs;
}

/** Sparse rows of float64 weights, in any order and not of different columns only; as in `SparseMatrix`. */
export interface SparseWeights extends Pick<SparseMatrix, 'rows' | 'offsets' | 'indices'> {
  readonly values: Float64Array;
}

export interface RowDistances {
  /**
   * Squared Euclidean distances of x's rows [xFirst, xFirst + xCount) to y's rows [yFirst, yFirst + yCount), row-major:
   * [xCount × yCount]. Keep their number to a few hundred thousand. Valid until any kernel runs next.
   */
  between(xFirst: number, xCount: number, yFirst: number, yCount: number): Float32Array;
  /** Says that a row of x, which is also y, has got other values. */
  refresh(row: number): void;
}

/** A good number of rows a side for `RowDistances.between`. */
export const tileRows = 256;

export interface NearestCentroids {
  /**
   * Writes the nearest centroid of each row in [rowFrom, rowTo) into `labels` and its squared distance into `squared`.
   * Of equals the first wins.
   *
   * @param centroids [k × columns]
   * @param labels [rows]
   * @param squared [rows]
   * @param bounds say which rows keep what they have
   */
  assign(
    centroids: Matrix,
    labels: Int32Array,
    squared: Float32Array,
    rowFrom: number,
    rowTo: number,
    bounds?: RowBounds,
  ): void;
}

/** What is known of rows from an earlier search. */
export interface RowBounds {
  /** Whether the nearest centroid of a row may be another than its label. Asked once a search, of each row. */
  isOpen(row: number, label: number): boolean;
  /** Hears the squared distances of a row that was looked at: to the nearest centroid, and to the nearest of the others. */
  found(row: number, squared: number, nextSquared: number): void;
}

let chosen: Kernels | undefined;

/** The fastest kernels that this machine has. */
export function kernels(): Kernels {
  return (chosen ??= loadWasmKernels() ?? plainKernels);
}
