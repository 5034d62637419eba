import path from 'node:path';
import { evaluateAnalysis } from '../../engine/evaluation/evaluateAnalysis';
import type { ConfusionMatrix, Evaluation } from '../../shared/evaluation';
import { printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';

export interface EvaluateFlags extends CommonFlags {
  readonly labels?: string;
  readonly idColumn?: string;
  readonly labelColumn?: string;
  readonly resamples: number;
}

/** `grove evaluate ANALYSIS [--labels FILE.csv] [--resamples N]` */
export async function evaluateCommand(folder: string, flags: EvaluateFlags): Promise<void> {
  const params = {
    analysis: path.resolve(folder),
    ...(flags.labels !== undefined && { labelFile: path.resolve(flags.labels) }),
    columns: { id: flags.idColumn, label: flags.labelColumn },
    resamples: flags.resamples,
  };
  const evaluation = await withSession(flags, (context) => evaluateAnalysis(params, context));
  print(flags, evaluation, () => evaluationText(evaluation));
}

const nameWidth = 29;
const clustersShown = 50;
const classesShown = 24;

function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? 'undefined' : value.toFixed(4);
}

function line(name: string, value: number | null | undefined): string {
  return `${name.padEnd(nameWidth)}${figure(value)}`;
}

function evaluationText({ internal, coherence, clusters, resamples, external }: Evaluation): string {
  const lines = [
    line('silhouette', internal.silhouette),
    line('Davies–Bouldin', internal.daviesBouldin),
    line('Calinski–Harabasz', internal.calinskiHarabasz),
    line('within-cluster dispersion', internal.withinClusterDispersion),
  ];
  if (coherence !== undefined)
    lines.push(
      line('coherence of keywords, NPMI', coherence.npmi),
      line('coherence of keywords, C_V', coherence.cV),
      line('diversity of keywords', coherence.diversity),
    );
  lines.push('', ...clusterLines(clusters, resamples));
  if (external) lines.push('', ...externalLines(external));
  return lines.join('\n');
}

function clusterLines(clusters: Evaluation['clusters'], resamples: number): string[] {
  const cell = (value: number | null): string => (value === null ? '–' : value.toFixed(3)).padStart(9);
  const lines = ['stability     NPMI      C_V     size  nearest  cluster'];
  for (const { id, label, size, stability, npmi, cV, nearest } of clusters.slice(0, clustersShown)) {
    const figures = [cell(stability), cell(npmi).slice(1), cell(cV).slice(1), String(size).padStart(8)];
    lines.push(`${figures.join(' ')} ${String(nearest ?? '–').padStart(8)}  ${id} ${printable(label)}`);
  }
  if (clusters.length > clustersShown) lines.push(`… and ${clusters.length - clustersShown} more: --json has all`);
  if (resamples > 0)
    lines.push(
      `stability: mean Jaccard similarity in ${resamples} resamples; below 0.6 a cluster is not to be trusted`,
    );
  return lines;
}

function externalLines(external: NonNullable<Evaluation['external']>): string[] {
  const lines = [
    line('accuracy', external.accuracy),
    line('NMI', external.nmi),
    line('ARI', external.ari),
    line('Fowlkes–Mallows', external.fowlkesMallows),
    line('homogeneity', external.homogeneity),
    line('completeness', external.completeness),
    line('V-measure', external.vMeasure),
    line('purity', external.purity),
    '',
    'precision  recall      F1  support  label',
  ];
  const support = external.report.reduce((sum, row) => sum + row.support, 0);
  const averages = [
    { label: '(macro average)', support, ...external.macroAverage },
    { label: '(weighted average)', support, ...external.weightedAverage },
  ];
  for (const { label, precision, recall, f1, support: documents } of [...external.report, ...averages]) {
    const figures = [precision, recall, f1].map((value) => (value ?? 0).toFixed(3).padStart(7));
    lines.push(`  ${figures.join(' ')} ${String(documents).padStart(8)}  ${printable(label)}`);
  }
  return [...lines, '', ...confusionLines(external.confusion)];
}

/** Clusters down, classes across. */
function confusionLines({ clusters, classes, counts }: ConfusionMatrix): string[] {
  if (classes.length > classesShown || clusters.length > clustersShown)
    return [`confusion matrix: ${clusters.length} clusters by ${classes.length} classes, in --json`];
  const names = classes.map((name, j) => `${String(j + 1).padStart(6)}  ${printable(name)}`);
  const header = `cluster ${classes.map((_, j) => String(j + 1).padStart(6)).join('')}`;
  const rows = clusters.map(
    (id, i) => `${String(id).padStart(7)} ${counts[i]!.map((n) => (n === 0 ? '·' : String(n)).padStart(6)).join('')}`,
  );
  return ['confusion matrix, classes across:', header, ...rows, '', ...names];
}
