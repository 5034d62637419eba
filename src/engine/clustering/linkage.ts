import { kernels, tileRows } from '../math/kernels';
import type { Matrix } from '../math/matrix';
import { requireFinite } from '../math/requireFinite';
import { type Breather, breather, type RunContext } from '../runContext';
import { dendrogramOf, type Merges } from './dendrogram';
import { nearestNeighbourChain } from './nearestNeighbourChain';

export type LinkageMethod = 'ward' | 'average' | 'complete' | 'single';

/**
 * Agglomerative clustering of the rows of x by Euclidean distance, in SciPy's convention: row-major Z [rows − 1, 4] of
 * left, right, height and size, heights ascending. O(n²) time; n(n − 1)/2 floats of memory, O(n) for 'single'.
 * Throws GroveError('bad-input') naming the first row that holds a value that is not finite.
 */
export async function linkage(x: Matrix, method: LinkageMethod, context: RunContext): Promise<Float64Array> {
  requireFinite(x);
  if (x.rows < 2) return new Float64Array(0);
  const breathe = breather(context);
  const report = (done: number): void =>
    context.progress({ stage: 'cluster', done, total: x.rows - 1, unit: 'merges' });
  const merges = await mergesOf(x, method, report, breathe);
  report(x.rows - 1);
  const isSquared = method === 'ward' || method === 'single';
  return dendrogramOf(merges, x.rows, isSquared ? Math.sqrt : (height) => height);
}

async function mergesOf(
  x: Matrix,
  method: LinkageMethod,
  report: (done: number) => void,
  breathe: Breather,
): Promise<Merges> {
  if (method === 'single') return minimumSpanningTree(x, report, breathe);
  const distances = await condensedDistances(x, method === 'ward', breathe);
  return nearestNeighbourChain(distances, x.rows, method, report, breathe);
}

/** Distances of all pairs i < j in SciPy's condensed order; squared for Ward, whose update is linear in squares. */
async function condensedDistances(x: Matrix, squared: boolean, breathe: Breather): Promise<Float32Array> {
  const n = x.rows;
  const condensed = new Float32Array((n * (n - 1)) / 2);
  const tile = kernels().distances(x, x);
  for (let i0 = 0; i0 < n; i0 += tileRows) {
    const iCount = Math.min(tileRows, n - i0);
    for (let j0 = i0; j0 < n; j0 += tileRows) {
      const jCount = Math.min(tileRows, n - j0);
      const between = tile.between(i0, iCount, j0, jCount);
      for (let i = 0; i < iCount; i++) {
        const row = i0 + i;
        const start = (row * (2 * n - 3 - row)) / 2 - 1;
        for (let j = Math.max(j0, row + 1) - j0; j < jCount; j++) {
          const distance = between[i * jCount + j]!;
          condensed[start + j0 + j] = squared ? distance : Math.sqrt(distance);
        }
      }
      if (breathe.due()) await breathe();
    }
  }
  return condensed;
}

/** Once so few rows are outside the tree, they are gathered: the others need no more distances. */
const gatherBelow = 0.7;

/**
 * Prim's algorithm over the complete graph: the merges of single linkage, unsorted, squared heights. A merge names the row
 * that joined before, as SciPy does: rows in the order of joining are the leaves from left to right.
 */
async function minimumSpanningTree(x: Matrix, report: (done: number) => void, breathe: Breather): Promise<Merges> {
  const n = x.rows;
  const left = new Int32Array(n - 1);
  const right = new Int32Array(n - 1);
  const heights = new Float64Array(n - 1);
  let rowOf = Int32Array.from({ length: n }, (_, i) => i);
  let gathered = x;
  let tile = kernels().distances(x, x);
  let nearest = new Float32Array(n).fill(Infinity);
  let isOutside = new Uint8Array(n).fill(1);
  let outside = n - 1;
  let current = 0;
  isOutside[0] = 0;
  for (let merge = 0; merge < n - 1; merge++) {
    const rows = gathered.rows;
    const toAll = tile.between(current, 1, 0, rows);
    let next = -1;
    let least = Infinity;
    for (let j = 0; j < rows; j++) {
      if (isOutside[j] === 0) continue;
      const distance = toAll[j]!;
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
