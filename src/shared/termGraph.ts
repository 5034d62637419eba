/** What `grove terms --json` prints: key terms and phrases, and which stand together. */
export interface TermGraph {
  readonly nodes: readonly TermNode[];
  readonly edges: readonly TermEdge[];
  /** How many stretches of text were looked at. */
  readonly stretches: number;
}

export interface TermNode {
  readonly term: string;
  /** In how many stretches of text it is. */
  readonly frequency: number;
  /** Number of its community: 0 is the largest. */
  readonly community: number;
}

export interface TermEdge {
  /** Indices of nodes, the lesser first. */
  readonly source: number;
  readonly target: number;
  /** In how many stretches both are. */
  readonly together: number;
  /** Normalised pointwise mutual information: 0 … 1. */
  readonly npmi: number;
  readonly logLikelihood: number;
}
