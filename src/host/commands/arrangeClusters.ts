import * as vscode from 'vscode';
import { type SortOrder, sortOrders } from '../views/arrangement';
import type { CommandContext } from './commandContext';

const settleMs = 150;

/** Filters the Clusters view while the person types; Escape leaves it as it was. */
export function filterClusters({ clusters }: CommandContext): void {
  const before = clusters.filter;
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t('Filter the clusters and documents');
  input.placeholder = vscode.l10n.t('Words of names, titles, paths or beginnings');
  input.value = before;
  let timer: NodeJS.Timeout | undefined;
  let isAccepted = false;
  input.onDidChangeValue((value) => {
    clearTimeout(timer);
    timer = setTimeout(() => void clusters.setFilter(value), settleMs);
  });
  input.onDidAccept(() => {
    isAccepted = true;
    input.hide();
  });
  input.onDidHide(() => {
    clearTimeout(timer);
    void clusters.setFilter(isAccepted ? input.value : before);
    input.dispose();
  });
  input.show();
}

export async function clearFilter({ clusters }: CommandContext): Promise<void> {
  await clusters.setFilter('');
}

/** @param given the order, else it is chosen */
export async function sortClusters({ clusters }: CommandContext, given?: unknown): Promise<void> {
  const order = sortOrders.find((each) => each === given) ?? (await chooseOrder(clusters.order));
  if (order !== undefined) await clusters.setOrder(order);
}

async function chooseOrder(current: SortOrder): Promise<SortOrder | undefined> {
  const names: Record<SortOrder, string> = {
    tree: vscode.l10n.t('As in the tree, neighbours beside each other'),
    size: vscode.l10n.t('The largest first'),
    name: vscode.l10n.t('By name'),
    cohesion: vscode.l10n.t('The most cohesive first'),
    recency: vscode.l10n.t('The newest documents first'),
  };
  const items = sortOrders.map((order) => ({
    order,
    label: names[order],
    iconPath: new vscode.ThemeIcon(order === current ? 'check' : 'blank'),
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Sort the clusters') }))?.order;
}
