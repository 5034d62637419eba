import type { TakenEdits } from '../../shared/analysis';
import type { Constraints } from './constraints';

/** What an analysis says of the edits that its run has taken in, and the level that each document is held at, for its `held`. */
export interface Taken {
  readonly edits: TakenEdits;
  /** 0 is free. */
  readonly held: Uint8Array; // [documents]
}

/**
 * @param labels cluster of each document
 * @param subcluster the deepest cluster of each
 */
export function takenEdits(
  { clusters, parts, entries, spent, skipped }: Constraints,
  labels: Int32Array,
  subcluster: Int32Array,
): Taken {
  const held = Uint8Array.from(clusters.groups, (group, i) => (group < 0 ? 0 : parts.groups[i]! < 0 ? 1 : 2));
  const pairs = [...presentPairs(clusters, labels), ...presentPairs(parts, subcluster)];
  const apart = new Map(pairs.map(([a, b]): [string, [number, number]] => [`${a} ${b}`, [a, b]]));
  const count = held.reduce((sum, level) => sum + (level > 0 ? 1 : 0), 0);
  return { edits: { entries, spent, held: count, apart: [...apart.values()], skipped }, held };
}

/** The clusters that groups which stay apart are in now. */
function presentPairs({ groups, apart }: Constraints['clusters'], clusterOf: Int32Array): [number, number][] {
  const now = new Map<number, number>();
  groups.forEach((group, i) => now.set(group, clusterOf[i]!));
  return apart.flatMap(([a, b]): [number, number][] => {
    const [x, y] = [now.get(a), now.get(b)];
    return x === undefined || y === undefined || x === y ? [] : [[Math.min(x, y), Math.max(x, y)]];
  });
}
