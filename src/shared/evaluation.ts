import type { Coherence, ExternalMetrics, Metrics } from './analysis';

/** What `grove evaluate --json` prints: a stored analysis measured thoroughly. */
export interface Evaluation {
  readonly internal: Metrics['internal'];
  /** As the run measured it: the texts are not kept. Absent in analyses of an older Grove. */
  readonly coherence?: Coherence | undefined;
  /** One for each cluster of the cut. */
  readonly clusters: readonly ClusterEvaluation[];
  /** Row-major tables over those clusters; absent beyond `mostClustersInTables`. */
  readonly tables?: {
    /** Euclidean distance between clusters' centres. */
    readonly centreDistances: readonly (readonly number[])[];
    /** Jaccard similarity of clusters' sets of keywords: 0 … 1. */
    readonly keywordOverlap: readonly (readonly number[])[];
  };
  /** How often documents were drawn anew for the stability; 0: not at all. */
  readonly resamples: number;
  readonly external?: ExternalMetrics & { readonly confusion: ConfusionMatrix };
}

export interface ClusterEvaluation {
  readonly id: number;
  readonly label: string;
  readonly size: number;
  /** Mean Jaccard similarity to the most similar cluster of resamples; null where it was not asked for. */
  readonly stability: number | null;
  readonly npmi: number | null;
  readonly cV: number | null;
  /** Cluster with the nearest centre; null for a lone cluster. */
  readonly nearest: number | null;
}

/** How far apart the clusters are, and how well each holds its documents. */
export interface Separation {
  /** Those of the cut, in its order. */
  readonly clusters: readonly ClusterSilhouettes[];
  /** Of how many documents the silhouettes are. */
  readonly measured: number;
  readonly tables?: Evaluation['tables'];
  /** Where documents have true labels. */
  readonly confusion?: ConfusionMatrix;
}

export interface ClusterSilhouettes extends Pick<ClusterEvaluation, 'id' | 'label' | 'size' | 'stability' | 'npmi'> {
  /** Mean over the cluster's documents that were measured; null where none was. */
  readonly mean: number | null;
  /** Of these documents, falling: all, or so many at even steps that their curve can be drawn. */
  readonly silhouettes: readonly number[];
}

/** How many documents of each true class are in each cluster. */
export interface ConfusionMatrix {
  /** Ids of the clusters with labelled documents, ascending: the rows. */
  readonly clusters: readonly number[];
  /** The true labels: the columns. */
  readonly classes: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** Tables over all pairs of clusters are left out beyond this number. */
export const mostClustersInTables = 200;
export const defaultResamples = 20;
