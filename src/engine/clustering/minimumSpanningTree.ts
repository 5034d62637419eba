import { kernels, tileRows } from '../math/kernels';
import type { Matrix } from '../math/matrix';
import type { Breather } from '../runContext';
import type { Merges } from './dendrogram';

/** Once so few rows are outside the tree, they are gathered: the others need no more distances. */
const gatherBelow = 0.7;

/**
 * Prim's algorithm over the complete graph: the merges of single linkage, unsorted, squared heights. A merge names the row
 * that joined before, as SciPy does: rows in the order of joining are the leaves from left to right. O(n²) time, O(n) memory.
 *
 * @param cores squared core distances: a pair is then no nearer than either's, which is HDBSCAN's mutual reachability [rows]
 */
export async function minimumSpanningTree(
  x: Matrix,
  report: (done: number) => void,
  breathe: Breather,
  cores: Float32Array = new Float32Array(x.rows),
): Promise<Merges> {
  const n = x.rows;
  const left = new Int32Array(n - 1);
  const right = new Int32Array(n - 1);
  const heights = new Float64Array(n - 1);
  let rowOf = Int32Array.from({ length: n }, (_, i) => i);
  let gathered = x;
  let tile = kernels().distances(x, x);
  let nearest = new Float32Array(n).fill(Infinity);
  let core: Float32Array = cores;
  let isOutside = new Uint8Array(n).fill(1);
  let outside = n - 1;
  let current = 0;
  isOutside[0] = 0;
  for (let merge = 0; merge < n - 1; merge++) {
    const rows = gathered.rows;
    const toAll = tile.between(current, 1, 0, rows);
    let next = -1;
    let least = Infinity;
    const ownCore = core[current]!;
    for (let j = 0; j < rows; j++) {
      if (isOutside[j] === 0) continue;
      let distance = toAll[j]!;
      if (distance < ownCore) distance = ownCore;
      if (distance < core[j]!) distance = core[j]!;
      if (distance < nearest[j]!) nearest[j] = distance;
      if (nearest[j]! < least || next < 0) {
        least = nearest[j]!;
        next = j;
      }
    }
    left[merge] = rowOf[current]!;
    right[merge] = rowOf[next]!;
    heights[merge] = least;
    isOutside[next] = 0;
    outside--;
    current = next;
    if (outside < rows * gatherBelow && rows > tileRows) {
      const kept = Int32Array.from({ length: rows }, (_, j) => j).filter((j) => isOutside[j] === 1 || j === current);
      gathered = gather(gathered, kept);
      rowOf = kept.map((j) => rowOf[j]!);
      nearest = Float32Array.from(kept, (j) => nearest[j]!);
      core = Float32Array.from(kept, (j) => core[j]!);
      current = kept.indexOf(current);
      isOutside = new Uint8Array(kept.length).fill(1);
      isOutside[current] = 0;
      tile = kernels().distances(gathered, gathered);
    }
    if (breathe.due()) {
      report(merge);
      await breathe();
    }
  }
  return { left, right, heights };
}

function gather({ columns, values }: Matrix, rows: Int32Array): Matrix {
  const out = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => out.set(values.subarray(row * columns, (row + 1) * columns), i * columns));
  return { rows: rows.length, columns, values: out };
}
