import type { Matrix } from './matrix';
import { type NearestLists, type PairOffers, plainPairOffers, type Similarity } from './nearestLists';
import { blockRows, layOutTransposed } from './transposedBlocks';
import { largestWords, type MemoryHolder, type Place, roundUp } from './wasmMemory';

interface Tile {
  readonly values: Place<Float32Array>;
  readonly similarities: Place<Float32Array>;
  readonly indices: Place<Int32Array>;
}

/** Only two tiles of the matrix are in the memory at a time, so any number of rows will do. */
export function wasmPairOffers(
  holder: MemoryHolder,
  x: Matrix,
  similarity: Similarity,
  lists: NearestLists,
): PairOffers {
  const d = x.columns;
  const { k } = lists;
  const plain = plainPairOffers(x, similarity, lists);
  const owner = {};
  let a: Tile;
  let b: Tile;
  let worst: Place<Float32Array>;
  let room: number;
  let packed = { first: -1, count: -1 };
  let most = 0;

  const place = (rows: number): void => {
    const { memory } = holder;
    most = rows;
    memory.begin(rows * (2 * d + 4 * k + 1) + 64);
    const tile = (): Tile => ({
      values: memory.floats(rows * d),
      similarities: memory.floats(rows * k),
      indices: memory.integers(rows * k),
    });
    a = tile();
    b = tile();
    worst = memory.floats(rows);
    room = memory.floats(blockRows).at;
    packed = { first: -1, count: -1 };
    holder.owner = owner;
  };

  /** Lays rows first … out in blocks of 8, transposed. */
  const pack = (first: number, count: number): void => {
    const to = b.values.view;
    to.fill(0, 0, roundUp(count, blockRows) * d);
    layOutTransposed(x, count, (i) => first + i, to);
    packed = { first, count };
  };

  const take = (tile: Tile, first: number, count: number): void => {
    tile.similarities.view.set(lists.similarities.subarray(first * k, (first + count) * k));
    tile.indices.view.set(lists.indices.subarray(first * k, (first + count) * k));
  };
  const give = (tile: Tile, first: number, count: number): void => {
    lists.similarities.set(tile.similarities.view.subarray(0, count * k), first * k);
    lists.indices.set(tile.indices.view.subarray(0, count * k), first * k);
  };

  return {
    offer(aFirst, aCount, bFirst, bCount) {
      const rows = roundUp(Math.max(aCount, bCount), blockRows);
      if (rows * (2 * d + 4 * k + 1) + 64 > largestWords) {
        plain.offer(aFirst, aCount, bFirst, bCount);
        return;
      }
      if (holder.owner !== owner || rows > most) place(rows);
      if (packed.first !== bFirst || packed.count !== bCount) pack(bFirst, bCount);
      a.values.view.set(x.values.subarray(aFirst * d, (aFirst + aCount) * d));
      a.values.view.fill(0, aCount * d, roundUp(aCount, 4) * d);
      // On the diagonal both are one tile, with one set of lists.
      const isDiagonal = aFirst === bFirst;
      const listsOfA = isDiagonal ? b : a;
      if (!isDiagonal) take(a, aFirst, aCount);
      take(b, bFirst, bCount);
      worst.view.fill(Infinity);
      for (let j = 0; j < bCount; j++) worst.view[j] = b.similarities.view[(j + 1) * k - 1]!;
      const { offerProducts, offerDistances } = holder.memory.run;
      const run = similarity === 'product' ? offerProducts : offerDistances;
      run(
        ...([a.values.at, aCount, aFirst, b.values.at, bCount, bFirst, d, k] as const),
        ...([listsOfA.similarities.at, listsOfA.indices.at, b.similarities.at, b.indices.at, worst.at, room] as const),
      );
      if (!isDiagonal) give(a, aFirst, aCount);
      give(b, bFirst, bCount);
    },
  };
}
