import type { Cluster } from '../analysis';
import { clusterColourIndex, paletteIndex, stepOf } from '../clusterColours';
import type { Group } from './grouping';

/**
 * The place in the palette of each group. A cluster of the analysis has the colour that it has in every view; a branch
 * under the person's own cut the hue of its place in the tree, in another lightness than the group before it.
 *
 * @param groups in the order of the tree
 * @param clusters of the analysis, in their order
 */
export function groupColourIndexes(
  groups: readonly Pick<Group, 'cluster' | 'place'>[],
  clusters: readonly Pick<Cluster, 'id' | 'colour'>[],
): Int32Array {
  const colourOf = new Map(
    clusters.map(({ id, colour }, rank) => [id, colour ?? clusterColourIndex(rank, clusters.length)]),
  );
  const indexes = new Int32Array(groups.length);
  let step = -1;
  for (let i = 0; i < groups.length; i++) {
    const { cluster, place } = groups[i]!;
    indexes[i] = (cluster === null ? undefined : colourOf.get(cluster)) ?? paletteIndex(place, step + 1);
    step = stepOf(indexes[i]!);
  }
  return indexes;
}
