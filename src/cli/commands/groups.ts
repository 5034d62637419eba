import path from 'node:path';
import { analysisGroups } from '../../engine/groups/analysisGroups';
import type { GroupReport } from '../../shared/groups';
import { printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';

export interface GroupFlags extends CommonFlags {
  readonly groupColumn: string;
  readonly top: number;
}

/** `grove groups ANALYSIS --group-column NAME` */
export async function groupsCommand(folder: string, flags: GroupFlags): Promise<void> {
  const report = await withSession(flags, (context) =>
    analysisGroups(path.resolve(folder), flags.groupColumn, context),
  );
  print(flags, report, () => groupsText(report, flags.top));
}

function groupsText(report: GroupReport, top: number): string {
  const { column, groups, ungrouped, association, represented, alike, families } = report;
  const { chiSquare, degreesOfFreedom, p, cramersV } = association;
  const lines = [
    `${groups.length} groups by ${column}${ungrouped > 0 ? `; ${ungrouped} documents have none` : ''}`,
    `groups and clusters: Cramér's V ${cramersV.toFixed(2)} (χ² ${chiSquare.toFixed(1)}, ${degreesOfFreedom} degrees of freedom, p ${p.toPrecision(2)})`,
  ];
  for (const { name, size } of groups.slice(0, top)) {
    lines.push('', `${name}  (${size})`);
    const own = represented.filter(({ group }) => group === name);
    if (own.length === 0) lines.push('  as all write');
    for (const { residual, label, documents, expected, q } of own)
      lines.push(`  ${residual > 0 ? 'more' : 'less'}  ${label}: ${documents} documents, ${expected.toFixed(1)} expected (q ${q.toPrecision(2)})`); // prettier-ignore
    const near = alike.find((each) => each.name === name)?.nearest ?? [];
    if (near.length > 0) lines.push(`  like  ${near.map((other) => `${other.name} ${other.similarity.toFixed(2)}`).join(', ')}`); // prettier-ignore
  }
  if (groups.length > top) lines.push('', `… and ${groups.length - top} more groups: --top or --json lists them`);
  if (families.length > 0) lines.push('', 'They write alike:', ...families.map((family) => `  ${family.join(', ')}`));
  return lines.map(printable).join('\n');
}
