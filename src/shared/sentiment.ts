/** What `grove sentiment --json` prints. */
export interface SentimentReport {
  /** `lexicon`: VADER for English, the AFINN list in Chinese for Chinese. */
  readonly by: 'lexicon' | 'classifier';
  readonly shares: SentimentCounts;
  /** Documents in languages without a lexicon, or no longer in the source. */
  readonly unmeasured: number;
  readonly clusters: readonly (SentimentCounts & { readonly id: number; readonly label: string })[];
  /** A period each; absent where no document has a date of its own. */
  readonly overTime?: readonly (SentimentCounts & { readonly period: string })[];
  readonly documents: readonly DocumentSentiment[];
}

export interface SentimentCounts {
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
  /** Mean score: −1 … 1; null where nothing was measured. */
  readonly mean: number | null;
}

export interface DocumentSentiment {
  readonly id: string;
  /** −1 … 1 */
  readonly score: number;
  readonly polarity: Polarity;
}

export type Polarity = 'positive' | 'neutral' | 'negative';
