import path from 'node:path';
import { analysisSentiment } from '../../engine/sentiment/analysisSentiment';
import type { SentimentCounts, SentimentReport } from '../../shared/sentiment';
import { printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';

export interface SentimentFlags extends CommonFlags {
  readonly classifier?: string;
}

/** `grove sentiment ANALYSIS [--classifier DIR]` */
export async function sentimentCommand(folder: string, flags: SentimentFlags): Promise<void> {
  const classifier = flags.classifier === undefined ? undefined : path.resolve(flags.classifier);
  const report = await withSession(flags, (context) => analysisSentiment(path.resolve(folder), classifier, context));
  print(flags, report, () => sentimentText(report));
}

function sentimentText({ by, shares, unmeasured, clusters, overTime }: SentimentReport): string {
  const lines = [
    by === 'lexicon' ? 'By lexicon: a hint, not a judgement.' : 'By the trained classifier.',
    ...(unmeasured > 0 ? [`${unmeasured} documents were not measured (only English and Chinese have a lexicon).`] : []),
    '',
    'positive  neutral  negative   mean',
    line(shares, 'all'),
    ...clusters.map((cluster) => line(cluster, cluster.label)),
  ];
  if (overTime !== undefined) lines.push('', ...overTime.map((counts) => line(counts, counts.period)));
  return lines.map(printable).join('\n');
}

function line({ positive, neutral, negative, mean }: SentimentCounts, name: string): string {
  const all = positive + neutral + negative || 1;
  const share = (count: number): string => `${((100 * count) / all).toFixed(0)} %`;
  return `${share(positive).padStart(8)} ${share(neutral).padStart(8)} ${share(negative).padStart(9)} ${(mean === null ? '–' : mean.toFixed(2)).padStart(6)}  ${name}`;
}
