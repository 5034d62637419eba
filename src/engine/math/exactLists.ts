import { breather, type RunContext } from '../runContext';
import { kernels } from './kernels';
import { gatherRows, type Matrix } from './matrix';
import { insertNearest, type NearestLists, type Similarity } from './nearestLists';
import { permutation, type Random } from './random';

/** Multiplications between two looks at whether the run was cancelled. */
const productsATime = 3e8;

/** The k nearest other rows of some rows, by comparing these with all. Lists in the order of `rows`. */
async function exactLists(
  x: Matrix,
  rows: Int32Array,
  k: number,
  similarity: Similarity,
  context: RunContext,
): Promise<NearestLists> {
  const breathe = breather(context);
  // One more, since each row finds itself.
  const found = emptyLists(rows.length, k + 1);
  const blocks = kernels().blocks(gatherRows(x, rows), x, similarity, found);
  const step = Math.max(256, Math.floor(productsATime / Math.max(1, rows.length * x.columns)));
  const queries = Int32Array.from(rows.keys());
  for (let first = 0; first < x.rows; first += step) {
    const targets = Int32Array.from({ length: Math.min(step, x.rows - first) }, (_, i) => first + i);
    blocks.offer(queries, targets, false);
    if (breathe.due()) await breathe();
  }
  const lists = emptyLists(rows.length, k);
  rows.forEach((row, i) => {
    for (let at = i * (k + 1); at < (i + 1) * (k + 1); at++)
      if (found.indices[at]! >= 0 && found.indices[at] !== row)
        insertNearest(lists, i, found.indices[at]!, found.similarities[at]!);
  });
  return lists;
}

function emptyLists(rows: number, k: number): NearestLists {
  return { k, similarities: new Float32Array(rows * k).fill(-Infinity), indices: new Int32Array(rows * k).fill(-1) };
}

const sampledRows = 256;

/**
 * Measures the recall of lists on a sample of rows: the share of the k nearest that they hold. A row that is as near as the
 * k-th nearest counts as one of them.
 */
export async function recallMeter(
  x: Matrix,
  k: number,
  similarity: Similarity,
  random: Random,
  context: RunContext,
): Promise<(lists: NearestLists) => number> {
  const rows = permutation(x.rows, random).slice(0, sampledRows).sort();
  const exact = await exactLists(x, rows, k, similarity, context);
  return ({ similarities }) => {
    let found = 0;
    rows.forEach((row, i) => {
      const least = exact.similarities[(i + 1) * k - 1]!;
      for (let at = row * k; at < (row + 1) * k; at++) if (similarities[at]! >= least) found++;
    });
    return found / (rows.length * k);
  };
}

/** Gives rows whose lists are not full the exact ones. */
export async function fillLists(
  x: Matrix,
  lists: NearestLists,
  similarity: Similarity,
  context: RunContext,
): Promise<void> {
  const { k, similarities, indices } = lists;
  const open = Int32Array.from({ length: x.rows }, (_, i) => i).filter((row) => indices[(row + 1) * k - 1]! < 0);
  if (open.length === 0) return;
  const exact = await exactLists(x, open, k, similarity, context);
  open.forEach((row, i) => {
    similarities.set(exact.similarities.subarray(i * k, (i + 1) * k), row * k);
    indices.set(exact.indices.subarray(i * k, (i + 1) * k), row * k);
  });
}
