import path from 'node:path';
import { compareAnalyses } from '../../engine/comparison/compareAnalyses';
import type { ComparedAnalysis, Comparison } from '../../shared/comparison';
import { printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';

/** `grove compare A B` */
export async function compareCommand(first: string, second: string, flags: CommonFlags): Promise<void> {
  const params = { first: path.resolve(first), second: path.resolve(second) };
  const comparison = await withSession(flags, (context) => compareAnalyses(params, context));
  print(flags, comparison, () => comparisonText(comparison));
}

const movedShown = 20;
const flowsShown = 8;

function comparisonText(comparison: Comparison): string {
  const { first, second, common, onlyFirst, onlySecond, ari, nmi, matches, gone, fresh, flows, moved } = comparison;
  const number = (value: number): string => value.toLocaleString('en-US');
  const from = (id: number): string => nameOf(first, id);
  const to = (id: number): string => nameOf(second, id);
  const lines = [
    `${number(common)} documents in both (${number(onlyFirst)} only in the first, ${number(onlySecond)} only in the second)`,
    `agreement: ARI ${ari.toFixed(3)}, NMI ${nmi.toFixed(3)}; ${number(moved.length)} moved`,
    '',
    'alike  documents  clusters',
    ...matches.map((match) => `${match.jaccard.toFixed(2).padStart(5)} ${String(match.common).padStart(10)}  ${from(match.first)}  →  ${to(match.second)}`), // prettier-ignore
  ];
  for (const id of gone) lines.push(` gone             ${from(id)}`);
  for (const id of fresh) lines.push(`  new             ${to(id)}`);
  const matchOf = new Map(matches.map((match) => [match.first, match.second]));
  const away = flows.filter((flow) => matchOf.get(flow.from) !== flow.to);
  if (away.length > 0) lines.push('', 'Most went:');
  for (const flow of away.slice(0, flowsShown))
    lines.push(`${String(flow.documents).padStart(5)}  ${from(flow.from)}  →  ${to(flow.to)}`);
  if (moved.length > 0) lines.push('', 'Moved:');
  for (const document of moved.slice(0, movedShown)) lines.push(`  ${document.id}: ${from(document.from)}  →  ${to(document.to)}`); // prettier-ignore
  if (moved.length > movedShown) lines.push(`  … and ${moved.length - movedShown} more: --json lists all`);
  return lines.map(printable).join('\n');
}

function nameOf({ clusters }: ComparedAnalysis, id: number): string {
  return `${id} ${clusters.find((cluster) => cluster.id === id)?.label ?? '(noise)'}`;
}
