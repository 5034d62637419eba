import type { Cluster } from '../../src/shared/analysis';
import { groupColourIndexes } from '../../src/shared/tree/groupColours';
import type { Group } from '../../src/shared/tree/grouping';
import type { Theme } from './theme';

/**
 * The colour of each group in the theme.
 *
 * @param clusters of the analysis, in their order
 */
export function groupColours(
  groups: readonly Group[],
  clusters: readonly Pick<Cluster, 'id' | 'colour'>[],
  theme: Theme,
): string[] {
  const indexes = groupColourIndexes(groups, clusters);
  const colours = Array<string>(groups.length);
  for (let g = 0; g < colours.length; g++) colours[g] = theme.clusterColours[indexes[g]!]!;
  return colours;
}
