import type { Matrix } from './matrix';
import type { BlockOffers, NearestLists, Similarity } from './nearestLists';
import { blockRows, layOutTransposed } from './transposedBlocks';
import { roundUp, type WasmMemory } from './wasmMemory';

/** Rows a side of a tile: both fit in the cache. */
const tile = 256;
const nobody = -1;

/** Rows and lists are gathered a tile at a time, so that any number of rows will do. */
export function wasmBlockOffers(
  memory: WasmMemory,
  x: Matrix,
  y: Matrix,
  similarity: Similarity,
  lists: NearestLists,
): BlockOffers {
  const d = x.columns;
  const { k } = lists;

  const offerTile = (queries: Int32Array, targets: Int32Array, isMutual: boolean): void => {
    memory.begin(tile * (2 * d + 4 * k + 3) + 128);
    const a = memory.floats(tile * d);
    const aNames = memory.integers(tile);
    const aSimilarities = memory.floats(tile * k);
    const aIndices = memory.integers(tile * k);
    const b = memory.floats(tile * d);
    const bNames = memory.integers(tile);
    const bSimilarities = memory.floats(tile * k);
    const bIndices = memory.integers(tile * k);
    const worst = memory.floats(tile);
    const room = memory.floats(blockRows).at;
    b.view.fill(0, (targets.length - (targets.length % blockRows)) * d, roundUp(targets.length, blockRows) * d);
    layOutTransposed(y, targets.length, (i) => targets[i]!, b.view);
    bNames.view.set(targets);
    worst.view.fill(Infinity);
    if (isMutual) {
      copyLists(lists, targets, bSimilarities.view, bIndices.view);
      for (let j = 0; j < targets.length; j++) worst.view[j] = bSimilarities.view[(j + 1) * k - 1]!;
    }
    const run = similarity === 'product' ? memory.run.offerBlockProducts : memory.run.offerBlockDistances;
    for (let first = 0; first < queries.length; first += tile) {
      const part = queries.subarray(first, first + tile);
      copyRows(x, part, a.view, d);
      a.view.fill(0, part.length * d, roundUp(part.length, 4) * d);
      if (x === y) aNames.view.set(part);
      else aNames.view.fill(nobody);
      copyLists(lists, part, aSimilarities.view, aIndices.view);
      run(
        ...([a.at, part.length, aNames.at, b.at, targets.length, bNames.at, d, k] as const),
        ...([aSimilarities.at, aIndices.at, isMutual ? bSimilarities.at : 0, bIndices.at, worst.at, room] as const),
      );
      returnLists(lists, part, aSimilarities.view, aIndices.view);
    }
    if (isMutual) returnLists(lists, targets, bSimilarities.view, bIndices.view);
  };
  return {
    offer(queries, targets, isMutual) {
      for (let first = 0; first < targets.length; first += tile)
        offerTile(queries, targets.subarray(first, first + tile), isMutual);
    },
  };
}

/** Rows of x one after the other, each padded to `width` floats by what is there. */
export function copyRows({ columns, values }: Matrix, rows: Int32Array, to: Float32Array, width: number): void {
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * columns;
    to.set(values.subarray(from, from + columns), i * width);
  }
}

export function copyLists(
  lists: NearestLists,
  rows: Int32Array,
  similarities: Float32Array,
  indices: Int32Array,
): void {
  const { k } = lists;
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * k;
    similarities.set(lists.similarities.subarray(from, from + k), i * k);
    indices.set(lists.indices.subarray(from, from + k), i * k);
  }
}

export function returnLists(
  lists: NearestLists,
  rows: Int32Array,
  similarities: Float32Array,
  indices: Int32Array,
): void {
  const { k } = lists;
  for (let i = 0; i < rows.length; i++) {
    const to = rows[i]! * k;
    lists.similarities.set(similarities.subarray(i * k, (i + 1) * k), to);
    lists.indices.set(indices.subarray(i * k, (i + 1) * k), to);
  }
}
