import { type Matrix, gatherRows } from '../math/matrix';
import { seededRandom } from '../math/random';
import { type RunContext } from '../runContext';
import { chooseClusterCount } from './clusterCount';
import { cutByCount } from './dendrogram';
import { centroidsOf } from './clusterMeans';
import { kMeans } from './kMeans';
import { linkage } from './linkage';
import { sampleOf, treeOverRows } from './microClusters';

const leastToSplit = 10;
const sampleSize = 400;
const mostParts = 5;

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
    const inside = gatherRows(x, Int32Array.from(documents));
    const random = seededRandom(1);
    const sample = sampleOf(inside, sampleSize, random);
    const tree = treeOverRows(sample, 'ward', await linkage(sample, 'ward', quiet));
    const limits = { minClusterSize: Math.ceil((least * sample.rows) / inside.rows), most: mostParts };
    const { k: count } = await chooseClusterCount(sample, tree, limits, quiet);
    if (count < 2) continue;
    const cut = cutByCount(tree.linkage, tree.leaves, count);
    const starts = [centroidsOf(sample, cut, count)];
    const { labels: found } = await kMeans(inside, count, {
      nInit: 0,
      starts,
      maxIterations: 5,
      random,
      context: quiet,
    });
    const sizes = new Int32Array(count);
    for (const part of found) sizes[part] = sizes[part]! + 1;
    if (sizes.some((size) => size < least)) continue;
    documents.forEach((document, i) => (parts[document] = found[i]!));
  }
  return parts;
}
