import { firstSplitNode } from '../../src/shared/tree/cut';
import type { Grouping } from '../../src/shared/tree/grouping';
import { type MergeTree, sizeOf } from '../../src/shared/tree/mergeTree';

/** The group of most documents of a branch; −1 where noise is the most. */
export function groupOfNode(tree: MergeTree, grouping: Grouping): (node: number) => number {
  return grouping.isAnalysis ? groupByVote(tree, grouping) : groupByMerges(tree, grouping);
}

/** Clusters of the analysis may be scattered in the tree: the documents of a branch are asked, its answer is remembered. */
function groupByVote(tree: MergeTree, { groups, groupOfDocument }: Grouping): (node: number) => number {
  const unknown = -2;
  const known = new Int32Array(tree.nodes).fill(unknown);
  const counts = new Int32Array(groups.length + 1);
  const enough = 4096; // documents looked at in a large branch: its colour needs the majority, not the count
  return (node) => {
    if (known[node] !== unknown) return known[node]!;
    counts.fill(0);
    const step = Math.max(1, Math.floor(sizeOf(tree, node) / enough));
    let best = 0;
    for (let p = tree.start[node]!; p < tree.end[node]!; p += step) {
      const slot = groupOfDocument[tree.documentOrder[p]!]! + 1;
      if (++counts[slot]! > counts[best]!) best = slot;
    }
    known[node] = best - 1;
    return best - 1;
  };
}

/** The groups of a cut are branches: a merge above them has the larger of its children's groups. */
function groupByMerges(tree: MergeTree, { groups, groupOfDocument }: Grouping): (node: number) => number {
  const first = firstSplitNode(tree, groups.length);
  const largest = new Int32Array(tree.nodes - first); // of the cut's branches in each merge above it
  for (let node = first; node < tree.nodes; node++) {
    let left = tree.left[node]!;
    let right = tree.right[node]!;
    if (left >= first) left = largest[left - first]!;
    if (right >= first) right = largest[right - first]!;
    largest[node - first] = sizeOf(tree, right) > sizeOf(tree, left) ? right : left;
  }
  return (node) => {
    const branch = node < first ? node : largest[node - first]!;
    return groupOfDocument[tree.documentOrder[tree.start[branch]!]!]!;
  };
}
