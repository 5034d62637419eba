import path from 'node:path';
import { analysisTimeline } from '../../engine/time/analysisTimeline';
import type { ClusterTimeline, Period, Timeline } from '../../shared/timeline';
import { printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';

export interface TimeFlags extends CommonFlags {
  readonly period: Period | 'auto';
  readonly dateColumn?: string;
}

/** `grove time ANALYSIS` */
export async function timeCommand(folder: string, flags: TimeFlags): Promise<void> {
  const { period, dateColumn } = flags;
  const params = { analysis: path.resolve(folder), period, ...(dateColumn !== undefined && { dateColumn }) };
  const timeline = await withSession(flags, (context) => analysisTimeline(params, context));
  print(flags, timeline, () => timelineText(timeline));
}

const malformedShown = 3;

function timelineText(timeline: Timeline): string {
  const { period, periods, clusters, hot, dates, totals, recentPeriods } = timeline;
  const dated = totals.reduce((sum, count) => sum + count, 0);
  const lines = [
    `${dated} documents from ${periods[0]} to ${periods.at(-1)}, a ${period} each column (${periods.length})`,
    ...dateLines(timeline),
    '',
    'trend     a period  documents  share of each period, and bursts',
    ...clusters.map((cluster) => clusterLine(cluster, periods)),
  ];
  if (periods.length === 1) lines.push('', 'There is one period only: no trend can be told. A shorter --period may show more.'); // prettier-ignore
  if (hot.length > 0) lines.push('', `Hot now (the last ${recentPeriods} of ${periods.length}):`);
  for (const id of hot) {
    const { label, recent } = clusters.find((cluster) => cluster.id === id)!;
    lines.push(`  ${label}: ${percent(recent.share)} of the documents, ${percent(recent.before)} before`);
  }
  if (dates.malformed.length > 0) lines.push('', `${dates.malformed.length} dates are not understood (write them as 2024-05-17):`); // prettier-ignore
  for (const { id, value } of dates.malformed.slice(0, malformedShown)) lines.push(`  ${id}: '${value}'`);
  return lines.map(printable).join('\n');
}

function dateLines({ dates: { sources, undated } }: Timeline): string[] {
  const lines: string[] = [];
  if (sources['file-name'] > 0) lines.push(`${sources['file-name']} dates are from file names`);
  if (sources['file-time'] > 0)
    lines.push('No document has a date: these are the times when the files were changed last, which may mean nothing.');
  if (undated > 0) lines.push(`${undated} documents have no date that can be used, and are left out`);
  return lines;
}

function clusterLine({ label, counts, shares, trend, bursts }: ClusterTimeline, periods: readonly string[]): string {
  const sign = { rising: '↗', falling: '↘', steady: ' ' }[trend.direction];
  const slope = trend.slope === null ? '' : `${trend.slope >= 0 ? '+' : ''}${(100 * trend.slope).toFixed(2)} %`;
  const size = counts.reduce((sum, count) => sum + count, 0);
  const told = bursts.map(({ from, to }) => (from === to ? periods[from]! : `${periods[from]} to ${periods[to]}`));
  const burst = told.length > 0 ? `  burst: ${told.join(', ')}` : '';
  return `${sign} ${trend.direction.padEnd(7)} ${slope.padStart(8)} ${String(size).padStart(9)}  ${label}  ${sparkline(shares)}${burst}`;
}

const longestSparkline = 80;

/** Shares as a row of blocks, the greatest the tallest. */
function sparkline(shares: readonly (number | null)[]): string {
  const most = Math.max(...shares.map((share) => share ?? 0), 1e-9);
  const blocks = '▁▂▃▄▅▆▇█';
  return shares.slice(-longestSparkline).map((share) => (share === null ? ' ' : blocks[Math.round((share / most) * 7)]!)).join(''); // prettier-ignore
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
