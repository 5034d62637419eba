/** What `grove groups --json` prints: who writes about what. */
export interface GroupReport {
  readonly column: string;
  /** The largest first. */
  readonly groups: readonly { readonly name: string; readonly size: number }[];
  /** Documents without a value in the column. */
  readonly ungrouped: number;
  /** Of the table of clusters and groups: whether they have to do with each other at all. */
  readonly association: {
    readonly chiSquare: number;
    readonly degreesOfFreedom: number;
    readonly p: number;
    /** 0 … 1 */
    readonly cramersV: number;
  };
  /** What is significantly over- or under-represented (q < 0.05), the strongest of each group first. */
  readonly represented: readonly Representation[];
  /** Groups of at least three documents, with those most like them. */
  readonly alike: readonly {
    readonly name: string;
    readonly nearest: readonly { readonly name: string; readonly similarity: number }[];
  }[];
  /** Groups that write alike, each family of two or more. */
  readonly families: readonly (readonly string[])[];
}

export interface Representation {
  readonly group: string;
  readonly cluster: number;
  readonly label: string;
  readonly documents: number;
  /** How many there would be if groups and clusters had nothing to do with each other. */
  readonly expected: number;
  /** ln of the odds ratio, with ½ added to each cell (Haldane). */
  readonly logOdds: number;
  /** Adjusted standardised residual (Haberman 1973). */
  readonly residual: number;
  readonly p: number;
  /** p after Benjamini and Hochberg over all cells. */
  readonly q: number;
}
