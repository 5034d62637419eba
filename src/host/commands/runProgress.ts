import * as vscode from 'vscode';
import type { Stage, StageProgress } from '../../shared/progress';
import { formatCount } from '../notify';

/** Roughly the share of a run that each stage takes, in percent: only for the bar. */
const shares: Record<Stage, number> = {
  read: 25,
  preprocess: 10,
  encode: 20,
  compress: 15,
  cluster: 15,
  label: 6,
  evaluate: 4,
  project: 3,
  save: 2,
};

const order = Object.keys(shares) as Stage[];

/** How much of a run is behind it, 0 … 100. */
export function overallPercent({ stage, done, total }: StageProgress): number {
  const within = total === undefined || total === 0 ? 0 : Math.min(1, done / total);
  if (stage === 'tune' || stage === 'download') return 100 * within;
  const before = order.slice(0, order.indexOf(stage)).reduce((sum, each) => sum + shares[each], 0);
  return before + within * shares[stage];
}

/** 'Reading: 4,210 of 18,846 documents' */
export function progressMessage({ stage, done, total, unit, detail }: StageProgress): string {
  const what =
    total === undefined ? formatCount(done) : vscode.l10n.t('{0} of {1}', formatCount(done), formatCount(total));
  const message = vscode.l10n.t('{0}: {1} {2}', stageName(stage), what, unitName(unit));
  return detail === undefined ? message : `${message} (${detail})`;
}

function stageName(stage: StageProgress['stage']): string {
  switch (stage) {
    case 'read':
      return vscode.l10n.t('Reading');
    case 'preprocess':
      return vscode.l10n.t('Preprocessing');
    case 'encode':
      return vscode.l10n.t('Encoding');
    case 'compress':
      return vscode.l10n.t('Compressing');
    case 'cluster':
      return vscode.l10n.t('Clustering');
    case 'label':
      return vscode.l10n.t('Naming clusters');
    case 'evaluate':
      return vscode.l10n.t('Evaluating');
    case 'project':
      return vscode.l10n.t('Laying out the map');
    case 'save':
      return vscode.l10n.t('Saving');
    case 'tune':
      return vscode.l10n.t('Trying options');
    case 'download':
      return vscode.l10n.t('Downloading');
  }
}

/** The engine counts in English nouns; an unknown one is shown as it is. */
function unitName(unit: string): string {
  switch (unit) {
    case 'documents':
      return vscode.l10n.t('documents');
    case 'files':
      return vscode.l10n.t('files');
    case 'rows':
      return vscode.l10n.t('rows');
    case 'bytes':
      return vscode.l10n.t('bytes');
    case 'epochs':
      return vscode.l10n.t('epochs');
    case 'merges':
      return vscode.l10n.t('merges');
    case 'clusters':
      return vscode.l10n.t('clusters');
    case 'terms':
      return vscode.l10n.t('terms');
    case 'steps':
      return vscode.l10n.t('steps');
    case 'iterations':
      return vscode.l10n.t('iterations');
    case 'trials':
      return vscode.l10n.t('trials');
    default:
      return unit;
  }
}
