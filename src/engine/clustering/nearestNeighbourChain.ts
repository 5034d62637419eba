import type { Breather } from '../runContext';
import type { Merges } from './dendrogram';

/** Once so few clusters are left of those in the matrix, it is packed: its rows move together and stay in the cache. */
const packBelow = 0.7;
const packLeast = 64;

/**
 * Merges by the nearest-neighbour chain, which finds the same tree as always merging the closest pair for linkages that
 * are reducible (Ward, average, weighted, complete), in O(n²) time. Distances are updated by Lance and Williams' formula.
 * Source: Müllner, "Modern hierarchical, agglomerative clustering algorithms", 2011.
 *
 * @param distances condensed [n(n − 1)/2], squared for Ward; destroyed
 * @returns n − 1 merges of representatives (leaf indices), unsorted
 */
export async function nearestNeighbourChain(
  distances: Float32Array,
  n: number,
  method: 'ward' | 'average' | 'weighted' | 'complete',
  report: (done: number) => void,
  breathe: Breather,
): Promise<Merges> {
  const left = new Int32Array(n - 1);
  const right = new Int32Array(n - 1);
  const heights = new Float64Array(n - 1);
  const chain = new Int32Array(n);
  let matrixSize = n;
  let rowStart = rowStarts(n); // distance of slots i < j is distances[rowStart[i] + j]
  let leafOf = Int32Array.from({ length: n }, (_, i) => i);
  let size = new Float64Array(n).fill(1);
  let active = Int32Array.from({ length: n }, (_, i) => i); // slots in use, ascending
  let activeCount = n;
  let tip = 0;

  for (let merge = 0; merge < n - 1; merge++) {
    if (tip === 0) {
      chain[0] = active[0]!;
      tip = 1;
    }
    let slot: number;
    let neighbour: number;
    let least: number;
    for (;;) {
      slot = chain[tip - 1]!;
      neighbour = -1;
      least = Infinity;
      const previous = tip > 1 ? chain[tip - 2]! : -1;
      if (previous >= 0) {
        neighbour = previous;
        least = slot < previous ? distances[rowStart[slot]! + previous]! : distances[rowStart[previous]! + slot]!;
      }
      let p = 0;
      for (; p < activeCount; p++) {
        const other = active[p]!;
        if (other >= slot) break;
        const distance = distances[rowStart[other]! + slot]!;
        if (distance < least) {
          least = distance;
          neighbour = other;
        }
      }
      const start = rowStart[slot]!;
      for (p++; p < activeCount; p++) {
        const other = active[p]!;
        const distance = distances[start + other]!;
        if (distance < least) {
          least = distance;
          neighbour = other;
        }
      }
      if (previous >= 0 && neighbour === previous) break;
      chain[tip++] = neighbour;
    }
    tip -= 2;

    const gone = Math.min(slot, neighbour);
    const kept = Math.max(slot, neighbour);
    left[merge] = leafOf[gone]!;
    right[merge] = leafOf[kept]!;
    heights[merge] = least;
    const goneSize = size[gone]!;
    const keptSize = size[kept]!;
    const goneStart = rowStart[gone]!;
    const keptStart = rowStart[kept]!;
    let written = 0;
    for (let p = 0; p < activeCount; p++) {
      const other = active[p]!;
      if (other === gone) continue;
      active[written++] = other;
      if (other === kept) continue;
      const toGone = distances[other < gone ? rowStart[other]! + gone : goneStart + other]!;
      const at = other < kept ? rowStart[other]! + kept : keptStart + other;
      const toKept = distances[at]!;
      if (method === 'ward') {
        const otherSize = size[other]!;
        distances[at] =
          ((goneSize + otherSize) * toGone + (keptSize + otherSize) * toKept - otherSize * least) /
          (goneSize + keptSize + otherSize);
      } else if (method === 'average') {
        distances[at] = (goneSize * toGone + keptSize * toKept) / (goneSize + keptSize);
      } else if (method === 'weighted') {
        distances[at] = (toGone + toKept) / 2;
      } else if (toGone > toKept) {
        distances[at] = toGone;
      }
    }
    activeCount = written;
    size[kept] = goneSize + keptSize;

    if (activeCount < matrixSize * packBelow && matrixSize > packLeast) {
      const slots = active.subarray(0, activeCount);
      packDistances(distances, rowStart, slots);
      const packedSlot = new Int32Array(matrixSize).fill(-1);
      slots.forEach((old, i) => (packedSlot[old] = i));
      for (let t = 0; t < tip; t++) chain[t] = packedSlot[chain[t]!]!;
      leafOf = Int32Array.from(slots, (old) => leafOf[old]!);
      size = Float64Array.from(slots, (old) => size[old]!);
      matrixSize = activeCount;
      rowStart = rowStarts(matrixSize);
      active = Int32Array.from({ length: matrixSize }, (_, i) => i);
    }
    if (breathe.due()) {
      report(merge);
      await breathe();
    }
  }
  return { left, right, heights };
}

function rowStarts(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => (i * (2 * n - 3 - i)) / 2 - 1);
}

/** Moves the distances between the slots in use to the front; rows only ever move to lower places. */
function packDistances(distances: Float32Array, rowStart: Float64Array, slots: Int32Array): void {
  let to = 0;
  for (let p = 0; p < slots.length; p++) {
    const start = rowStart[slots[p]!]!;
    for (let q = p + 1; q < slots.length; q++) distances[to++] = distances[start + slots[q]!]!;
  }
}
