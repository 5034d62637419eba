import { type Cluster, type Continuity, cutOf } from '../../shared/analysis';
import { clusterColourIndex, paletteSize } from '../../shared/clusterColours';
import type { Clustering } from '../clustering/clusterer';
import { gatherRows } from '../math/matrix';
import { type ClusterMatches, keptNumbers, matchClusters } from './matchClusters';
import type { PreviousAnalysis } from './previousAnalysis';

/** A clustering whose clusters have the ids of an earlier one where they are the same. */
export interface Continued {
  readonly clustering: Clustering;
  /** By the present ids. */
  readonly matches: ClusterMatches;
}

/** Renumbers clusters, and their parts, as they were numbered before. */
export function continueClusters(clustering: Clustering, previous: PreviousAnalysis): Continued {
  const { labels, clusters, parts } = clustering;
  const found = matchClusters(previous.cluster, labels);
  const before = new Map(found.same.map(({ before: b, now }) => [now, b]));
  const numberOf = keptNumbers(Array.from({ length: clusters }, (_, id) => before.get(id)));
  const renumbered = (label: number): number => (label < 0 ? -1 : numberOf[label]!);
  const order = new Int32Array(clusters);
  numberOf.forEach((number, label) => (order[number] = label));
  return {
    clustering: {
      ...clustering,
      labels: labels.map(renumbered),
      centroids: gatherRows(clustering.centroids, order),
      parts: continuedParts(labels, parts, clusters, previous.part),
      ...(clustering.nearestCluster && { nearestCluster: clustering.nearestCluster.map(renumbered) }),
    },
    matches: {
      same: found.same.map((match) => ({ ...match, now: renumbered(match.now) })),
      merged: found.merged.map(({ into, from }) => ({ into: renumbered(into), from })),
      split: found.split.map(({ from, into }) => ({ from, into: into.map(renumbered).sort((a, b) => a - b) })),
    },
  };
}

/** Parts of a cluster that are the same come in the order in which they came before. */
function continuedParts(labels: Int32Array, parts: Int32Array, clusters: number, before: Int32Array): Int32Array {
  const count = parts.reduce((largest, part) => Math.max(largest, part + 1), 0);
  const keyed = parts.map((part, i) => (part < 0 || labels[i]! < 0 ? -1 : labels[i]! * count + part));
  const earlier = new Map(matchClusters(before, keyed).same.map(({ before: b, now }) => [now, b]));
  const numberOf = new Int32Array(clusters * count).fill(-1);
  const present = new Set(keyed);
  for (let cluster = 0; cluster < clusters; cluster++) {
    const own = Array.from({ length: count }, (_, part) => cluster * count + part).filter((key) => present.has(key));
    const known = own.filter((key) => earlier.has(key)).sort((a, b) => earlier.get(a)! - earlier.get(b)!);
    [...known, ...own.filter((key) => !earlier.has(key))].forEach((key, place) => (numberOf[key] = place));
  }
  return keyed.map((key) => (key < 0 ? -1 : numberOf[key]!));
}

/**
 * Gives clusters and parts that are the same their earlier names and colours. Names that a person or a language model gave stay whatever the options;
 * others where the options are the same, since a person may have changed these for the sake of the names.
 *
 * @param subcluster the deepest present cluster of each document
 */
