/** What `grove corpus --json` prints. */
export interface CorpusCounts {
  readonly documents: number;
  /** Words as they stand in the texts; long numbers and addresses are none. */
  readonly tokens: number;
  /** Different words, upper and lower case alike. */
  readonly types: number;
  readonly typeTokenRatio: number;
  /** Mean ratio of consecutive stretches of `stretch` words: comparable between corpora. Null for a shorter corpus. */
  readonly standardTypeTokenRatio: number | null;
  readonly stretch: number;
  /** Types that occur once. */
  readonly hapaxes: number;
  /** Words a document. */
  readonly length: { readonly mean: number; readonly median: number; readonly least: number; readonly most: number };
  readonly languages: Readonly<Record<string, number>>;
  /** The commonest words that are no stop words. */
  readonly commonest: readonly { readonly term: string; readonly frequency: number; readonly documents: number }[];
}

export interface Collocation {
  readonly terms: readonly [string, string];
  /** How often together. */
  readonly frequency: number;
  /** Dunning's log-likelihood ratio: beyond 10.83 significant at 0.1 %. */
  readonly logLikelihood: number;
  /** Pointwise mutual information in bits. */
  readonly pmi: number;
}

/** The places where a term stands. */
export interface Concordance {
  readonly lines: readonly ConcordanceLine[];
  /** Of all places, also of those that are not among the lines. */
  readonly total: number;
}

/** A place where a term stands, with what stands around it. */
export interface ConcordanceLine {
  readonly id: string;
  readonly path: string;
  readonly row?: number;
  readonly left: string;
  readonly match: string;
  readonly right: string;
  /** Which one it is in its document, from 0. */
  readonly place: number;
}

export interface DuplicateGroup {
  /** The first of them in the order of ids: the one to keep. */
  readonly kept: string;
  readonly copies: readonly {
    readonly id: string;
    readonly path: string;
    readonly row?: number;
    /** Jaccard similarity to the kept one, over shingles: 1 for the same words in the same order. */
    readonly similarity: number;
  }[];
}
