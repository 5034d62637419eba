/**
 * The linear sum assignment problem, maximising: pairs each row with at most one column (and the other way round) so
 * that the sum of the paired values is greatest. Rectangular tables leave the surplus of the longer side unpaired.
 *
 * Shortest augmenting paths with dual variables: R. Jonker, A. Volgenant, "A shortest augmenting path algorithm for
 * dense and sparse linear assignment problems", Computing 38 (1987); D. F. Crouse, "On implementing 2D rectangular
 * assignment algorithms", IEEE TAES 52 (2016). Time O(s² l) for s the shorter and l the longer side.
 *
 * @param values row-major [rows × columns], finite
 * @returns the column of each row, or −1 [rows]
 */
export function maximumAssignment(values: Float64Array, rows: number, columns: number): Int32Array {
  const columnOfRow = new Int32Array(rows).fill(-1);
  if (rows > columns) {
    const transposed = new Float64Array(values.length);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) transposed[j * rows + i] = values[i * columns + j]!;
    const rowOfColumn = maximumAssignment(transposed, columns, rows);
    for (let j = 0; j < columns; j++) if (rowOfColumn[j]! >= 0) columnOfRow[rowOfColumn[j]!] = j;
    return columnOfRow;
  }
  const rowOfColumn = new Int32Array(columns).fill(-1);
  const rowPrice = new Float64Array(rows);
  const columnPrice = new Float64Array(columns);
  const distance = new Float64Array(columns); // of the shortest path found so far to each column
  const previousRow = new Int32Array(columns); // the row that path comes from
  const isSettled = new Uint8Array(columns);
  const settledColumns = new Int32Array(columns);

  for (let start = 0; start < rows; start++) {
    distance.fill(Infinity);
    isSettled.fill(0);
    let settled = 0;
    let row = start;
    let reached = 0;
    let sink = -1;
    while (sink < 0) {
      let nearest = -1;
      let least = Infinity;
      const offset = row * columns;
      for (let j = 0; j < columns; j++) {
        if (isSettled[j]) continue;
        const length = reached - values[offset + j]! - rowPrice[row]! - columnPrice[j]!;
        if (length < distance[j]!) {
          distance[j] = length;
          previousRow[j] = row;
        }
        const candidate = distance[j]!;
        // Among equals a free column ends the search at once.
        if (candidate < least || (candidate === least && rowOfColumn[j] === -1)) {
          least = candidate;
          nearest = j;
        }
      }
      reached = least;
      isSettled[nearest] = 1;
      settledColumns[settled++] = nearest;
      if (rowOfColumn[nearest] === -1) sink = nearest;
      else row = rowOfColumn[nearest]!;
    }
    rowPrice[start] = rowPrice[start]! + reached;
    for (let s = 0; s < settled; s++) {
      const j = settledColumns[s]!;
      const slack = reached - distance[j]!;
      columnPrice[j] = columnPrice[j]! - slack;
      if (rowOfColumn[j] !== -1) rowPrice[rowOfColumn[j]!] = rowPrice[rowOfColumn[j]!]! + slack;
    }
    for (let j = sink; ;) {
      const pathRow = previousRow[j]!;
      rowOfColumn[j] = pathRow;
      const next = columnOfRow[pathRow]!;
      columnOfRow[pathRow] = j;
      if (pathRow === start) break;
      j = next;
    }
  }
  return columnOfRow;
}
