import { type Analysis, cutOf, type DocumentRow } from '../../shared/analysis';
import type { ClusterMatch, ComparedAnalysis, Comparison, ComparisonFigures } from '../../shared/comparison';
import type { CompareParams } from '../../shared/engineProtocol';
import { GroveError } from '../../shared/errors';
import { maximumAssignment } from '../evaluation/assignment';
import { cellsOf, type Contingency, contingency } from '../evaluation/contingency';
import { agreement } from '../evaluation/externalMetrics';
import { jaccardIndex } from '../math/jaccard';
import { breather, completed, type RunContext } from '../runContext';
import { readAnalysis } from '../storage/analysisFolder';
import { readDocuments } from '../storage/documentTable';

/**
 * Compares two analyses of one source by the documents that both hold: which clusters are the same, who moved, and how much
 * they agree. Throws GroveError('bad-input') where they share no document.
 */
export async function compareAnalyses(params: CompareParams, context: RunContext): Promise<Comparison> {
  const { figures, moved } = await compare(params, context);
  return { ...figures, moved };
}

/** The same without the list of documents, which may be long. */
export async function comparisonFigures(params: CompareParams, context: RunContext): Promise<ComparisonFigures> {
  return (await compare(params, context)).figures;
}

async function compare(
  { first: firstFolder, second: secondFolder }: CompareParams,
  context: RunContext,
): Promise<{ readonly figures: ComparisonFigures; readonly moved: Comparison['moved'] }> {
  const breathe = breather(context);
  const [first, second] = [await readAnalysis(firstFolder), await readAnalysis(secondFolder)];
  const [rows, otherRows] = [await readDocuments(firstFolder), await readDocuments(secondFolder)];
  await breathe();
  const clusterOf = new Map(otherRows.map(({ id, cluster }) => [id, cluster]));
  const common: { readonly id: string; readonly from: number; readonly to: number }[] = [];
  for (const { id, cluster } of rows) {
    const to = clusterOf.get(id);
    if (to !== undefined) common.push({ id, from: cluster, to });
    if (breathe.due()) await breathe();
  }
  if (common.length === 0)
    throw new GroveError(
      'bad-input',
      `${firstFolder} and ${secondFolder} have no document in common: the first begins with ${rows[0]?.id ?? '(none)'}, the second with ${otherRows[0]?.id ?? '(none)'}. Compare analyses of the same source.`,
    );
  const table = contingency(
    Int32Array.from(common, ({ from }) => from),
    Int32Array.from(common, ({ to }) => to),
  );
  const assigned = await completed(maximumAssignment(table), breathe);
  const matches = matchesOf(table, assigned, first, second);
  const matchOf = new Map(matches.map((match) => [match.first, match.second]));
  const matched = new Set(matchOf.values());
  const figures = {
    first: compared(first, rows),
    second: compared(second, otherRows),
    common: common.length,
    onlyFirst: rows.length - common.length,
    onlySecond: otherRows.length - common.length,
    ...agreement(table),
    matches,
    gone: cutOf(first.clusters).map(({ id }) => id).filter((id) => !matchOf.has(id)), // prettier-ignore
    fresh: cutOf(second.clusters).map(({ id }) => id).filter((id) => !matched.has(id)), // prettier-ignore
    flows: flowsOf(table),
  };
  return { figures, moved: common.filter(({ from, to }) => matchOf.get(from) !== to) };
}

function compared({ name, created, clusters }: Analysis, rows: readonly DocumentRow[]): ComparedAnalysis {
  return {
    name,
    created,
    documents: rows.length,
    clusters: cutOf(clusters).map(({ id, label, size }) => ({ id, label, size })),
  };
}

/** @param assigned the column of each row of the table, or −1 */
function matchesOf(table: Contingency, assigned: Int32Array, first: Analysis, second: Analysis): ClusterMatch[] {
  const [keywords, otherKeywords] = [keywordsOf(first), keywordsOf(second)];
  const matches = cellsOf(table)
    .filter(({ row, column }) => assigned[row] === column)
    .map(({ row, column, count }): ClusterMatch => {
      const [id, other] = [table.rows[row]!, table.columns[column]!];
      const own = new Set(keywords.get(id));
      return {
        ...{ first: id, second: other, common: count },
        jaccard: jaccardIndex(count, table.rowSizes[row]!, table.columnSizes[column]!),
        keywords: (otherKeywords.get(other) ?? []).filter((term) => own.has(term)),
      };
    });
  return matches.sort((a, b) => b.jaccard - a.jaccard || a.first - b.first);
}

function keywordsOf({ clusters }: Analysis): ReadonlyMap<number, readonly string[]> {
  return new Map(clusters.map(({ id, keywords }) => [id, keywords.map(({ term }) => term)]));
}

function flowsOf(table: Contingency): Comparison['flows'] {
  return cellsOf(table)
    .map(({ row, column, count }) => ({ from: table.rows[row]!, to: table.columns[column]!, documents: count }))
    .sort((a, b) => b.documents - a.documents || a.from - b.from || a.to - b.to);
}
