import * as vscode from 'vscode';
import type { Analysis } from '../../shared/analysis';
import { formatCount } from '../notify';
import type { StoredAnalysis } from '../state/analysisStore';
import { chooseAnalysis } from './analysisCommands';
import type { CommandContext } from './commandContext';

/** Shows an analysis in its panel, held against another one of the same source that the person chooses. */
export async function compareAnalyses(context: CommandContext, given?: StoredAnalysis): Promise<void> {
  const { store, panels } = context;
  const stored = given ?? store.find(store.active?.id ?? '') ?? (await chooseAnalysis(context));
  if (stored?.analysis === undefined) return;
  const other = await chooseOther(stored.analysis, othersOf(stored, store.analyses));
  if (other === undefined) return;
  await store.focus(stored.id);
  await panels.compare(stored, other);
}

interface Readable extends StoredAnalysis {
  readonly analysis: Analysis;
}

/** The other analyses of the same source, the newest first. */
function othersOf({ id, analysis }: StoredAnalysis, all: readonly StoredAnalysis[]): Readable[] {
  return all.filter(
    (other): other is Readable => other.id !== id && other.analysis?.source.path === analysis?.source.path,
  );
}

async function chooseOther(analysis: Analysis, others: readonly Readable[]): Promise<Readable | undefined> {
  if (others.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'There is no other analysis of {0}. Cluster it again with other settings: the analysis that there is stays.',
        analysis.source.path,
      ),
    );
    return undefined;
  }
  const items = others.map((other) => ({
    label: other.analysis.name,
    description: new Date(other.analysis.created).toLocaleString(vscode.env.language),
    detail: [
      vscode.l10n.t('{0} clusters', formatCount(topClusters(other.analysis))),
      ...differentOptions(analysis, other.analysis),
    ].join(' · '),
    other,
  }));
  const placeHolder = vscode.l10n.t('The analysis to compare “{0}” with', analysis.name);
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true, matchOnDetail: true }))
    ?.other;
}

function topClusters({ clusters }: Analysis): number {
  return clusters.filter(({ parent }) => parent === null).length;
}

const mostOptions = 4;

/** What the other was asked for and this one was not. */
function differentOptions(analysis: Analysis, other: Analysis): string[] {
  return Object.entries(other.options)
    .filter(([name, value]) => JSON.stringify(analysis.options[name]) !== JSON.stringify(value))
    .slice(0, mostOptions)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
}
