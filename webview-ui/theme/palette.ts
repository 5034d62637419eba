import { groupColourIndexes } from '../../src/shared/tree/groupColours';
import type { Group } from '../../src/shared/tree/grouping';
import type { Theme } from './theme';

/**
 * The colour of each group in the theme.
 *
 * @param clusters ids of the analysis' clusters, in the order of the tree
 */
export function groupColours(groups: readonly Group[], clusters: readonly number[], theme: Theme): string[] {
  return Array.from(groupColourIndexes(groups, clusters), (index) => theme.clusterColours[index]!);
}
