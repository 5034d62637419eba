import type { Separation } from '../../src/shared/evaluation';
import type { Timeline } from '../../src/shared/timeline';
import type { PageData } from '../../src/shared/viewProtocol';

/** Two years by month in which clusters rise, fall and stay in turn; the first is hot. */
export function timelineOf(data: PageData): Timeline {
  const periods = Array.from({ length: 24 }, (_, i) => `${2020 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`); // prettier-ignore
  const clusters = data.analysis.clusters.filter(({ parent }) => parent === null);
  const directions = ['rising', 'falling', 'steady'] as const;
  return {
    period: 'month',
    periods,
    totals: periods.map((_, i) => 20 + i),
    dates: {
      sources: { given: 170, 'file-name': 6, 'file-time': 0 },
      undated: 3,
      malformed: [{ id: 'document-1', value: 'May?' }],
    },
    clusters: clusters.map(({ id, label }, c) => {
      const direction = directions[c % 3]!;
      const shares = periods.map((_, i) =>
        direction === 'rising' ? 0.01 * i : direction === 'falling' ? 0.01 * (24 - i) : 0.1,
      );
      return {
        id,
        label,
        counts: shares.map((share) => Math.round(30 * share)),
        shares,
        trend: {
          direction,
          s: 1,
          z: 2,
          p: 0.01,
          q: 0.02,
          slope: direction === 'rising' ? 0.01 : direction === 'falling' ? -0.01 : 0,
        },
        bursts: c === 0 ? [{ from: 20, to: 23, weight: 4 }] : [],
        recent: { share: 0.23, before: 0.1, z: 3, q: 0.01 },
        isHot: c === 0,
      };
    }),
    hot: [clusters[0]!.id],
    recentPeriods: 2,
  };
}

/** Clusters on a line, the later the nearer, each with some documents that another would fit better. */
export function separationOf(clusters: readonly { readonly label: string }[]): Separation {
  const place = (i: number): number => Math.sqrt(i);
  return {
    clusters: clusters.map(({ label }, i) => ({
      ...{ id: i, label, stability: 1 - i / 10, npmi: i === 0 ? null : 0.2 },
      size: 100 * (i + 1),
      mean: 0.4 - i / 20,
      silhouettes: Array.from({ length: 40 }, (_, at) => 0.9 - i / 20 - (at / 39) ** 2),
    })),
    measured: 100,
    tables: {
      centreDistances: clusters.map((_, a) => clusters.map((__, b) => Math.abs(place(a) - place(b)))),
      keywordOverlap: clusters.map((_, a) => clusters.map((__, b) => 1 / (1 + Math.abs(a - b)))),
    },
    confusion: { clusters: [0, 2], classes: ['notes', '<b>letters</b>'], counts: [[7, 1], [0, 12]] }, // prettier-ignore
  };
}
