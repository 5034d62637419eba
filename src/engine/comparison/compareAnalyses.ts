import { type Analysis, cutOf, type DocumentRow } from '../../shared/analysis';
import type { ClusterMatch, ComparedAnalysis, Comparison, ComparisonFigures } from '../../shared/comparison';
import type { CompareParams } from '../../shared/engineProtocol';
import { GroveError } from '../../shared/errors';
import { maximumAssignment } from '../evaluation/assignment';
import { compactIndex, type Contingency, contingency } from '../evaluation/contingency';
import { externalMetrics } from '../evaluation/externalMetrics';
import { readAnalysis } from '../storage/analysisFolder';
import { readDocuments } from '../storage/documentTable';

/**
 * Compares two analyses of one source by the documents that both hold: which clusters are the same, who moved, and how much
 * they agree. Throws GroveError('bad-input') where they share no document.
 */
export async function compareAnalyses(firstFolder: string, secondFolder: string): Promise<Comparison> {
  const [first, second] = [await readAnalysis(firstFolder), await readAnalysis(secondFolder)];
  const [rows, otherRows] = [await readDocuments(firstFolder), await readDocuments(secondFolder)];
  const placeOf = new Map(otherRows.map(({ id }, i) => [id, i]));
  const common = rows.flatMap((row) => {
    const at = placeOf.get(row.id);
    return at === undefined ? [] : [{ id: row.id, from: row.cluster, to: otherRows[at]!.cluster }];
  });
  if (common.length === 0)
    throw new GroveError(
      'bad-input',
      `${firstFolder} and ${secondFolder} have no document in common: the first begins with ${rows[0]?.id ?? '(none)'}, the second with ${otherRows[0]?.id ?? '(none)'}. Compare analyses of the same source.`,
    );
  const from = Int32Array.from(common, (document) => document.from);
  const to = Int32Array.from(common, (document) => document.to);
  const names = [...compactIndex(to).keys()];
  // Padded, so that the order of names is that of the numbers.
  const width = String(Math.max(...names, 0)).length + 1;
  const table = contingency(
    from,
    Array.from(to, (id) => String(id + 1).padStart(width, '0')),
  );
  const ids = { first: [...compactIndex(from).keys()], second: names };
  const matches = matched(table, ids, first, second);
  const matchOf = new Map(matches.map((match) => [match.first, match.second]));
  const { ari, nmi } = externalMetrics(from, Array.from(to, String));
  return {
    first: compared(first, rows),
    second: compared(second, otherRows),
    common: common.length,
    onlyFirst: rows.length - common.length,
    onlySecond: otherRows.length - common.length,
    ari,
    nmi,
    matches,
    gone: cutOf(first.clusters).map(({ id }) => id).filter((id) => !matchOf.has(id)), // prettier-ignore
    fresh: cutOf(second.clusters).map(({ id }) => id).filter((id) => !matches.some((match) => match.second === id)), // prettier-ignore
    flows: flowsOf(table, ids),
    moved: common.filter((document) => matchOf.get(document.from) !== document.to),
  };
}

/** The same without the list of documents, which may be long. */
export async function comparisonFigures({ first, second }: CompareParams): Promise<ComparisonFigures> {
  const comparison = await compareAnalyses(first, second);
  const { common, onlyFirst, onlySecond, ari, nmi, matches, gone, fresh, flows } = comparison;
  return {
    first: comparison.first,
    second: comparison.second,
    common,
    onlyFirst,
    onlySecond,
    ari,
    nmi,
    matches,
    gone,
    fresh,
    flows,
  };
}

function compared({ name, created, clusters }: Analysis, rows: readonly DocumentRow[]): ComparedAnalysis {
  return {
    name,
    created,
    documents: rows.length,
    clusters: cutOf(clusters).map(({ id, label, size }) => ({ id, label, size })),
  };
}

interface Ids {
  readonly first: readonly number[];
  readonly second: readonly number[];
}

function matched(table: Contingency, ids: Ids, first: Analysis, second: Analysis): ClusterMatch[] {
  const { counts, clusters, classes, clusterSizes, classSizes } = table;
  const keywords = ({ clusters: all }: Analysis, id: number): string[] =>
    all.find((cluster) => cluster.id === id)?.keywords.map(({ term }) => term) ?? [];
  const pairs = [...maximumAssignment(counts, clusters, classes)].flatMap((j, i) => {
    const both = j < 0 ? 0 : counts[i * classes + j]!;
    if (both === 0) return [];
    const own = new Set(keywords(first, ids.first[i]!));
    return [
      {
        first: ids.first[i]!,
        second: ids.second[j]!,
        common: both,
        jaccard: both / (clusterSizes[i]! + classSizes[j]! - both),
        keywords: keywords(second, ids.second[j]!).filter((term) => own.has(term)),
      },
    ];
  });
  return pairs.sort((a, b) => b.jaccard - a.jaccard || a.first - b.first);
}

function flowsOf({ counts, classes }: Contingency, ids: Ids): Comparison['flows'] {
  const flows = ids.first.flatMap((from, i) =>
    ids.second.map((to, j) => ({ from, to, documents: counts[i * classes + j]! })),
  );
  return flows
    .filter(({ documents }) => documents > 0)
    .sort((a, b) => b.documents - a.documents || a.from - b.from || a.to - b.to);
}
