import path from 'node:path';
import { evaluateAnalysis } from '../../engine/evaluation/evaluateAnalysis';
import type { Metrics } from '../../shared/analysis';
import { printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';

export interface EvaluateFlags extends CommonFlags {
  readonly labels?: string;
}

/** `grove evaluate ANALYSIS [--labels FILE.csv]` */
export async function evaluateCommand(folder: string, flags: EvaluateFlags): Promise<void> {
  const labels = flags.labels === undefined ? undefined : path.resolve(flags.labels);
  const metrics = await withSession(flags, (context) => evaluateAnalysis(path.resolve(folder), labels, context));
  print(flags, metrics, () => metricsText(metrics));
}

function metricsText({ internal, external }: Metrics): string {
  const figure = (value: number | null): string => (value === null ? 'undefined' : value.toFixed(4));
  const lines = [
    `silhouette                 ${figure(internal.silhouette)}`,
    `Davies–Bouldin             ${figure(internal.daviesBouldin)}`,
    `Calinski–Harabasz          ${figure(internal.calinskiHarabasz)}`,
    `within-cluster dispersion  ${figure(internal.withinClusterDispersion)}`,
  ];
  if (!external) return lines.join('\n');
  lines.push(
    '',
    `accuracy                   ${figure(external.accuracy)}`,
    `NMI                        ${figure(external.nmi)}`,
    `ARI                        ${figure(external.ari)}`,
    `homogeneity                ${figure(external.homogeneity)}`,
    `completeness               ${figure(external.completeness)}`,
    `V-measure                  ${figure(external.vMeasure)}`,
    `purity                     ${figure(external.purity)}`,
    '',
    'precision  recall      F1  support  label',
  );
  for (const { label, precision, recall, f1, support } of external.report) {
    const figures = [precision.toFixed(3).padStart(9), recall.toFixed(3).padStart(7), f1.toFixed(3).padStart(7)];
    lines.push(`${figures.join(' ')} ${String(support).padStart(8)}  ${printable(label)}`);
  }
  return lines.join('\n');
}
