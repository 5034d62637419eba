import { kernels, type RowDistances, tileRows } from '../math/kernels';
import type { Matrix } from '../math/matrix';

/** Once so few centroids are in use, they are packed: the others need no more distances. */
const packBelow = 0.7;

/**
 * The centroids of the clusters while they merge, in slots: at first one a row. Distances come from the centroids
 * themselves, so memory is that of the rows, not of their pairs.
 */
export class Centroids {
  /** Squared distances are measured from here; slots keep their order when they are packed. */
  #matrix: Matrix;
  #distances: RowDistances;
  /** Exact centroids: float32 would lose a little with every merge. */
  #exact: Float64Array; // [slots × columns]
  #inUse: number;
  /** Rows in the cluster of each slot, 0 where the slot is no longer in use. */
  size: Float64Array;
  /** A row of the cluster of each slot. */
  leaf: Int32Array;

  constructor(x: Matrix) {
    const { rows, columns } = x;
    this.#exact = centred(x);
    this.#matrix = { rows, columns, values: Float32Array.from(this.#exact) };
    this.#distances = kernels().distances(this.#matrix, this.#matrix);
    this.#inUse = rows;
    this.size = new Float64Array(rows).fill(1);
    this.leaf = Int32Array.from({ length: rows }, (_, i) => i);
  }

  get slots(): number {
    return this.#matrix.rows;
  }

  /** Squared distances of a slot's centroid to all slots', valid until the next call. */
  squaredFrom(slot: number): Float32Array {
    return this.#distances.between(slot, 1, 0, this.slots);
  }

  /** Puts both clusters into `kept`, at `share` of the way from gone's centroid to kept's. */
  merge(gone: number, kept: number, share: number): void {
    const { columns, values } = this.#matrix;
    const exact = this.#exact;
    for (let t = 0, p = gone * columns, q = kept * columns; t < columns; t++, p++, q++) {
      exact[q] = exact[p]! + (exact[q]! - exact[p]!) * share;
      values[q] = exact[q]!;
    }
    this.#distances.refresh(kept);
    this.size[kept] = this.size[kept]! + this.size[gone]!;
    this.size[gone] = 0;
    this.#inUse--;
  }

  /** Packs the slots where few are in use; the new slot of each old one then, −1 for those that are gone. */
  packed(): Int32Array | undefined {
    const { rows, columns, values } = this.#matrix;
    if (this.#inUse > rows * packBelow || rows <= tileRows) return undefined;
    const newSlot = new Int32Array(rows).fill(-1);
    let to = 0;
    for (let slot = 0; slot < rows; slot++) {
      if (this.size[slot] === 0) continue;
      values.copyWithin(to * columns, slot * columns, (slot + 1) * columns);
      this.#exact.copyWithin(to * columns, slot * columns, (slot + 1) * columns);
      this.size[to] = this.size[slot]!;
      this.leaf[to] = this.leaf[slot]!;
      newSlot[slot] = to++;
    }
    this.size = this.size.slice(0, to);
    this.leaf = this.leaf.slice(0, to);
    this.#exact = this.#exact.slice(0, to * columns);
    this.#matrix = { rows: to, columns, values: values.slice(0, to * columns) };
    this.#distances = kernels().distances(this.#matrix, this.#matrix);
    return newSlot;
  }
}

/** The rows less their mean: numbers far from zero would round the distances. */
function centred({ rows, columns, values }: Matrix): Float64Array {
  const mean = new Float64Array(columns);
  for (let at = 0; at < values.length; at++) mean[at % columns] = mean[at % columns]! + values[at]! / rows;
  return Float64Array.from(values, (value, at) => value - mean[at % columns]!);
}
