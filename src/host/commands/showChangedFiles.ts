import path from 'node:path';
import * as vscode from 'vscode';
import { noiseLabel } from '../views/texts';
import { openDocument } from '../workspace/documents';
import { rerunAnalysis } from './clusterFolder';
import type { CommandContext } from './commandContext';

type Choice = vscode.QuickPickItem & { readonly file?: string };

/** Lists the files that changed since the analysis was made, with the clusters they belong to now, and offers a re-run. */
export async function showChangedFiles(context: CommandContext): Promise<void> {
  const { store, changed, assigned } = context;
  const loaded = store.active;
  if (loaded === undefined) return;
  const { path: source, kind } = loaded.analysis.source;
  const base = kind === 'folder' ? source : path.dirname(source);
  const again: Choice = {
    label: `$(refresh) ${vscode.l10n.t('Run Again')}`,
    description: vscode.l10n.t('Makes the clusters anew from the files as they are'),
    alwaysShow: true,
  };
  const files = [...changed.files].sort().map((file): Choice => {
    const cluster = assigned.clusterOf(file);
    const label = cluster === undefined ? undefined : (loaded.cluster(cluster)?.label ?? noiseLabel());
    return { label: path.relative(base, file), ...(label !== undefined && { description: label }), file };
  });
  const choice = await vscode.window.showQuickPick([again, ...files], {
    title: vscode.l10n.t('Changed since “{0}” was made', loaded.name),
    matchOnDescription: true,
  });
  const stored = store.find(loaded.id);
  if (choice === again) {
    if (stored !== undefined) await rerunAnalysis(context, stored);
  } else if (choice?.file !== undefined) await openDocument({ file: choice.file }, false);
}
