import { type Analysis, cutOf, type DocumentRow } from '../../shared/analysis';
import { GroveError } from '../../shared/errors';
import type { DocumentSentiment, Polarity, SentimentCounts, SentimentReport } from '../../shared/sentiment';
import { classifyDocuments } from '../assign/classifyDocuments';
import { analysisTexts } from '../corpus/analysisTexts';
import { createTokenizer } from '../preprocessing/tokenize';
import { tokenizeNow } from '../preprocessing/tokenizeText';
import type { RunContext } from '../runContext';
import { readAnalysis } from '../storage/analysisFolder';
import { readDocuments } from '../storage/documentTable';
import { documentDates } from '../time/documentDates';
import { calendarDate, choosePeriod, periodName, periodNumber } from '../time/periods';
import { readClassifier } from '../train/classifierFile';
import { chineseSentiment } from './chineseSentiment';
import { englishSentiment } from './englishSentiment';

/** VADER's own bounds: between them a text is neutral. */
const leastPolarity = 0.05;

/** The sentiment of a stored analysis' documents, from their texts in its source: by lexicon, or by a trained classifier. */
export async function analysisSentiment(
  folder: string,
  classifier: string | undefined,
  context: RunContext,
): Promise<SentimentReport> {
  const analysis = await readAnalysis(folder);
  const rows = await readDocuments(folder);
  const scores = classifier === undefined ? await byLexicon(analysis, rows, context) : await byClassifier(analysis, rows, classifier, context); // prettier-ignore
  const all = [...rows.keys()];
  const documents = scores.flatMap((score, i): DocumentSentiment[] => (score === undefined ? [] : [{ id: rows[i]!.id, score, polarity: polarityOf(score) }])); // prettier-ignore
  const overTime = await sharesOverTime(analysis, rows, scores, context);
  return {
    by: classifier === undefined ? 'lexicon' : 'classifier',
    shares: countsOf(scores, all),
    unmeasured: rows.length - documents.length,
    clusters: cutOf(analysis.clusters).map(({ id, label }) => ({
      id,
      label,
      ...countsOf(
        scores,
        all.filter((i) => rows[i]!.cluster === id),
      ),
    })),
    ...(overTime && { overTime }),
    documents,
  };
}

type Scores = readonly (number | undefined)[];

function polarityOf(score: number): Polarity {
  return score >= leastPolarity ? 'positive' : score <= -leastPolarity ? 'negative' : 'neutral';
}

function countsOf(scores: Scores, members: readonly number[]): SentimentCounts {
  const counts = { positive: 0, neutral: 0, negative: 0 };
  let sum = 0;
  for (const i of members) {
    const score = scores[i];
    if (score === undefined) continue;
    counts[polarityOf(score)]++;
    sum += score;
  }
  const measured = counts.positive + counts.neutral + counts.negative;
  return { ...counts, mean: measured === 0 ? null : sum / measured };
}

async function byLexicon(analysis: Analysis, rows: readonly DocumentRow[], context: RunContext): Promise<Scores> {
  const scores = new Array<number | undefined>(rows.length).fill(undefined);
  const tokenizer = createTokenizer();
  for await (const { row, text } of analysisTexts(analysis, rows, context)) {
    const { language } = rows[row]!;
    if (language === 'en') scores[row] = englishSentiment(text);
    else if (language === 'zh') {
      if (tokenizer.needsPreparation(text)) await tokenizer.prepare();
      scores[row] = chineseSentiment(tokenizeNow(tokenizer, text, 'zh').words);
    }
  }
  return scores;
}

const polarities: readonly (readonly [RegExp, -1 | 0 | 1])[] = [
  [/^(?:pos(?:itive)?|good|正面?|积极|好评)$/i, 1],
  [/^(?:neg(?:ative)?|bad|负面?|消极|差评)$/i, -1],
  [/^(?:neu(?:tral)?|mixed|中性?|中立)$/i, 0],
];

async function byClassifier(
  analysis: Analysis,
  rows: readonly DocumentRow[],
  folder: string,
  context: RunContext,
): Promise<Scores> {
  const classifier = await readClassifier(folder);
  if (classifier === undefined) throw new GroveError('bad-input', `${folder} is no classifier. Train one with grove train.`); // prettier-ignore
  const signs = new Map(classifier.classes.map((name) => [name, polarities.find(([pattern]) => pattern.test(name.trim()))?.[1]])); // prettier-ignore
  const unknown = [...signs].find(([, sign]) => sign === undefined);
  if (unknown !== undefined)
    throw new GroveError('bad-input', `The classifier ${folder} tells classes of another kind apart, such as '${unknown[0]}'. For sentiment its labels must be positive, negative and, if you like, neutral.`); // prettier-ignore
  const { path: source, options: sourceOptions } = analysis.source;
  const params = { runId: 'sentiment', analysis: folder, source, sourceOptions };
  const { documents } = await classifyDocuments(params, classifier, context);
  const scoreOf = new Map(documents.map(({ id, clusterLabel, confidence }) => [id, (signs.get(clusterLabel) ?? 0) * confidence])); // prettier-ignore
  return rows.map(({ id }) => scoreOf.get(id));
}

async function sharesOverTime(
  analysis: Analysis,
  rows: readonly DocumentRow[],
  scores: Scores,
  context: RunContext,
): Promise<SentimentReport['overTime']> {
  const dates = await documentDates(analysis, rows, context);
  const written = dates.map((date) => (date === undefined || date.source === 'file-time' ? undefined : calendarDate(date.iso))); // prettier-ignore
  const known = written.filter((date) => date !== undefined);
  if (known.length === 0) return undefined;
  const period = choosePeriod(known);
  const members = new Map<number, number[]>();
  written.forEach((date, i) => {
    const number = date && periodNumber(date, period);
    if (number === undefined) return;
    const list = members.get(number);
    if (list === undefined) members.set(number, [i]);
    else list.push(i);
  });
  return [...members].sort(([a], [b]) => a - b).map(([number, own]) => ({ period: periodName(number, period), ...countsOf(scores, own) })); // prettier-ignore
}
