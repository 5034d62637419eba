import { clusterColourIndex, paletteIndex, stepOf } from '../../src/shared/clusterColours';
import type { Group } from '../model/grouping';
import type { Theme } from './theme';

/**
 * The colour of each group. A cluster of the analysis has the colour that it has in every view; a branch under the
 * person's own cut the hue of its place in the tree, in another lightness than the group before it.
 *
 * @param clusters ids of the analysis' clusters, in the order of the tree
 */
export function groupColours(groups: readonly Group[], clusters: readonly number[], theme: Theme): string[] {
  const rankOf = new Map(clusters.map((id, rank) => [id, rank]));
  const order = groups.map((_, i) => i).sort((a, b) => groups[a]!.place - groups[b]!.place);
  const colours = new Array<string>(groups.length);
  let before = -1;
  for (const i of order) {
    const { cluster, place } = groups[i]!;
    const rank = rankOf.get(cluster ?? Number.NaN);
    before = rank === undefined ? paletteIndex(place, before + 1) : clusterColourIndex(rank, clusters.length);
    colours[i] = theme.clusterColours[before]!;
    before = stepOf(before);
  }
  return colours;
}
