import * as vscode from 'vscode';
import { formatCount } from '../notify';
import type { CommandContext } from './commandContext';

/** Cuts the tree of the active analysis into a number of clusters that the person types. */
export async function cutTree({ store, cut }: CommandContext): Promise<void> {
  const loaded = store.active;
  if (loaded === undefined) return;
  const most = loaded.analysis.linkage.leaves;
  const own = loaded.childrenOf(null).length;
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Cut the tree of “{0}”', loaded.name),
    prompt: vscode.l10n.t('Number of clusters, 1 to {0}. The analysis has {1}.', formatCount(most), formatCount(own)),
    value: String(cut.of(loaded) ?? own),
    validateInput: (value) =>
      isCount(value, most) ? undefined : vscode.l10n.t('A whole number from 1 to {0}.', formatCount(most)),
  });
  if (typed !== undefined) cut.set(loaded, Number(typed), 'command');
}

/** Goes back to the analysis' own clusters. */
export function resetCut({ store, cut }: CommandContext): void {
  if (store.active !== undefined) cut.set(store.active, undefined, 'command');
}

function isCount(value: string, most: number): boolean {
  return /^\s*\d+\s*$/.test(value) && Number(value) >= 1 && Number(value) <= most;
}
