/** How often the clusters of two clusterings meet: a sparse table, since thousands of clusters meet few others each. */
export interface Contingency {
  readonly total: number;
  /** Ids of the first clustering's clusters, ascending: the rows. */
  readonly rows: Int32Array;
  /** Those of the second: the columns. */
  readonly columns: Int32Array;
  /** Documents of each row and of each column. */
  readonly rowSizes: Float64Array;
  readonly columnSizes: Float64Array;
  /** Row i meets column `columnOf[e]` in `counts[e]` > 0 documents, offsets[i] ≤ e < offsets[i + 1]; columns ascending. */
  readonly offsets: Uint32Array; // [rows + 1]
  readonly columnOf: Uint32Array;
  readonly counts: Float64Array;
}

/** Tabulates two clusterings of the same documents. Any integer is a cluster, −1 too. */
export function contingency(first: Int32Array, second: Int32Array): Contingency {
  if (first.length !== second.length)
    throw new RangeError(`${first.length} labels do not go with ${second.length} others`);
  const rowOf = compactIndex(first);
  const placeOfColumn = compactIndex(second);
  const width = placeOfColumn.size;
  const cells = Float64Array.from(first, (id, d) => rowOf.get(id)! * width + placeOfColumn.get(second[d]!)!).sort();
  const rowSizes = new Float64Array(rowOf.size);
  const columnSizes = new Float64Array(width);
  const offsets = new Uint32Array(rowOf.size + 1);
  const columnOf: number[] = [];
  const counts: number[] = [];
  for (let from = 0; from < cells.length;) {
    let to = from + 1;
    while (to < cells.length && cells[to] === cells[from]) to++;
    const row = Math.floor(cells[from]! / width);
    const column = cells[from]! % width;
    rowSizes[row] = rowSizes[row]! + to - from;
    columnSizes[column] = columnSizes[column]! + to - from;
    columnOf.push(column);
    counts.push(to - from);
    offsets[row + 1] = counts.length;
    from = to;
  }
  return {
    total: first.length,
    rows: Int32Array.from(rowOf.keys()),
    columns: Int32Array.from(placeOfColumn.keys()),
    ...{ rowSizes, columnSizes, offsets },
    columnOf: Uint32Array.from(columnOf),
    counts: Float64Array.from(counts),
  };
}

/** The cells that are not empty, row by row. */
export function cellsOf({ rows, offsets, columnOf, counts }: Contingency): {
  readonly row: number;
  readonly column: number;
  readonly count: number;
}[] {
  return Array.from(rows.keys()).flatMap((row) =>
    Array.from(counts.subarray(offsets[row], offsets[row + 1]), (count, e) => ({
      row,
      column: columnOf[offsets[row]! + e]!,
      count,
    })),
  );
}

/** In how many documents a row meets a column. */
export function countAt({ offsets, columnOf, counts }: Contingency, row: number, column: number): number {
  const at = columnOf.subarray(offsets[row], offsets[row + 1]).indexOf(column);
  return at < 0 ? 0 : counts[offsets[row]! + at]!;
}

/** In how many documents each row meets each column, empty cells and all. */
export function denseRows({ rows, columns, offsets, columnOf, counts }: Contingency): number[][] {
  return Array.from(rows, (_, i) => {
    const row = new Array<number>(columns.length).fill(0);
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) row[columnOf[e]!] = counts[e]!;
    return row;
  });
}

/** Numbers the distinct labels 0, 1, … in ascending order of the label. */
export function compactIndex(labels: Int32Array): Map<number, number> {
  const distinct = Int32Array.from(new Set(labels)).sort();
  return new Map(Array.from(distinct, (label, index) => [label, index]));
}
