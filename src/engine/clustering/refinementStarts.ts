import type { Matrix } from '../math/matrix';
import { type Random, seedFrom } from '../math/random';
import { runJob, share, sharedBuffer, threadCount } from '../math/threads/threads';
import type { RunContext } from '../runContext';
import type { StartParams } from './startTrials';

/** Clusters that refinement may start from. */
export interface Start {
  readonly name: string;
  readonly labels: Int32Array; // [documents]
}

/** One way of seeing the documents. */
export interface NamedEncoding {
  readonly name: string;
  readonly encoding: Matrix;
}

/** A way of seeing the documents, and how many times k-means looks for clusters in it. */
interface Source extends NamedEncoding {
  readonly runs: number;
}

/** In a single view it is a matter of luck what k-means finds; in the fused vectors it finds much the same again. */
const runsOf = { fused: 1, view: 6 };

/** Multiplications from which further threads are worth their start, and how many iterations of k-means are reckoned with for that. */
const parallelFrom = 1e9;
const usualIterations = 20;

/**
 * What k-means finds in all views fused and in each view by itself; on all cores, the same for any number of them.
 *
 * @param fused unit rows [documents × columns]
 */
export async function refinementStarts(
  fused: Matrix,
  views: readonly NamedEncoding[],
  k: number,
  random: Random,
  context: RunContext,
): Promise<Start[]> {
  const sources: Source[] = [
    { name: 'all views', encoding: fused, runs: runsOf.fused },
    ...views.map(({ name, encoding }) => ({ name, encoding, runs: runsOf.view })),
  ];
  const n = fused.rows;
  const columns = sources.reduce((sum, { encoding, runs }) => sum + runs * encoding.columns, 0);
  const threads = usualIterations * n * k * columns > parallelFrom ? threadCount() : 1;
  const tasks = sources.flatMap(({ name, encoding, runs }) => {
    const values = threads > 1 ? share(encoding.values) : encoding.values;
    return new Array<NamedEncoding>(runs).fill({ name, encoding: { ...encoding, values } });
  });
  const params: StartParams = {
    encodings: tasks.map(({ encoding }) => encoding),
    k,
    seeds: tasks.map(() => seedFrom(random)),
    labels: new Int32Array(sharedBuffer(tasks.length * n * 4)),
  };
  await runJob('startTrials', params, tasks.length, context, { threads });
  return tasks.map(({ name }, at) => ({
    name: `k-means of ${name}`,
    labels: params.labels.slice(at * n, (at + 1) * n),
  }));
}
