import type { Matrix } from '../math/matrix';
import { type RunContext, throwIfCancelled } from '../runContext';
import { cutDispersions } from './cutDispersions';
import type { ClusterTree } from './microClusters';

/**
 * The range in which the knee is looked for, and the weight of a gap between merge heights against it. Measured on nine
 * labelled corpora of 4 to 89 classes: with 30 and 1.5, eight of nine numbers are within a factor of 2; 40 and 1 give six.
 */
const mostClusters = 30;
const gapWeight = 1.5;

export interface ClusterCount {
  readonly k: number;
  readonly reason: string;
  /** What was weighed; the highest score won. */
  readonly scores: readonly { readonly k: number; readonly score: number }[];
}

/**
 * The number of clusters, from the tree alone: the knee of the within-cluster dispersion W(k) over the tree's cuts, as the
 * largest distance under the chord from W(1) to W(most) ("kneedle", Satopää et al. 2011; 1 at the knee), plus 1.5 times the
 * logarithm of the ratio between the height of the merge that k clusters undo last and the next lower one (a long gap says
 * that the next clusters are much more alike). Cuts that split off fewer documents than `minClusterSize` are not weighed.
 */
export async function chooseClusterCount(
  x: Matrix,
  tree: ClusterTree,
  { minClusterSize, most: upTo = mostClusters }: { readonly minClusterSize: number; readonly most?: number },
  context: RunContext,
): Promise<ClusterCount> {
  const { linkage, leaves } = tree;
  const distinct = distinctLeaves(tree);
  const most = Math.min(upTo, Math.floor(x.rows / Math.max(1, minClusterSize)), distinct);
  if (most < 2) return { k: 1, reason: whyUndivided(x.rows, distinct, minClusterSize), scores: [] };
  // One more than `most` where the tree has it, so that the chord's end can itself be judged.
  const end = Math.min(most + 1, distinct);
  const { dispersion, splitOff } = cutDispersions(x, tree, end);
  await context.yieldToEvents();
  throwIfCancelled(context);
  const first = dispersion[1]!;
  const slope = (dispersion[end]! - first) / Math.max(1, end - 1);
  const under = Array.from(dispersion, (value, k) => first + slope * (k - 1) - value);
  const deepest = Math.max(...under.slice(2), first * 1e-9, Number.MIN_VALUE);
  const heightOf = (k: number): number => (k <= leaves - 1 ? linkage[(leaves - k) * 4 - 2]! : 0);
  const scores: { k: number; score: number }[] = [];
  for (let k = 2; k <= most; k++) {
    if (splitOff[k]! < minClusterSize) continue;
    const gap = Math.log(Math.min(10, heightOf(k - 1) / Math.max(heightOf(k), 1e-12)));
    scores.push({ k, score: under[k]! / deepest + gapWeight * gap });
  }
  const best = scores.reduce<{ k: number; score: number } | undefined>(
    (top, candidate) => (top === undefined || candidate.score > top.score ? candidate : top),
    undefined,
  );
  if (best === undefined)
    return { k: 1, reason: `every division splits off fewer than ${minClusterSize} documents`, scores };
  return {
    k: best.k,
    reason: `of 2 to ${most} clusters, more than ${best.k} gain little: the dispersion within clusters has its knee and the tree a gap there`,
    scores,
  };
}

/** Why documents that can't be divided can't. */
function whyUndivided(documents: number, distinct: number, minClusterSize: number): string {
  if (documents === 1) return 'there is only one document';
  if (distinct === 1) return `all ${documents} documents are equal, so that no two clusters can be told apart`;
  return `${documents} documents are too few for two clusters of at least ${minClusterSize}`;
}

/** How many leaves differ at all: merges of height zero join equal documents. */
function distinctLeaves({ linkage, leaves }: ClusterTree): number {
  const least = (linkage[(leaves - 1) * 4 - 2] ?? 0) * 1e-6;
  let distinct = 1;
  for (let row = 0; row < leaves - 1; row++) if (linkage[row * 4 + 2]! > least) distinct++;
  return distinct;
}
