/** What `grove time --json` prints: the clusters of an analysis over time. */
export interface Timeline {
  readonly period: Period;
  /** The periods in order, without gaps: '2024', '2024-Q1', '2024-05', '2024-W07' (ISO 8601), '2024-05-17', '1990s'. */
  readonly periods: readonly string[];
  /** Documents a period. */
  readonly totals: readonly number[];
  /** Where the dates were found, and how many documents have none that can be used. */
  readonly dates: DateSummary;
  /** Clusters of the cut, in the order of the tree. */
  readonly clusters: readonly ClusterTimeline[];
  /** Ids of the clusters that are hot at the end of the time, the hottest first. */
  readonly hot: readonly number[];
  /** The last periods that 'hot' and `recent` speak of. */
  readonly recentPeriods: number;
}

export const periods = ['day', 'week', 'month', 'quarter', 'year', 'decade'] as const;
export type Period = (typeof periods)[number];

/** `given`: front matter or a column. `file-time`: when the file was changed last, which may mean nothing. */
export type DateSource = 'given' | 'file-name' | 'file-time';

export interface DateSummary {
  readonly sources: Readonly<Record<DateSource, number>>;
  /** Documents without a date, or with one that is less exact than the period. */
  readonly undated: number;
  /** Cells that hold no date that can be understood without guessing; known where the source was read again. */
  readonly malformed: readonly { readonly id: string; readonly value: string }[];
}

export interface ClusterTimeline {
  readonly id: number;
  readonly label: string;
  readonly counts: readonly number[];
  /** Of all documents of the period: 0 … 1; null where the period has none. */
  readonly shares: readonly (number | null)[];
  readonly trend: Trend;
  readonly bursts: readonly Burst[];
  /** The last periods against all before. */
  readonly recent: Recent;
  readonly isHot: boolean;
}

export interface Trend {
  readonly direction: 'rising' | 'falling' | 'steady';
  /** Kendall's S over the shares. */
  readonly s: number;
  /** Mann–Kendall's z; null with fewer than four periods. */
  readonly z: number | null;
  readonly p: number | null;
  /** p after Benjamini and Hochberg over all clusters; below 0.05 the direction is told. */
  readonly q: number | null;
  /** Sen's: the median change of the share a period; null with fewer than two periods. */
  readonly slope: number | null;
}

export interface Burst {
  /** First and last period, as indices. */
  readonly from: number;
  readonly to: number;
  /** How much cheaper the bursting state is over these periods: the greater, the stronger. */
  readonly weight: number;
}

export interface Recent {
  readonly share: number;
  readonly before: number;
  /** Of the difference of the two shares. */
  readonly z: number;
  readonly q: number;
}
