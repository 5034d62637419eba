import type { RunContext } from '../runContext';
import type { Matrix } from './matrix';
import { approximateNeighbours } from './approximateNeighbours';
import { mergeLists, type Similarity } from './nearestLists';
import { listsOf, type NeighbourParams, neighbourTaskList } from './neighbourTasks';
import { requireFinite } from './requireFinite';
import { runJob, sharedBuffer, share, threadCount } from './threads/threads';

export interface Neighbours {
  /** Neighbours a row: what was asked for, or all others where there are fewer. */
  readonly k: number;
  /** The rows nearest to each row, nearest first, never itself; of equals the lower number comes first. */
  readonly indices: Int32Array; // [rows × k]
  readonly similarities: Float32Array; // [rows × k]
  /** The share of the nearest that were found, measured on a sample of rows; undefined where all were. */
  readonly recall?: number;
}

export interface NeighbourOptions {
  readonly similarity?: Similarity;
  readonly isExact?: boolean;
  readonly threads?: number;
}

/** Multiplications from which further threads are worth their start. */
const parallelFrom = 1e9;

/** From this many rows on not every pair is compared unless that is asked for: below it costs about as much. */
export const approximateFrom = 15_000;
/** More lists than these, one a thread, are too much memory: then there are fewer threads. */
const mostListBytes = 2 ** 30;

/**
 * The k nearest other rows of each row, by product, which is the cosine for rows of unit length (a zero row is at 0 from
 * all), or by minus the squared Euclidean distance. Exactly, by comparing each pair once, in tiles, on all cores, in
 * O(rows² · columns); or of many rows, unless `isExact`, most of the nearest (`approximateNeighbours`). Throws GroveError('bad-input') naming the first row that holds a value that is not finite.
 */
export async function nearestNeighbours(
  x: Matrix,
  k: number,
  context: RunContext,
  { similarity = 'product', isExact = false, threads }: NeighbourOptions = {},
): Promise<Neighbours> {
  requireFinite(x);
  const { rows, columns } = x;
  const size = Math.max(0, Math.min(k, rows - 1));
  if (!isExact && rows >= approximateFrom && size > 0) {
    const affordable = Math.max(1, Math.floor(mostListBytes / (rows * size * 8)));
    return approximateNeighbours(x, size, similarity, context, threads ?? Math.min(threadCount(), affordable));
  }
  const isLarge = (rows * rows * columns) / 2 > parallelFrom;
  const participants = threads ?? (isLarge ? threadCount() : 1);
  const cells = participants * rows * size;
  const params: NeighbourParams = {
    ...{ rows, columns, k: size, similarity },
    values: participants > 1 ? share(x.values) : x.values,
    similarities: new Float32Array(sharedBuffer(cells * 4)).fill(-Infinity),
    indices: new Int32Array(sharedBuffer(cells * 4)).fill(-1),
  };
  if (size > 0) {
    const tasks = neighbourTaskList(params);
    const report = (finished: number): void => {
      const done = tasks[finished]?.tileStart ?? rows;
      context.progress({ stage: 'cluster', done, total: rows, unit: 'documents compared' });
    };
    await runJob('neighbours', params, tasks.length, context, { threads: participants, report });
  }
  return merged(params, participants);
}

/** The lists of all participants in one. The best of the best are the same, however the pairs were divided. */
function merged(params: NeighbourParams, participants: number): Neighbours {
  const { k, similarities, indices } = listsOf(params, 0);
  const all = { k, similarities: similarities.slice(), indices: indices.slice() };
  for (let participant = 1; participant < participants; participant++) mergeLists(all, listsOf(params, participant));
  return all;
}

/** Says, for a person, that not all of the nearest were found; nothing where they were. */
export function whyApproximate({ recall }: Pick<Neighbours, 'recall'>): string | undefined {
  if (recall === undefined) return undefined;
  return `neighbours by an approximate search that finds ${(100 * recall).toFixed(1)} % of the nearest, measured on a sample`;
}
