import { kernels } from '../math/kernels';
import { gatherRows, type Matrix } from '../math/matrix';
import { permutation, type Random, seededRandom } from '../math/random';
import { breather, type RunContext } from '../runContext';
import { chooseClusterCount } from './clusterCount';
import { cutByCount } from './dendrogram';
import { centroidsOf } from './clusterMeans';
import { kMeans } from './kMeans';
import { linkage } from './linkage';
import { sampleOf, treeOverRows } from './microClusters';

const leastToSplit = 10;
const sampleSize = 400;
const mostParts = 5;
/** The parts of larger clusters are learned from so many of their documents, so that no second copy of all vectors is made. */
const mostLearned = 20_000;
const rowsAtATime = 4096;

/**
 * Divides each cluster into parts by Ward's linkage inside it, where it is large enough: into 2 to 5 parts, as many as the
 * tree's knee and gap say. Large clusters are divided on a sample; every document then joins the nearest part.
 *
 * @returns the part of each document within its cluster, −1 where the cluster stays whole
 */
export async function subclusters(
  x: Matrix,
  labels: Int32Array,
  k: number,
  minClusterSize: number,
  context: RunContext,
): Promise<Int32Array> {
  const parts = new Int32Array(x.rows).fill(-1);
  const quiet: RunContext = { ...context, progress: () => {} };
  const members = Array.from({ length: k }, (): number[] => []);
  labels.forEach((label, i) => members[label]?.push(i));
  for (const [done, documents] of members.entries()) {
    context.progress({ stage: 'cluster', done, total: k, unit: 'clusters divided' });
    const least = Math.max(3, Math.min(minClusterSize, 5));
    if (documents.length < Math.max(leastToSplit, 2 * least)) continue;
    const random = seededRandom(1);
    const learned = documents.length <= mostLearned ? documents : drawn(documents, mostLearned, random);
    const inside = gatherRows(x, Int32Array.from(learned));
    const sample = sampleOf(inside, sampleSize, random);
    const tree = treeOverRows(sample, 'ward', await linkage(sample, 'ward', quiet));
    const limits = { minClusterSize: Math.ceil((least * sample.rows) / documents.length), most: mostParts };
    const { k: count } = await chooseClusterCount(sample, tree, limits, quiet);
    if (count < 2) continue;
    const cut = cutByCount(tree.linkage, tree.leaves, count);
    const starts = [centroidsOf(sample, cut, count)];
    const fit = await kMeans(inside, count, { nInit: 0, starts, maxIterations: 5, random, context: quiet });
    const found = learned === documents ? fit.labels : await nearestOf(x, documents, fit.centroids, quiet);
    const sizes = new Int32Array(count);
    for (const part of found) sizes[part] = sizes[part]! + 1;
    if (sizes.some((size) => size < least)) continue;
    documents.forEach((document, i) => (parts[document] = found[i]!));
  }
  return parts;
}

function drawn(documents: readonly number[], count: number, random: Random): number[] {
  return Array.from(permutation(documents.length, random).subarray(0, count).sort(), (at) => documents[at]!);
}

/** The nearest centroid of each of some rows, of which few are copied at a time. */
async function nearestOf(
  x: Matrix,
  documents: readonly number[],
  centroids: Matrix,
  context: RunContext,
): Promise<Int32Array> {
  const breathe = breather(context);
  const nearest = new Int32Array(documents.length);
  for (let first = 0; first < documents.length; first += rowsAtATime) {
    const rows = gatherRows(x, Int32Array.from(documents.slice(first, first + rowsAtATime)));
    const labels = new Int32Array(rows.rows);
    kernels().nearest(rows).assign(centroids, labels, new Float32Array(rows.rows), 0, rows.rows);
    nearest.set(labels, first);
    if (breathe.due()) await breathe();
  }
  return nearest;
}
