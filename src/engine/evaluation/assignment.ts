import FlatQueue from 'flatqueue';
import type { Steps } from '../../shared/steps';
import type { Contingency } from './contingency';

/** A sparse table of numbers above 0, row by row as in `Contingency`. */
export type SparseTable = Pick<Contingency, 'offsets' | 'columnOf' | 'counts'> & {
  readonly columns: { readonly length: number };
};

const none = -1;

/**
 * The linear sum assignment problem, maximising, on a sparse table: pairs each row with at most one column (and the other way round)
 * so that the sum of the paired cells is greatest. Empty cells pair nothing.
 *
 * Shortest augmenting paths with dual variables, by Dijkstra's algorithm over the cells that there are: R. Jonker, A. Volgenant,
 * "A shortest augmenting path algorithm for dense and sparse linear assignment problems", Computing 38 (1987). A row may
 * also stay alone, at a cost of 0, as if it had an empty column of its own. Time O(rows × cells × log columns) at worst;
 * paths are short where clusters have a best match.
 *
 * @returns the column of each row, or −1 [rows]
 */
export function* maximumAssignment({ offsets, columnOf, counts, columns }: SparseTable): Steps<Int32Array> {
  const rows = offsets.length - 1;
  const columnOfRow = new Int32Array(rows).fill(none);
  const rowOfColumn = new Int32Array(columns.length).fill(none);
  const rowPrice = new Float64Array(rows);
  const columnPrice = new Float64Array(columns.length);
  const distance = new Float64Array(columns.length).fill(Infinity); // of the shortest path so far to each column
  const previousRow = new Int32Array(columns.length); // the row that path comes from
  const isSettled = new Uint8Array(columns.length);
  const queue = new FlatQueue<number>();

  for (let start = 0; start < rows; start++) {
    const reached: number[] = []; // columns with a path
    const settled: number[] = []; // columns whose path is the shortest
    let length = Infinity; // of the shortest path to an end: a free column, or a row that stays alone
    let freeColumn = none;
    let lonelyRow = start;
    for (let row = start, before = 0; ;) {
      if (before - rowPrice[row]! < length) {
        length = before - rowPrice[row]!;
        freeColumn = none;
        lonelyRow = row;
      }
      for (let e = offsets[row]!; e < offsets[row + 1]!; e++) {
        const column = columnOf[e]!;
        if (isSettled[column] === 1) continue;
        const through = before - counts[e]! - rowPrice[row]! - columnPrice[column]!;
        if (through >= distance[column]! || through >= length) continue;
        if (distance[column] === Infinity) reached.push(column);
        distance[column] = through;
        previousRow[column] = row;
        if (rowOfColumn[column] !== none) queue.push(column, through);
        else {
          length = through;
          freeColumn = column;
        }
      }
      while (queue.length > 0 && isSettled[queue.peek()!] === 1) queue.pop();
      if (queue.length === 0 || queue.peekValue()! >= length) break;
      const nearest = queue.pop()!;
      isSettled[nearest] = 1;
      settled.push(nearest);
      row = rowOfColumn[nearest]!;
      before = distance[nearest]!;
    }
    rowPrice[start] = rowPrice[start]! + length;
    for (const column of settled) {
      const slack = length - distance[column]!;
      columnPrice[column] = columnPrice[column]! - slack;
      rowPrice[rowOfColumn[column]!] = rowPrice[rowOfColumn[column]!]! + slack;
    }
    let column = freeColumn;
    if (column === none) {
      column = columnOfRow[lonelyRow]!;
      columnOfRow[lonelyRow] = none;
    }
    while (column !== none) {
      const row = previousRow[column]!;
      rowOfColumn[column] = row;
      const next = columnOfRow[row]!;
      columnOfRow[row] = column;
      column = row === start ? none : next;
    }
    for (const each of reached) distance[each] = Infinity;
    for (const each of settled) isSettled[each] = 0;
    queue.clear();
    yield;
  }
  return columnOfRow;
}
