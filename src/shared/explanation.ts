import type { Cluster } from './analysis';

/** What `grove show --cluster N --json` prints. */
export interface ClusterPortrait {
  readonly cluster: Cluster;
  /** The most typical first, then such as are typical and unlike those before. */
  readonly documents: readonly {
    readonly id: string;
    readonly title: string;
    readonly confidence: number;
    readonly snippet: string;
  }[];
  /** Sentences of documents, as they stand there. */
  readonly summary: readonly { readonly text: string; readonly document: string }[];
  readonly parts: readonly { readonly id: number; readonly label: string; readonly size: number }[];
}

/** What `grove explain ANALYSIS DOCUMENT --json` prints: why a document is in its cluster. */
export interface DocumentExplanation {
  readonly document: string;
  readonly confidence: number;
  readonly own: ClusterPull;
  /** The cluster with the next nearest centre; null for a lone cluster. */
  readonly second: ClusterPull | null;
  /** Sentences that say most of the document itself. */
  readonly keySentences: readonly string[];
}

/** What draws a document to one cluster rather than to the other. */
export interface ClusterPull {
  readonly id: number;
  readonly label: string;
  /** Euclidean distance of the document's vector to the cluster's centre. */
  readonly distance: number;
  /** Strongest first. The weight is count × ln(p / q), p and q the word's smoothed shares in this and the other cluster. */
  readonly terms: readonly { readonly term: string; readonly weight: number }[];
  readonly sentences: readonly string[];
}

/** What `grove contrast ANALYSIS A B --json` prints: what tells two clusters apart. */
export interface Contrast {
  readonly first: ContrastSide;
  readonly second: ContrastSide;
}

export interface ContrastSide {
  readonly id: number;
  readonly label: string;
  readonly size: number;
  /** The most significant first. */
  readonly terms: readonly {
    readonly term: string;
    readonly logOdds: number;
    readonly z: number;
    readonly p: number;
    readonly counts: readonly [here: number, there: number];
  }[];
}
