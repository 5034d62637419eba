/** What `grove compare A B --json` prints. */
export interface Comparison {
  readonly first: ComparedAnalysis;
  readonly second: ComparedAnalysis;
  /** Documents (by id) that both hold; the rest of the figures is over them. */
  readonly common: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Agreement: 1 for the same clusters, whatever they are called. */
  readonly ari: number;
  readonly nmi: number;
  /** Clusters matched one to one so that most documents stay, most alike first. */
  readonly matches: readonly ClusterMatch[];
  /** Clusters that match none, as ids. */
  readonly gone: readonly number[];
  readonly fresh: readonly number[];
  /** How many documents go from each cluster to each: the bands of an alluvial picture, widest first. */
  readonly flows: readonly { readonly from: number; readonly to: number; readonly documents: number }[];
  /** Documents that are not in the match of their first cluster. */
  readonly moved: readonly { readonly id: string; readonly from: number; readonly to: number }[];
}

/** What the panel draws. Which documents moved, it sees from where each of them is. */
export type ComparisonFigures = Omit<Comparison, 'moved'>;

export interface ComparedAnalysis {
  readonly name: string;
  readonly created: string;
  readonly documents: number;
  readonly clusters: readonly { readonly id: number; readonly label: string; readonly size: number }[];
}

export interface ClusterMatch {
  readonly first: number;
  readonly second: number;
  readonly common: number;
  /** Of their common documents to all of either. */
  readonly jaccard: number;
  /** Keywords that both have. */
  readonly keywords: readonly string[];
}
