import type { Cluster, Continuity } from '../shared/analysis';
import { printable } from './clusterTree';

/** What became of an earlier analysis' clusters, as lines of text. */
export function continuityLines(
  { kept, fresh, gone, merged, split }: Continuity,
  clusters: readonly Cluster[],
): string[] {
  const labelOf = new Map(clusters.map(({ id, label }) => [id, printable(label)]));
  const names = (ids: readonly number[]): string => ids.map((id) => `“${labelOf.get(id) ?? id}”`).join(', ');
  const earlier = (each: readonly { readonly label: string }[]): string =>
    each.map(({ label }) => `“${printable(label)}”`).join(', ');
  return [
    `Since the analysis before: ${kept.length} ${kept.length === 1 ? 'cluster is' : 'clusters are'} the same`,
    ...(fresh.length > 0 ? [`  new: ${names(fresh)}`] : []),
    ...(gone.length > 0 ? [`  gone: ${earlier(gone)}`] : []),
    ...merged.map(({ into, from }) => `  merged: ${earlier(from)} into ${names([into])}`),
    ...split.map(({ from, into }) => `  split: ${earlier([from])} into ${names(into)}`),
  ];
}
