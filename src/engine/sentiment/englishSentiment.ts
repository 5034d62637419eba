import { SentimentIntensityAnalyzer } from 'vader-sentiment';

/** Only the beginning of a longer sentence is read: the library takes time by the square of its length. */
const longestSentence = 2000;
const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * The door to vader-sentiment: the mean compound score of a text's sentences that say anything, −1 … 1; 0 where none does.
 * It knows negation, intensifiers, emphasis and emoticons.
 * Source: C. Hutto, E. Gilbert, "VADER: a parsimonious rule-based model for sentiment analysis of social media text", ICWSM 2014.
 */
export function englishSentiment(text: string): number {
  let sum = 0;
  let telling = 0;
  for (const { segment } of segmenter.segment(text)) {
    const { compound } = SentimentIntensityAnalyzer.polarity_scores(segment.slice(0, longestSentence).replace(/\s+/gu, ' ').trim()); // prettier-ignore
    if (compound === 0) continue;
    sum += compound;
    telling++;
  }
  return telling === 0 ? 0 : sum / telling;
}
