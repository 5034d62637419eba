import type { Period } from '../../shared/timeline';

/** A date as exactly as it was written, in its own time zone. */
export interface CalendarDate {
  readonly year: number;
  /** 1 … 12, or undefined where only the year is known. */
  readonly month?: number;
  readonly day?: number;
}

/** Reads what `isoDate` wrote: the day that was written, whatever the hour and zone. */
export function calendarDate(iso: string): CalendarDate | undefined {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(iso);
  if (match === null) return undefined;
  const [, year, month, day] = match;
  return {
    year: Number(year),
    ...(month !== undefined && { month: Number(month) }),
    ...(day !== undefined && { day: Number(day) }),
  };
}

/** Days since 1970-01-01 in the Gregorian calendar, for any year. */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1; // from 1 March
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

/** The date of a day number. */
export function dateOfDay(day: number): Required<CalendarDate> {
  const z = day + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const leap = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36524) + Math.floor(dayOfEra / 146096);
  const yearOfEra = Math.floor((dayOfEra - leap) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted + (shifted < 10 ? 3 : -9);
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

/** The number of the period that a date is in; consecutive periods have consecutive numbers. Undefined where it is not exact enough. */
export function periodNumber({ year, month, day }: CalendarDate, period: Period): number | undefined {
  if (period === 'decade') return Math.floor(year / 10);
  if (period === 'year') return year;
  if (month === undefined) return undefined;
  if (period === 'quarter') return year * 4 + Math.floor((month - 1) / 3);
  if (period === 'month') return year * 12 + month - 1;
  if (day === undefined) return undefined;
  const number = dayNumber(year, month, day);
  return period === 'day' ? number : Math.floor((number + 3) / 7); // 1970-01-01 was a Thursday
}

export function periodName(number: number, period: Period): string {
  const padded = (value: number, width: number): string => String(value).padStart(width, '0');
  switch (period) {
    case 'decade':
      return `${padded(number * 10, 4)}s`;
    case 'year':
      return padded(number, 4);
    case 'quarter':
      return `${padded(Math.floor(number / 4), 4)}-Q${(number % 4) + 1}`;
    case 'month':
      return `${padded(Math.floor(number / 12), 4)}-${padded((number % 12) + 1, 2)}`;
    case 'week': {
      const thursday = number * 7; // it decides over a week's year (ISO 8601)
      const { year } = dateOfDay(thursday);
      const week = Math.floor((thursday - dayNumber(year, 1, 1)) / 7) + 1;
      return `${padded(year, 4)}-W${padded(week, 2)}`;
    }
    case 'day': {
      const { year, month, day } = dateOfDay(number);
      return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
    }
  }
}

/** The longest span of each period, in days: it gives 60 periods at most. */
const longestSpan: readonly (readonly [Period, number])[] = [
  ['day', 45],
  ['week', 400],
  ['month', 5 * 366],
  ['quarter', 15 * 366],
  ['year', 60 * 366],
  ['decade', Infinity],
];
/** Of the dates: so many may be less exact than the period, and are then left out. */
const inexactShare = 0.1;

/** The period that suits a span of dates, but none that too many of them are not exact enough for. */
export function choosePeriod(dates: readonly CalendarDate[]): Period {
  let first = Infinity;
  let last = -Infinity;
  let [withMonth, withDay] = [0, 0];
  for (const { year, month, day } of dates) {
    const number = dayNumber(year, month ?? 1, day ?? 1);
    first = Math.min(first, number);
    last = Math.max(last, number);
    if (month !== undefined) withMonth++;
    if (day !== undefined) withDay++;
  }
  const span = last - first + 1;
  const isExact = (count: number): boolean => count >= (1 - inexactShare) * dates.length;
  for (const [period, longest] of longestSpan) {
    if (span > longest) continue;
    if ((period === 'day' || period === 'week') && !isExact(withDay)) continue;
    if ((period === 'month' || period === 'quarter') && !isExact(withMonth)) continue;
    return period;
  }
  return 'decade';
}
