import { sizeOf } from '../../src/shared/tree/mergeTree';
import { foundIn, type Matches } from '../model/search';
import type { Scene } from '../scene';

/** How many documents a branch is shown to hold. */
export interface BranchCount {
  /** Those of the cluster that the branch became, else those of the branch itself. */
  readonly documents: number;
  /** Those of them that the search found, or null while nothing is searched. */
  readonly found: number | null;
  /** What the tree itself has in the branch. Differs where documents were moved to a nearer cluster after the cut. */
  readonly inTree: number;
}

/**
 * A cluster has one size everywhere: that of the analysis. Documents may have moved between clusters after the tree was
 * cut, so that the branch itself can hold a few more or fewer. Under the person's own cut, branches are what counts.
 */
export function branchCount(scene: Scene, node: number): BranchCount {
  const { tree, branches, grouping, data, matches } = scene;
  const inTree = sizeOf(tree, node);
  const id = grouping.isAnalysis ? branches.describe(node).cluster : null;
  const cluster = id === null ? undefined : data.analysis.clusters.find((other) => other.id === id);
  if (cluster === undefined)
    return { documents: inTree, found: matches === null ? null : foundIn(matches, tree, node), inTree };
  const found = matches === null ? null : (foundByCluster(scene, matches).get(cluster.id) ?? 0);
  return { documents: cluster.size, found, inTree };
}

const known = new WeakMap<Matches, Map<number, number>>();

/** How many documents of each cluster and part were found. */
export function foundByCluster({ data }: Scene, matches: Matches): Map<number, number> {
  const before = known.get(matches);
  if (before !== undefined) return before;
  const parents = new Map(data.analysis.clusters.map(({ id, parent }) => [id, parent]));
  const counts = new Map<number, number>();
  for (const document of matches.documents) {
    let id: number | null | undefined = data.documents.subcluster[document];
    if (id === undefined || !parents.has(id)) id = data.documents.cluster[document];
    for (; id !== null && id !== undefined; id = parents.get(id)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  known.set(matches, counts);
  return counts;
}
