import * as vscode from 'vscode';
import type { FoundDocument, SearchResult } from '../../shared/engineProtocol';
import { GroveError } from '../../shared/errors';
import { showError } from '../notify';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import { clusterColor } from '../views/clusterColors';
import { clusterOf } from '../views/clusterItems';
import type { ClusterNode } from '../views/pagedNodes';
import { noiseLabel, percent } from '../views/texts';
import { openDocument, placeOf } from '../workspace/documents';
import { selectedText } from '../workspace/selectedText';
import { activeAnalysis } from './activeAnalysis';
import type { CommandContext } from './commandContext';

const debounceMs = 60;
const mostFound = 50;

interface FoundItem extends vscode.QuickPickItem {
  /** Index of its row; −1 for an item that only tells something. */
  readonly document: number;
}

/** Searches the active analysis by words and meaning as the person types, in all of it or within one cluster. */
export function searchByMeaning(context: CommandContext, node?: ClusterNode): void {
  const loaded = activeAnalysis(context);
  if (loaded === undefined) return;
  show(context, loaded, node && clusterOf(node));
}

function show(context: CommandContext, loaded: LoadedAnalysis, chosen: number | undefined): void {
  const pick = vscode.window.createQuickPick<FoundItem>();
  const openToSide = {
    iconPath: new vscode.ThemeIcon('split-horizontal'),
    tooltip: vscode.l10n.t('Open to the Side'),
  };
  const everywhere = { iconPath: new vscode.ThemeIcon('globe'), tooltip: vscode.l10n.t('Search in all clusters') };
  const within = {
    iconPath: new vscode.ThemeIcon('filter'),
    tooltip: vscode.l10n.t('Search only in the cluster selected in the Clusters view'),
  };
  let cluster = chosen;
  let timer: NodeJS.Timeout | undefined;
  let asking: vscode.CancellationTokenSource | undefined;

  const describeScope = (): void => {
    const label = cluster === undefined ? undefined : loaded.cluster(cluster)?.label;
    pick.title =
      label === undefined
        ? vscode.l10n.t('Search “{0}” by meaning', loaded.name)
        : vscode.l10n.t('Search “{0}” in “{1}”', label, loaded.name);
    pick.buttons =
      cluster !== undefined ? [everywhere] : context.clusters.selectedCluster === undefined ? [] : [within];
  };
  const ask = async (): Promise<void> => {
    asking?.cancel();
    const query = pick.value.trim();
    const mine = new vscode.CancellationTokenSource();
    asking = mine;
    if (query === '') {
      pick.items = [];
      pick.busy = false;
      return;
    }
    pick.busy = true;
    const params = { analysis: loaded.folder, query, top: mostFound, ...(cluster !== undefined && { cluster }) };
    const items = await context.engine.search(params, mine.token).then(
      ({ found }: SearchResult) => itemsOf(found, loaded, [openToSide]),
      (error: unknown) => [faultItem(error)],
    );
    mine.dispose();
    if (asking !== mine) return; // asked for something else meanwhile
    pick.busy = false;
    pick.items = items;
  };
  const askSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), debounceMs);
  };
  const open = (item: FoundItem | undefined, toSide: boolean): void => {
    if (item === undefined || item.document < 0) return;
    pick.hide();
    openDocument(placeOf(loaded, item.document), toSide).catch((error: unknown) => showError(error, context.log));
  };

  pick.placeholder = vscode.l10n.t('Words or a sentence: documents that say the same in other words are found too');
  pick.matchOnDescription = true;
  pick.onDidChangeValue(askSoon);
  pick.onDidAccept(() => open(pick.selectedItems[0], false));
  pick.onDidTriggerItemButton(({ item }) => open(item, true));
  pick.onDidTriggerButton((button) => {
    cluster = button === everywhere ? undefined : context.clusters.selectedCluster;
    describeScope();
    void ask();
  });
  pick.onDidHide(() => {
    clearTimeout(timer);
    asking?.cancel();
    asking = undefined;
    pick.dispose();
  });
  describeScope();
  pick.value = selectedText();
  pick.show();
  if (pick.value !== '') void ask();
}

function itemsOf(
  found: readonly FoundDocument[],
  loaded: LoadedAnalysis,
  buttons: readonly vscode.QuickInputButton[],
): FoundItem[] {
  return found.flatMap(({ id, title, cluster, score, terms }) => {
    const document = loaded.indexOf(id);
    if (document < 0) return [];
    const row = loaded.rows[document]!;
    return {
      label: title === '' ? id : title,
      description: `${percent(score)} · ${loaded.cluster(cluster)?.label ?? noiseLabel()}`,
      detail: terms.length > 0 ? `${terms.join(' · ')} — ${row.snippet}` : row.snippet,
      iconPath: new vscode.ThemeIcon('file', clusterColor(loaded, cluster)),
      alwaysShow: true, // what is found by meaning need not hold what is typed
      buttons,
      document,
    };
  });
}

function faultItem(error: unknown): FoundItem {
  const label = GroveError.is(error, 'bad-input')
    ? vscode.l10n.t('No word of this is known in the analysis. Try other words.')
    : vscode.l10n.t('The search failed: {0}', error instanceof Error ? error.message : String(error));
  return { label, alwaysShow: true, document: -1, iconPath: new vscode.ThemeIcon('info') };
}
