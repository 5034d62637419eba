import type { RunContext } from '../runContext';
import { cellGroups } from './cellGroups';
import type { CellParams } from './cellTasks';
import { fillLists, recallMeter } from './exactLists';
import type { Matrix } from './matrix';
import { mergeLists, type NearestLists, type Similarity } from './nearestLists';
import { cellCentres, type NeighbourCells, neighbourCells } from './neighbourCells';
import { emptyLists, listsOf } from './neighbourTasks';
import { seededRandom } from './random';
import { refineNeighbours } from './refineNeighbours';
import { runJob, share, sharedBuffer } from './threads/threads';

/** Rows a cell on average. With 128 or 384 and as many probes recall or time were worse on texts and on blobs. */
const cellRows = 256;
const firstProbes = 8;
const mostProbes = 64;
/** The search goes on until the sample's recall is this: a little more than is wanted, since the sample is small. */
const wantedRecall = 0.97;
const seed = 1;

/**
 * About the k nearest other rows of each row. Rows are divided among cells by k-means and compared within the cells whose
 * centres are nearest to them; then with their neighbours' neighbours; then within twice as many cells, until the recall on
 * a sample is high enough. The same for any number of threads; of equals that were found the lower number comes first.
 *
 * Sources: inverted files with several probes (Jégou, Douze and Schmid, "Product quantization for nearest neighbor search",
 * 2011), and the neighbours of neighbours as in NN-descent (Dong, Moses and Li 2011).
 *
 * @param x rows that are finite
 * @param k less than rows
 * @returns the lists, and the share of the true nearest that they hold on a sample
 */
export async function approximateNeighbours(
  x: Matrix,
  k: number,
  similarity: Similarity,
  context: RunContext,
  threads: number,
): Promise<NearestLists & { readonly recall: number }> {
  const random = seededRandom(seed);
  const shared: Matrix = threads > 1 ? { ...x, values: share(x.values) } : x;
  const recallOf = await recallMeter(shared, k, similarity, random, context);
  const centres = await cellCentres(shared, Math.ceil(x.rows / cellRows), random, context, threads);
  const size = threads * x.rows * k * 4;
  const participants = {
    similarities: new Float32Array(sharedBuffer(size)).fill(-Infinity),
    indices: new Int32Array(sharedBuffer(size)).fill(-1),
  };
  const lists = listsOf({ rows: x.rows, k, ...participants }, 0);

  let probed = 0;
  let recall = 0;
  for (let probes = firstProbes; recall < wantedRecall && probed < centres.rows && probes <= mostProbes; probes *= 2) {
    const known = Math.min(probes, centres.rows);
    const cells = await neighbourCells(shared, centres, known, context, threads);
    await searchCells(shared, cells, probed, { k, similarity, ...participants }, context, threads);
    probed = known;
    recall = recallOf(lists);
    if (recall >= wantedRecall) break;
    await refineNeighbours(shared, lists, cells.members, similarity, context, threads);
    recall = recallOf(lists);
  }
  await fillLists(shared, lists, similarity, context);
  return { ...lists, recall };
}

/** Compares each row with the members of the cells that it knows, but of the nearest `probed`, which were searched before. */
async function searchCells(
  x: Matrix,
  cells: NeighbourCells,
  probed: number,
  own: Pick<CellParams, 'k' | 'similarity' | 'similarities' | 'indices'>,
  context: RunContext,
  threads: number,
): Promise<void> {
  const groups = cellGroups(cells, Math.max(1, probed), cells.probes);
  const params: CellParams = { ...x, ...own, ...groups, isFirst: probed === 0 };
  const tasks = groups.memberOffsets.length - 1;
  const report = (finished: number): void =>
    context.progress({ stage: 'cluster', done: Math.floor((x.rows * finished) / tasks), total: x.rows, unit: 'documents compared' }); // prettier-ignore
  await runJob('cells', params, tasks, context, { threads, report });
  const first = listsOf(params, 0);
  for (let participant = 1; participant < threads; participant++) {
    mergeLists(first, listsOf(params, participant));
    emptyLists(params, participant);
  }
}
