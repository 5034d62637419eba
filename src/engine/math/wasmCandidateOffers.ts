import type { Matrix } from './matrix';
import { type CandidateOffers, type NearestLists, plainCandidateOffers, type Similarity } from './nearestLists';
import { copyLists, copyRows, returnLists } from './wasmBlockOffers';
import { largestWords, roundUp, type WasmMemory } from './wasmMemory';

/** Each call gathers the rows that it names once, however many candidates they are: call it for rows that share many. */
export function wasmCandidateOffers(
  memory: WasmMemory,
  x: Matrix,
  similarity: Similarity,
  lists: NearestLists,
): CandidateOffers {
  const d = roundUp(x.columns, 4);
  const { k } = lists;
  const placeOf = new Int32Array(x.rows).fill(-1); // in the table
  return {
    offer(rows, offsets, candidates) {
      const named: number[] = [];
      const places = new Int32Array(candidates.length);
      for (let at = 0; at < candidates.length; at++) {
        const row = candidates[at]!;
        if (placeOf[row]! < 0) placeOf[row] = named.push(row) - 1;
        places[at] = placeOf[row]!;
      }
      for (const row of named) placeOf[row] = -1;
      const words =
        (rows.length + named.length) * d + named.length + candidates.length + rows.length * (2 * k + 1) + 128;
      if (words > largestWords) {
        plainCandidateOffers(x, similarity, lists).offer(rows, offsets, candidates);
        return;
      }
      memory.begin(words);
      const own = memory.floats(rows.length * d);
      const table = memory.floats(named.length * d);
      const names = memory.integers(named.length);
      const starts = memory.integers(rows.length + 1);
      const choices = memory.integers(candidates.length);
      const similarities = memory.floats(rows.length * k);
      const indices = memory.integers(rows.length * k);
      const room = memory.floats(4).at;
      if (d !== x.columns) {
        own.view.fill(0);
        table.view.fill(0);
      }
      names.view.set(named);
      copyRows(x, rows, own.view, d);
      copyRows(x, names.view, table.view, d);
      starts.view.set(offsets.subarray(0, rows.length + 1));
      choices.view.set(places);
      copyLists(lists, rows, similarities.view, indices.view);
      const run = similarity === 'product' ? memory.run.offerCandidateProducts : memory.run.offerCandidateDistances;
      run(
        ...([own.at, rows.length, table.at, names.at, starts.at, choices.at] as const),
        ...([d, k, similarities.at, indices.at, room] as const),
      );
      returnLists(lists, rows, similarities.view, indices.view);
    },
  };
}
