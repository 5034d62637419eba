import * as vscode from 'vscode';
import { views } from '../contributions';
import { formatCount } from '../notify';
import type { ClusterNode } from '../views/pagedNodes';
import type { CommandContext } from './commandContext';
import { chosenClusters, ownClusters, tell } from './editClusters';

const mostParts = 100;

/** Clusters the documents of one cluster by themselves and puts the parts in its place. */
export async function splitCluster(context: CommandContext, clicked?: ClusterNode, parts?: number): Promise<void> {
  const loaded = ownClusters(context);
  if (loaded === undefined) return;
  const [id] = chosenClusters(context, clicked);
  const cluster = loaded.cluster(id ?? Number.NaN);
  if (cluster === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Select a cluster in the Clusters view first.'));
    return;
  }
  const most = Math.min(mostParts, cluster.size);
  if (most < 2) {
    void vscode.window.showInformationMessage(vscode.l10n.t('A cluster of one document can’t be split.'));
    return;
  }
  const typed = parts === undefined ? await askForParts(cluster.label, most) : String(parts);
  if (typed === undefined) return;
  const documents = Array.from(loaded.membersOf(cluster.id), (document) => loaded.rows[document]!.id);
  const result = await vscode.window.withProgress(
    { location: { viewId: views.clusters }, title: vscode.l10n.t('Splitting “{0}”', cluster.label) },
    () =>
      context.engine.split({
        analysis: loaded.folder,
        documents,
        parts: typed.trim() === '' ? undefined : Number(typed),
      }),
  );
  await context.edits.split(loaded.id, cluster.id, result.parts);
  tell(vscode.l10n.t('Split “{0}” into {1}.', cluster.label, formatCount(result.parts.length)));
}

function askForParts(label: string, most: number): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Split “{0}”', label),
    prompt: vscode.l10n.t('Into how many clusters, 2 to {0}? Leave it empty to let Grove choose.', formatCount(most)),
    validateInput: (value) => {
      const isCount = /^\s*\d+\s*$/.test(value) && Number(value) >= 2 && Number(value) <= most;
      return value.trim() === '' || isCount
        ? undefined
        : vscode.l10n.t('A whole number from 2 to {0}, or nothing.', formatCount(most));
    },
  });
}
