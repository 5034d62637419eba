import { describe, expect, it } from 'vitest';
import { isoDate } from '../../../src/engine/corpus/dates';
import { dateInName } from '../../../src/engine/time/documentDates';
import {
  calendarDate,
  choosePeriod,
  dateOfDay,
  dayNumber,
  periodName,
  periodNumber,
} from '../../../src/engine/time/periods';

describe('periods', () => {
  it('number days as the platform does', () => {
    for (let day = -200_000; day < 40_000; day += 997) {
      const { year, month, day: ofMonth } = dateOfDay(day);
      expect(new Date(day * 86_400_000).toISOString().replace(/T.*/, '')).toBe(
        [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(ofMonth).padStart(2, '0')].join('-'),
      );
      expect(dayNumber(year, month, ofMonth)).toBe(day);
    }
  });

  it('are named as in ISO 8601', () => {
    const name = (iso: string, period: Parameters<typeof periodName>[1]): string =>
      periodName(periodNumber(calendarDate(iso)!, period)!, period);
    expect(name('2021-01-03', 'week')).toBe('2020-W53'); // Python's date.isocalendar
    expect(name('2024-12-30', 'week')).toBe('2025-W01');
    expect(name('2024-02-29', 'month')).toBe('2024-02');
    expect(name('2024-02-29', 'quarter')).toBe('2024-Q1');
    expect(name('2024-02-29T23:30:00-08:00', 'day')).toBe('2024-02-29');
    expect(name('1799', 'decade')).toBe('1790s');
    expect(periodNumber({ year: 2024 }, 'month')).toBeUndefined();
  });

  it('suit the span and exactness of the dates', () => {
    const dates = (...texts: string[]) => texts.map((text) => calendarDate(text)!);
    expect(choosePeriod(dates('2024-01-01', '2024-01-20'))).toBe('day');
    expect(choosePeriod(dates('2024-01-01', '2024-12-20'))).toBe('week');
    expect(choosePeriod(dates('2024-01', '2024-12'))).toBe('month');
    expect(choosePeriod(dates('1990', '1995'))).toBe('year');
    expect(choosePeriod(dates('1790-01-01', '2020-01-01'))).toBe('decade');
  });
});

describe('dates', () => {
  it('are found in names of files and folders, but not guessed', () => {
    expect(dateInName('notes/2024-05-17 walk.md')).toBe('2024-05-17');
    expect(dateInName('IMG_20240517_120000.txt')).toBe('2024-05-17');
    expect(dateInName('2024/05/17/walk.md')).toBe('2024-05-17');
    expect(dateInName('minutes_2024.05.txt')).toBe('2024-05');
    expect(dateInName('2024年5月17日.md')).toBe('2024-05-17');
    expect(dateInName('reports/1999/summary.txt')).toBe('1999');
    expect(dateInName('51060')).toBeUndefined();
    expect(dateInName('ticket 2024051799.txt')).toBeUndefined();
    expect(dateInName('2023-02-30.md')).toBe('2023');
  });

  it('that the calendar does not have are none', () => {
    expect(isoDate('2023-02-29')).toBeUndefined();
    expect(isoDate('2024-02-29')).toBe('2024-02-29');
    expect(isoDate('31 April 2020')).toBeUndefined();
  });
});
