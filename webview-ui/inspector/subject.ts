import type { Keyword } from '../../src/shared/analysis';
import type { Scene } from '../scene';
import { t } from '../strings';

/** What the inspector is about: a cluster, a branch of the tree, or the whole corpus. */
export interface Subject {
  readonly label: string;
  /** The cluster that can be renamed, or null. */
  readonly cluster: number | null;
  /** The language model that named it. */
  readonly namedBy?: string | undefined;
  readonly keywords: readonly Keyword[];
  readonly cohesion: number | null;
  /** The document that stands for it, or −1. */
  readonly medoid: number;
  /** Its documents, those that belong most clearly first. */
  readonly documents: Int32Array;
}

export function subjectOf(scene: Scene): Subject {
  const { data, selection, tree, branches, grouping } = scene;
  if (selection.kind === 'cluster') return clusterSubject(scene, selection.cluster);
  if (selection.kind === 'branch') {
    const { label, keywords } = branches.describe(selection.node);
    const documents = tree.documentOrder.slice(tree.start[selection.node], tree.end[selection.node]);
    return {
      label,
      cluster: null,
      keywords,
      cohesion: null,
      medoid: -1,
      documents: byConfidence(scene, documents),
    };
  }
  if (selection.kind === 'documents') {
    const documents = byConfidence(scene, selection.documents.slice());
    const { label = t('Lasso') } = selection;
    return { label, cluster: null, keywords: [], cohesion: null, medoid: -1, documents };
  }
  if (selection.kind === 'document') {
    const group = grouping.groupOfDocument[selection.document] ?? -1;
    const of = grouping.groups[group];
    if (of !== undefined && of.cluster !== null) return clusterSubject(scene, of.cluster);
    const documents = allDocuments(data).filter((d) => grouping.groupOfDocument[d] === group);
    const label = of?.label ?? t('No cluster');
    const keywords = of?.keywords ?? [];
    return {
      label,
      cluster: null,
      keywords,
      cohesion: null,
      medoid: -1,
      documents: byConfidence(scene, documents),
    };
  }
  const documents = scene.matches?.documents ?? allDocuments(data);
  const label = scene.matches === null ? t('All documents') : t('Found documents');
  return { label, cluster: null, keywords: [], cohesion: null, medoid: -1, documents };
}

/** The group of the scene that the selection is or is in, or −1. */
export function selectedGroup({ selection, grouping }: Scene): number {
  if (selection.kind === 'branch') return grouping.groups.findIndex(({ node }) => node === selection.node);
  if (selection.kind === 'cluster') return grouping.groups.findIndex(({ cluster }) => cluster === selection.cluster);
  return selection.kind === 'document' ? (grouping.groupOfDocument[selection.document] ?? -1) : -1;
}

function allDocuments({ documents }: Scene['data']): Int32Array {
  const all = new Int32Array(documents.id.length);
  for (let d = 0; d < all.length; d++) all[d] = d;
  return all;
}

function clusterSubject(scene: Scene, id: number): Subject {
  const { data } = scene;
  const cluster = data.analysis.clusters.find((other) => other.id === id);
  const parents = new Map(data.analysis.clusters.map((other) => [other.id, other.parent]));
  const isWithin = (document: number): boolean => {
    if (data.documents.cluster[document] === id) return true;
    let at: number | null | undefined = data.documents.subcluster[document];
    while (at !== null && at !== undefined && at !== id) at = parents.get(at);
    return at === id;
  };
  const documents = allDocuments(data).filter(isWithin);
  return {
    label: cluster?.label ?? t('No cluster'),
    cluster: cluster === undefined ? null : id,
    namedBy: cluster?.namedBy,
    keywords: cluster?.keywords ?? [],
    cohesion: cluster?.cohesion ?? null,
    medoid: cluster === undefined ? -1 : data.documents.id.indexOf(cluster.medoid),
    documents: byConfidence(scene, documents),
  };
}

function byConfidence({ data }: Scene, documents: Int32Array): Int32Array {
  const { confidence } = data.documents;
  return documents.sort((a, b) => confidence[b]! - confidence[a]! || a - b);
}
