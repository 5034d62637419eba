import type { PageComparison, PageData } from '../../src/shared/viewProtocol';

/**
 * The analysis of `makePageData` held against an earlier one: its cluster 1 was part of 0, every seventh document of
 * cluster 2 was in 3, and its cluster 4 was in none. Figures of agreement are made up.
 */
export function makeComparison({ analysis, documents }: PageData): PageComparison {
  const earlier = documents.cluster.map((cluster, d) => {
    if (cluster === 1) return 0;
    if (cluster === 2 && d % 7 === 0) return 3;
    return cluster === 4 ? -1 : cluster;
  });
  const counts = new Map<string, number>();
  earlier.forEach((from, d) => {
    const key = `${from} ${documents.cluster[d]!}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  const flows = [...counts]
    .map(([key, count]) => {
      const [from, to] = key.split(' ').map(Number) as [number, number];
      return { from, to, documents: count };
    })
    .sort((a, b) => b.documents - a.documents || a.from - b.from || a.to - b.to);
  const top = analysis.clusters.filter(({ parent }) => parent === null);
  const described = top.map(({ id, label, size }) => ({ id, label, size }));
  const kept = described.filter(({ id }) => id !== 1 && id !== 4);
  const matches = kept.map(({ id }) => ({
    first: id,
    second: id,
    common: flows.find(({ from, to }) => from === id && to === id)!.documents,
    jaccard: 0.9,
    keywords: [],
  }));
  return {
    figures: {
      first: { name: 'Field notes', created: '2026-01-01T03:04:05Z', documents: analysis.documents, clusters: kept },
      second: { name: analysis.name, created: analysis.created, documents: analysis.documents, clusters: described },
      common: analysis.documents,
      onlyFirst: 3,
      onlySecond: 0,
      ari: 0.876,
      nmi: 0.912,
      matches,
      gone: [],
      fresh: [1, 4],
      flows,
    },
    shown: 'second',
    otherCluster: earlier,
  };
}
