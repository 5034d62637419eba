import type { Keyword } from './analysis';
import type { DuplicateGroup } from './corpusBasics';
import type { Separation } from './evaluation';
import type { SentimentReport } from './sentiment';
import type { Timeline } from './timeline';

/** What the panel asks the engine about an analysis, only when a person wants to see it. */
export interface Insights {
  readonly timeline: Timeline;
  readonly sentiment: Omit<SentimentReport, 'documents'>;
  readonly separation: Separation;
  readonly duplicates: readonly DuplicateGroup[];
  /** Of some documents against the others, the strongest first. */
  readonly distinctive: readonly Keyword[];
}

export type InsightName = keyof Insights;

export type Insight = { [K in InsightName]: { readonly name: K; readonly value: Insights[K] } }[InsightName];
