import { type Analysis, cutOf, type DocumentRow } from '../../shared/analysis';
import { GroveError } from '../../shared/errors';
import type { Burst, ClusterTimeline, DateSource, DateSummary, Period, Timeline, Trend } from '../../shared/timeline';
import { breather, type RunContext } from '../runContext';
import { falseDiscoveryRates, significant } from '../statistics/falseDiscovery';
import { mannKendall, senSlope, shareDifference } from '../statistics/trend';
import { twoSided } from '../explanation/logOdds';
import { findBursts } from './bursts';
import type { DocumentDate } from './documentDates';
import { calendarDate, choosePeriod, periodName, periodNumber } from './periods';

/** Fewer points than these show no trend. */
const leastPeriods = 4;
/** The last tenth of the periods is 'recent'. */
const recentShare = 0.1;
/** More periods than these (days of a century, say) can't be looked at. */
const mostPeriods = 2000;

/**
 * The clusters of the cut over time: counts and shares a period, trends (Mann–Kendall over the shares, Sen's slope), bursts
 * (Kleinberg), and which are hot at the end: in a burst that lasts, or with a share in the last tenth of the periods that is
 * significantly greater than before. Tests of all clusters are corrected together (Benjamini–Hochberg).
 *
 * @param dates one for each row
 * @throws GroveError 'bad-input' where no document has a date, 'usage' where the period asked for is too fine
 */
export async function timelineOf(
  { clusters }: Pick<Analysis, 'clusters'>,
  rows: readonly DocumentRow[],
  dates: readonly (DocumentDate | undefined)[],
  malformed: DateSummary['malformed'],
  asked: Period | 'auto',
  context: RunContext,
): Promise<Timeline> {
  const written = dates.map((date) => (date === undefined ? undefined : calendarDate(date.iso)));
  const known = written.filter((date) => date !== undefined);
  if (known.length === 0) throw noDates(malformed);
  const period = asked === 'auto' ? choosePeriod(known) : asked;
  const numbers = written.map((date) => date && periodNumber(date, period));
  const { first, count } = rangeOf(numbers, period);
  const totals = new Array<number>(count).fill(0);
  const cut = cutOf(clusters);
  const placeOf = new Map(cut.map(({ id }, place) => [id, place]));
  const counts = cut.map(() => new Array<number>(count).fill(0));
  const sources: Record<DateSource, number> = { given: 0, 'file-name': 0, 'file-time': 0 };
  numbers.forEach((number, i) => {
    if (number === undefined) return;
    const own = counts[placeOf.get(rows[i]!.cluster) ?? -1];
    totals[number - first]!++;
    if (own !== undefined) own[number - first]!++;
    sources[dates[i]!.source]++;
  });
  const recentPeriods = Math.max(1, Math.round(count * recentShare));
  const raw: Measured[] = [];
  const breathe = breather(context);
  for (const own of counts) {
    raw.push(measure(own, totals, recentPeriods));
    if (breathe.due()) await breathe();
  }
  const trendQ = falseDiscoveryRates(raw.map(({ trend }) => trend.p));
  const recentQ = falseDiscoveryRates(raw.map(({ recent }) => twoSided(recent.z)));
  const timelines = raw.map(({ trend, recent, bursts, shares }, c): ClusterTimeline => {
    const q = trendQ[c] ?? null;
    const isClear = (q ?? 1) < significant;
    const direction = !isClear || trend.s === 0 ? 'steady' : trend.s > 0 ? 'rising' : 'falling';
    const isBursting = bursts.some(({ to }) => to === count - 1);
    const isGreater = recent.z > 0 && (recentQ[c] ?? 1) < significant;
    return {
      id: cut[c]!.id,
      label: cut[c]!.label,
      counts: counts[c]!,
      shares,
      trend: { ...trend, direction, q },
      bursts,
      recent: { ...recent, q: recentQ[c] ?? 1 },
      isHot: count > 1 && (isBursting || isGreater),
    };
  });
  const hot = timelines.filter(({ isHot }) => isHot).sort((a, b) => b.recent.z - a.recent.z || a.id - b.id);
  return {
    period,
    periods: totals.map((_, t) => periodName(first + t, period)),
    totals,
    dates: { sources, undated: numbers.filter((number) => number === undefined).length, malformed },
    clusters: timelines,
    hot: hot.map(({ id }) => id),
    recentPeriods,
  };
}

function rangeOf(numbers: readonly (number | undefined)[], period: Period): { first: number; count: number } {
  let first = Infinity;
  let last = -Infinity;
  for (const number of numbers) {
    if (number === undefined) continue;
    first = Math.min(first, number);
    last = Math.max(last, number);
  }
  if (first > last) throw new GroveError('usage', `No date is exact enough for a ${period}. Choose a longer period, or auto.`); // prettier-ignore
  const count = last - first + 1;
  if (count > mostPeriods)
    throw new GroveError('usage', `The dates span ${count} periods of a ${period}. Choose a longer period, or auto.`);
  return { first, count };
}

interface Measured {
  readonly shares: readonly (number | null)[];
  readonly trend: Omit<Trend, 'direction' | 'q'>;
  readonly bursts: readonly Burst[];
  readonly recent: { readonly share: number; readonly before: number; readonly z: number };
}

function measure(counts: readonly number[], totals: readonly number[], recentPeriods: number): Measured {
  const shares = counts.map((count, t) => (totals[t]! > 0 ? count / totals[t]! : null));
  const times = shares.flatMap((share, t) => (share === null ? [] : [t]));
  const values = times.map((t) => shares[t]!);
  const test = mannKendall(values);
  const isTested = values.length >= leastPeriods;
  const start = counts.length - recentPeriods;
  const sum = (of: readonly number[], from: number, to: number): number => of.slice(from, to).reduce((a, b) => a + b, 0); // prettier-ignore
  const [now, nowAll] = [sum(counts, start, counts.length), sum(totals, start, counts.length)];
  const [then, thenAll] = [sum(counts, 0, start), sum(totals, 0, start)];
  return {
    shares,
    trend: {
      s: test.s,
      z: isTested ? test.z : null,
      p: isTested ? test.p : null,
      slope: senSlope(values, times),
    },
    bursts: findBursts(counts, totals),
    recent: {
      share: now / (nowAll || 1),
      before: then / (thenAll || 1),
      z: thenAll > 0 ? shareDifference(now, nowAll, then, thenAll) : 0,
    },
  };
}

function noDates(malformed: DateSummary['malformed']): GroveError {
  const [first] = malformed;
  const why =
    first === undefined
      ? 'Dates are read from front matter (date:), a column called date (or --date-column), or file names such as 2024-05-17.md.'
      : `${malformed.length} are not understood; the first, of ${first.id}, is '${first.value}'. Write dates as 2024-05-17.`;
  return new GroveError('bad-input', `No document has a date, so there is nothing to show over time. ${why}`);
}
