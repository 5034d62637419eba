import type { ClusterOptions } from '../../shared/options';
import { type Clustering, countOf, numbersByTree } from '../clustering/clusterer';
import { centroidsOf } from '../clustering/clusterMeans';
import { confidences } from '../clustering/confidence';
import { subclusters } from '../clustering/subclusters';
import { gatherRows, type Matrix } from '../math/matrix';
import { breather, type RunContext } from '../runContext';
import { constrainLabels } from './constrainLabels';
import type { Constraints, LinkedGroups } from './constraints';

/** Clusters, and parts of clusters, in which every constraint holds. The tree stays as it is. */
export async function constrainClustering(
  x: Matrix,
  clustering: Clustering,
  constraints: Constraints,
  { minClusterSize }: ClusterOptions,
  context: RunContext,
): Promise<Clustering> {
  if (constraints.clusters.groups.every((group) => group < 0)) return clustering;
  const found = await constrainLabels(x, clustering.labels, constraints.clusters, context);
  const numberOf = numbersByTree(found.labels, clustering);
  const renumbered = (label: number): number => (label < 0 ? -1 : numberOf.get(label)!);
  const labels = found.labels.map(renumbered);
  const clusters = countOf(labels);
  const centroids = centroidsOf(x, labels, clusters);
  const { clusters: before } = clustering;
  const reason = [clustering.reasons['clusters'], `${clusters} with the clusters that were merged and split by hand`];
  return {
    ...clustering,
    labels,
    clusters,
    centroids,
    parts: await constrainParts(x, labels, clusters, await subclusters(x, labels, clusters, minClusterSize, context), constraints.parts, context), // prettier-ignore
    confidence: confidences(x, labels, centroids),
    ...(clustering.nearestCluster && {
      nearestCluster: clustering.nearestCluster.map((cluster) =>
        cluster < 0 ? -1 : renumbered(found.heirs[cluster]!),
      ),
    }),
    resolved: { ...clustering.resolved, clusters },
    reasons: {
      ...clustering.reasons,
      ...(clusters !== before && { clusters: reason.filter((each) => each !== undefined).join('; ') }),
    },
  };
}

async function constrainParts(
  x: Matrix,
  labels: Int32Array,
  clusters: number,
  parts: Int32Array,
  { groups, apart }: LinkedGroups,
  context: RunContext,
): Promise<Int32Array> {
  const constrained = parts.slice();
  const linked = new Set(labels.filter((_, i) => groups[i]! >= 0));
  const documents = Array.from({ length: clusters }, (): number[] => []);
  for (let i = 0; i < labels.length; i++) if (linked.has(labels[i]!)) documents[labels[i]!]?.push(i);
  const breathe = breather(context);
  for (const own of documents.filter(({ length }) => length > 0)) {
    if (breathe.due()) await breathe();
    const members = Int32Array.from(own);
    const found = members.map((i) => Math.max(0, parts[i]!)); // −1: it is whole
    const within = { groups: members.map((i) => groups[i]!), apart };
    const { labels: divided } = await constrainLabels(gatherRows(x, members), found, within, context);
    const isWhole = countOf(divided) < 2;
    members.forEach((document, i) => (constrained[document] = isWhole ? -1 : divided[i]!));
  }
  return constrained;
}
