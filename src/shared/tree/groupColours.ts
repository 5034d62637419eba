import { clusterColourIndex, paletteIndex, stepOf } from '../clusterColours';
import type { Group } from './grouping';

/**
 * The place in the palette of each group. A cluster of the analysis has the colour that it has in every view; a branch
 * under the person's own cut the hue of its place in the tree, in another lightness than the group before it.
 *
 * @param clusters ids of the analysis' clusters, in the order of the tree
 */
export function groupColourIndexes(
  groups: readonly Pick<Group, 'cluster' | 'place'>[],
  clusters: readonly number[],
): Int32Array {
  const rankOf = new Map(clusters.map((id, rank) => [id, rank]));
  const order = groups.map((_, i) => i).sort((a, b) => groups[a]!.place - groups[b]!.place);
  const indexes = new Int32Array(groups.length);
  let step = -1;
  for (const i of order) {
    const { cluster, place } = groups[i]!;
    const rank = rankOf.get(cluster ?? Number.NaN);
    indexes[i] = rank === undefined ? paletteIndex(place, step + 1) : clusterColourIndex(rank, clusters.length);
    step = stepOf(indexes[i]);
  }
  return indexes;
}
