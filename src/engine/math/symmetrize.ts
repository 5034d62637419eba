import type { SparseMatrix } from './matrix';

/**
 * Makes a symmetric matrix of one that holds k entries a row: entry (i, j) becomes combine(a_ij, a_ji), where what is missing
 * is 0. It has an entry wherever one of the two was there.
 *
 * @param columns columns of the entries, none twice in a row [rows × k]
 * @param weights [rows × k]
 * @param combine must be symmetric
 * @returns [rows × rows]
 */
export function symmetrize(
  columns: Int32Array,
  weights: Float32Array | Float64Array,
  k: number,
  combine: (forth: number, back: number) => number,
): SparseMatrix {
  const rows = k === 0 ? 0 : columns.length / k;
  const { offsets, from, backWeights } = transposed(columns, weights, k, rows);
  const total = new Uint32Array(rows + 1);
  const indices = new Uint32Array(2 * columns.length);
  const values = new Float32Array(2 * columns.length);
  const order = new Int32Array(k);
  let at = 0;
  for (let i = 0; i < rows; i++) {
    orderByColumn(columns, i * k, order);
    let forth = 0;
    let back = offsets[i]!;
    while (forth < k || back < offsets[i + 1]!) {
      const forthColumn = forth < k ? columns[order[forth]!]! : Infinity;
      const backColumn = back < offsets[i + 1]! ? from[back]! : Infinity;
      const isForth = forthColumn <= backColumn;
      const isBack = backColumn <= forthColumn;
      indices[at] = Math.min(forthColumn, backColumn);
      values[at++] = combine(isForth ? weights[order[forth]!]! : 0, isBack ? backWeights[back]! : 0);
      if (isForth) forth++;
      if (isBack) back++;
    }
    total[i + 1] = at;
  }
  return { rows, columns: rows, offsets: total, indices: indices.slice(0, at), values: values.slice(0, at) };
}

/** The entries by their columns, in each column in the order of the rows. */
function transposed(
  columns: Int32Array,
  weights: Float32Array | Float64Array,
  k: number,
  rows: number,
): { offsets: Uint32Array; from: Int32Array; backWeights: Float64Array } {
  const offsets = new Uint32Array(rows + 1);
  for (const column of columns) offsets[column + 1] = offsets[column + 1]! + 1;
  for (let i = 0; i < rows; i++) offsets[i + 1] = offsets[i + 1]! + offsets[i]!;
  const next = offsets.slice(0, rows);
  const from = new Int32Array(columns.length);
  const backWeights = new Float64Array(columns.length);
  for (let i = 0, e = 0; i < rows; i++)
    for (const end = e + k; e < end; e++) {
      const place = next[columns[e]!]!;
      next[columns[e]!] = place + 1;
      from[place] = i;
      backWeights[place] = weights[e]!;
    }
  return { offsets, from, backWeights };
}

/** Writes the places of a row's entries into `order`, in the order of their columns. */
function orderByColumn(columns: Int32Array, first: number, order: Int32Array): void {
  for (let e = 0; e < order.length; e++) {
    const column = columns[first + e]!;
    let p = e;
    for (; p > 0 && columns[order[p - 1]!]! > column; p--) order[p] = order[p - 1]!;
    order[p] = first + e;
  }
}
