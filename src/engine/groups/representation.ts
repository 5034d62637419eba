import { type Cluster, cutOf } from '../../shared/analysis';
import type { GroupReport, Representation } from '../../shared/groups';
import { twoSided } from '../explanation/logOdds';
import { breather, type RunContext } from '../runContext';
import { falseDiscoveryRates, significant } from '../statistics/falseDiscovery';
import { chiSquareTail, hypergeometricTwoSided } from '../statistics/gamma';

/** With fewer expected documents the exact test is taken. */
const leastExpected = 5;

/**
 * Which groups write more or less of which clusters than chance would have it.
 *
 * @param clusterOf the cluster of the cut of each document; what is in none is left out
 * @param groupOf the group of each document; undefined is left out
 */
export async function representation(
  clusters: readonly Cluster[],
  clusterOf: readonly number[],
  groupOf: readonly (string | undefined)[],
  context: RunContext,
): Promise<Pick<GroupReport, 'groups' | 'association' | 'represented'>> {
  const cut = cutOf(clusters);
  const rowOf = new Map(cut.map(({ id }, row) => [id, row]));
  const sizes = new Map<string, number>();
  for (const group of groupOf) if (group !== undefined) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const groups = [...sizes].map(([name, size]) => ({ name, size })).sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1)); // prettier-ignore
  const columnOf = new Map(groups.map(({ name }, column) => [name, column]));
  const counts = new Map<number, number>();
  const rowTotals = new Float64Array(cut.length);
  const columnTotals = new Float64Array(groups.length);
  let total = 0;
  groupOf.forEach((group, i) => {
    const row = rowOf.get(clusterOf[i]!);
    if (group === undefined || row === undefined) return;
    const column = columnOf.get(group)!;
    const cell = row * groups.length + column;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
    rowTotals[row]!++;
    columnTotals[column]!++;
    total++;
  });
  const breathe = breather(context);
  const cells: Omit<Representation, 'q'>[] = [];
  let chiSquare = 0;
  for (let row = 0; row < cut.length; row++) {
    for (let column = 0; column < groups.length; column++) {
      const [r, c] = [rowTotals[row]!, columnTotals[column]!];
      const expected = total > 0 ? (r * c) / total : 0;
      if (expected === 0) continue;
      const documents = counts.get(row * groups.length + column) ?? 0;
      chiSquare += (documents - expected) ** 2 / expected;
      if (r === total || c === total) continue; // nothing is left to compare with
      const residual = (documents - expected) / Math.sqrt(expected * (1 - r / total) * (1 - c / total));
      cells.push({
        group: groups[column]!.name,
        cluster: cut[row]!.id,
        label: cut[row]!.label,
        documents,
        expected,
        logOdds: Math.log(((documents + 0.5) * (total - r - c + documents + 0.5)) / ((r - documents + 0.5) * (c - documents + 0.5))), // prettier-ignore
        residual,
        p: expected < leastExpected ? hypergeometricTwoSided(documents, r, c, total) : twoSided(residual),
      });
    }
    if (breathe.due()) await breathe();
  }
  const q = falseDiscoveryRates(cells.map(({ p }) => p));
  const represented = cells
    .map((cell, i) => ({ ...cell, q: q[i] ?? 1 }))
    .filter((cell) => cell.q < significant)
    .sort((a, b) => columnOf.get(a.group)! - columnOf.get(b.group)! || b.residual - a.residual);
  const used = { rows: rowTotals.filter((n) => n > 0).length, columns: columnTotals.filter((n) => n > 0).length };
  const degreesOfFreedom = Math.max(0, (used.rows - 1) * (used.columns - 1));
  const smaller = Math.min(used.rows, used.columns) - 1;
  return {
    groups,
    association: {
      chiSquare,
      degreesOfFreedom,
      p: degreesOfFreedom > 0 ? chiSquareTail(chiSquare, degreesOfFreedom) : 1,
      cramersV: smaller > 0 && total > 0 ? Math.sqrt(chiSquare / (total * smaller)) : 0,
    },
    represented,
  };
}
