import { type Matrix, zeros } from '../math/matrix';

/** The means of clusters while rows change between them: only what moved is summed again. */
export class ClusterMeans {
  readonly #x: Matrix;
  readonly #labels: Int32Array; // [rows], −1 before the first
  readonly #sums: Float64Array; // [k × columns]
  readonly #counts: Int32Array; // [k]

  constructor(x: Matrix, k: number) {
    this.#x = x;
    this.#labels = new Int32Array(x.rows).fill(-1);
    this.#sums = new Float64Array(k * x.columns);
    this.#counts = new Int32Array(k);
  }

  /** Takes rows to the clusters they are in now; how many moved. */
  follow(labels: Int32Array): number {
    let moved = 0;
    for (let i = 0; i < labels.length; i++) {
      const from = this.#labels[i]!;
      const to = labels[i]!;
      if (from === to) continue;
      moved++;
      if (from >= 0) this.#add(i, from, -1);
      this.#add(i, to, 1);
      this.#labels[i] = to;
    }
    return moved;
  }

  /** [k × columns]; zeros for a cluster without rows. */
  means(): Matrix {
    const { columns } = this.#x;
    const means = zeros(this.#counts.length, columns);
    this.#counts.forEach((count, c) => {
      if (count === 0) return;
      for (let at = c * columns; at < (c + 1) * columns; at++) means.values[at] = this.#sums[at]! / count;
    });
    return means;
  }

  #add(row: number, cluster: number, sign: 1 | -1): void {
    const { columns, values } = this.#x;
    const sums = this.#sums;
    this.#counts[cluster] = this.#counts[cluster]! + sign;
    for (let d = 0, p = row * columns, q = cluster * columns; d < columns; d++, p++, q++)
      sums[q] = sums[q]! + sign * values[p]!;
  }
}

/** The means of the rows of each label, [k × columns]; a label without rows gets zeros. */
export function centroidsOf(x: Matrix, labels: Int32Array, k: number): Matrix {
  const { columns, values } = x;
  const sums = new Float64Array(k * columns);
  const counts = new Float64Array(k);
  for (let i = 0; i < x.rows; i++) {
    const label = labels[i]!;
    if (label < 0) continue;
    counts[label] = counts[label]! + 1;
    for (let d = 0, p = i * columns, q = label * columns; d < columns; d++, p++, q++) sums[q] = sums[q]! + values[p]!;
  }
  const centroids = zeros(k, columns);
  for (let c = 0; c < k; c++)
    for (let d = 0; d < columns; d++)
      centroids.values[c * columns + d] = sums[c * columns + d]! / Math.max(1, counts[c]!);
  return centroids;
}
