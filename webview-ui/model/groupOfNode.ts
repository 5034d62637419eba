import type { Grouping } from '../../src/shared/tree/grouping';
import { type MergeTree, sizeOf } from '../../src/shared/tree/mergeTree';

/** The group of most documents of a branch, remembered; −1 where noise is the most. */
export function groupOfNode(tree: MergeTree, grouping: Grouping): (node: number) => number {
  const unknown = -2;
  const known = new Int32Array(tree.nodes).fill(unknown);
  const counts = new Int32Array(grouping.groups.length + 1);
  const enough = 4096; // documents looked at in a large branch: its colour needs the majority, not the count
  return (node) => {
    if (known[node] !== unknown) return known[node]!;
    const size = sizeOf(tree, node);
    const first = grouping.groupOfDocument[tree.documentOrder[tree.start[node]!]!] ?? -1;
    if (!grouping.isAnalysis && size <= (grouping.groups[first]?.size ?? 0)) return first; // within one branch of the cut
    counts.fill(0);
    const step = Math.max(1, Math.floor(size / enough));
    let best = 0;
    for (let p = tree.start[node]!; p < tree.end[node]!; p += step) {
      const slot = grouping.groupOfDocument[tree.documentOrder[p]!]! + 1;
      if (++counts[slot]! > counts[best]!) best = slot;
    }
    known[node] = best - 1;
    return best - 1;
  };
}
