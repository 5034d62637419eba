import { describe, expect, it } from 'vitest';
import type { Analysis, DocumentRow } from '../../../src/shared/analysis';
import type { Period, Timeline } from '../../../src/shared/timeline';
import { silentContext } from '../../../src/engine/runContext';
import { timelineOf } from '../../../src/engine/time/timelineOf';

function timeline(
  documents: readonly (readonly [cluster: number, date: string | undefined])[],
  period: Period | 'auto' = 'auto',
): Promise<Timeline> {
  // prettier-ignore
  const ids = [...new Set(documents.map(([cluster]) => cluster))].filter((id) => id >= 0).sort((a, b) => a - b);
  const clusters = ids.map((id) => ({ id, parent: null, label: `c${id}` })) as Analysis['clusters'];
  const rows = documents.map(([cluster], i) => ({ id: String(i), cluster })) as DocumentRow[];
  const dates = documents.map(([, iso]) => (iso === undefined ? undefined : ({ iso, source: 'given' } as const)));
  return timelineOf({ clusters }, rows, dates, [], period, silentContext);
}

describe('timelineOf', () => {
  it('tells what rises, falls and is hot', async () => {
    const documents = Array.from({ length: 12 }, (_, m) => m + 1).flatMap((month) => {
      const date = `2024-${String(month).padStart(2, '0')}-10`;
      return Array.from({ length: 24 }, (_, i) => [i < 2 * month - 1 ? 0 : i % 2 === 0 ? 1 : 2, date] as const);
    });
    const { period, periods, clusters, hot, totals } = await timeline(documents, 'month');
    expect(period).toBe('month');
    expect(periods[0]).toBe('2024-01');
    expect(totals).toEqual(new Array(12).fill(24));
    expect(clusters.map(({ trend }) => trend.direction)).toEqual(['rising', 'falling', 'falling']);
    expect(clusters[0]!.trend.slope).toBeCloseTo(2 / 24, 9);
    expect(hot).toEqual([0]);
  });

  it('keeps empty periods as gaps, and counts documents without a cluster in the totals', async () => {
    const { totals, clusters } = await timeline([[0, '2020'], [-1, '2020'], [0, '2022']], 'year'); // prettier-ignore
    expect(totals).toEqual([2, 0, 1]);
    expect(clusters[0]!.shares).toEqual([0.5, null, 1]);
  });

  it('claims nothing of one period, and leaves out what is not exact enough', async () => {
    const { clusters, hot, dates } = await timeline([[0, '2020-03-01'], [1, '2020-03-09'], [1, '2020']], 'month'); // prettier-ignore
    expect(dates.undated).toBe(1);
    expect(hot).toEqual([]);
    expect(clusters.every(({ trend, bursts }) => trend.z === null && bursts.length === 0)).toBe(true);
  });

  it('says what to do where there are no dates, or too fine a period', async () => {
    await expect(timeline([[0, undefined]])).rejects.toThrow(/No document has a date/);
    await expect(timeline([[0, '2020']], 'day')).rejects.toThrow(/exact enough/);
    await expect(timeline([[0, '1700-01-01'], [0, '2020-01-01']], 'day')).rejects.toThrow(/periods of a day/); // prettier-ignore
  });

  it('takes 5,000 clusters', async () => {
    const documents = Array.from({ length: 10_000 }, (_, i) => [i % 5000, `20${String(10 + (i % 15)).padStart(2, '0')}-01-01`] as const); // prettier-ignore
    expect((await timeline(documents)).clusters).toHaveLength(5000);
  });
});