export function withEarlierNames(
  clusters: readonly Cluster[],
  subcluster: Int32Array,
  { matches }: Continued,
  previous: PreviousAnalysis,
  hasSameOptions: boolean,
): Cluster[] {
  const earlier = new Map(previous.analysis.clusters.map((cluster) => [cluster.id, cluster]));
  const cut = new Set(cutOf(clusters).map(({ id }) => id));
  const earlierCut = cutOf(previous.analysis.clusters);
  const partsNow = subcluster.map((id) => (cut.has(id) ? -1 : id));
  const same = [...matches.same, ...matchClusters(previous.part, partsNow).same.filter(({ now }) => !cut.has(now))];
  const earlierOf = new Map(same.map(({ before, now }) => [now, earlier.get(before)]));
  const rankOf = new Map(earlierCut.map(({ id }, rank) => [id, rank]));
  const isRenamed = ({ id, label, renamed, namedBy }: Cluster): boolean =>
    renamed === true || namedBy !== undefined || (previous.ownLabels.get(id) ?? label) !== label;
  const named = clusters.map((cluster): Cluster => {
    const was = earlierOf.get(cluster.id);
    if (was === undefined) return cluster;
    const rank = rankOf.get(was.id);
    const colour = was.colour ?? (rank === undefined ? undefined : clusterColourIndex(rank, earlierCut.length));
    return {
      ...cluster,
      ...((hasSameOptions || isRenamed(was)) && { label: was.label }),
      ...(isRenamed(was) && (was.namedBy === undefined ? { renamed: true } : { namedBy: was.namedBy })),
      ...(colour !== undefined && cut.has(cluster.id) && { colour }),
    };
  });
  return withOwnColours(withDifferentNames(named, earlierOf), cut);
}

/** A new cluster whose name an old one has gets a further keyword. */
function withDifferentNames(clusters: Cluster[], earlierOf: ReadonlyMap<number, Cluster | undefined>): Cluster[] {
  const taken = new Set(clusters.filter(({ id }) => earlierOf.get(id) !== undefined).map(nameKey));
  return clusters.map((cluster) => {
    if (earlierOf.get(cluster.id) !== undefined || !taken.has(nameKey(cluster))) return cluster;
    const further = cluster.keywords.find(({ term }) => !cluster.label.includes(term));
    return further === undefined ? cluster : { ...cluster, label: `${cluster.label}, ${further.term}` };
  });
}

const nameKey = ({ parent, label }: Cluster): string => `${parent ?? ''} ${label}`;

/** A new cluster has the colour of its rank, or the next that no other cluster has. */
function withOwnColours(clusters: Cluster[], cut: ReadonlySet<number>): Cluster[] {
  const taken = new Set(clusters.flatMap(({ colour }) => (colour === undefined ? [] : [colour])));
  let rank = -1;
  return clusters.map((cluster) => {
    if (!cut.has(cluster.id)) return cluster;
    rank++;
    if (cluster.colour !== undefined) return cluster;
    let colour = clusterColourIndex(rank, cut.size);
    for (let tried = 0; taken.has(colour) && tried < paletteSize; tried++) colour = (colour + 1) % paletteSize;
    taken.add(colour);
    return { ...cluster, colour };
  });
}

/** What to tell a person: which clusters are the same, and what became of the others. */
export function continuityOf(
  clusters: readonly Cluster[],
  { matches }: Continued,
  { analysis, common }: PreviousAnalysis,
): Continuity {
  const { same, merged, split } = matches;
  const earlier = new Map(analysis.clusters.map(({ id, label }) => [id, { id, label }]));
  const told = {
    now: new Set([
      ...same.map(({ now }) => now),
      ...merged.map(({ into }) => into),
      ...split.flatMap(({ into }) => into),
    ]),
    before: new Set([
      ...same.map(({ before }) => before),
      ...merged.flatMap(({ from }) => from),
      ...split.map(({ from }) => from),
    ]),
  };
  return {
    previous: analysis.created,
    common,
    kept: same.map(({ before, now, jaccard }) => ({ id: now, was: before, jaccard })).sort((a, b) => a.id - b.id),
    fresh: cutOf(clusters).map(({ id }) => id).filter((id) => !told.now.has(id)), // prettier-ignore
    gone: cutOf(analysis.clusters).filter(({ id }) => !told.before.has(id)).map(({ id, label }) => ({ id, label })), // prettier-ignore
    merged: merged.map(({ into, from }) => ({ into, from: from.map((id) => earlier.get(id)!) })),
    split: split.map(({ from, into }) => ({ from: earlier.get(from)!, into: [...into] })),
  };
}
