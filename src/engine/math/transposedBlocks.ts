import type { Matrix } from './matrix';

/** Rows of a block: as many as the kernels take at once. */
export const blockRows = 8;

/** Lays `count` rows out in blocks of 8, transposed. What is missing in the last block stays as it is in `to`. */
export function layOutTransposed(
  { columns, values }: Matrix,
  count: number,
  rowOf: (i: number) => number,
  to: Float32Array,
): void {
  for (let i = 0; i < count; i++) {
    let at = (i - (i % blockRows)) * columns + (i % blockRows);
    for (let t = 0, p = rowOf(i) * columns; t < columns; t++, p++, at += blockRows) to[at] = values[p]!;
  }
}
