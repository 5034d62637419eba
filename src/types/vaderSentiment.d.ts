declare module 'vader-sentiment' {
  export const SentimentIntensityAnalyzer: {
    polarity_scores(text: string): { pos: number; neu: number; neg: number; compound: number };
  };
}
