import * as vscode from 'vscode';
import { commands, treeItems, views } from '../contributions';
import { disposeAll, type Owned } from '../disposeAll';
import { documentCount } from '../notify';
import type { AnalysisStore, StoredAnalysis } from '../state/analysisStore';
import { escapeMarkdown } from './escapeMarkdown';

/** The list of analyses, the newest first. */
export class AnalysesView implements vscode.TreeDataProvider<StoredAnalysis>, vscode.Disposable {
  readonly #store: AnalysisStore;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #owned: readonly Owned[];

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(store: AnalysisStore) {
    this.#store = store;
    this.#owned = [
      this.#changed,
      vscode.window.createTreeView(views.analyses, { treeDataProvider: this }),
      store.onDidChange(() => this.#changed.fire()),
      store.onDidChangeActive(() => this.#changed.fire()),
    ];
  }

  getChildren(parent?: StoredAnalysis): StoredAnalysis[] {
    return parent === undefined ? [...this.#store.analyses] : [];
  }

  getTreeItem(stored: StoredAnalysis): vscode.TreeItem {
    const { id, analysis, fault } = stored;
    const item = new vscode.TreeItem(analysis?.name ?? id);
    item.id = id;
    if (analysis === undefined) {
      item.description = vscode.l10n.t('can’t be read');
      item.tooltip = fault ?? '';
      item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
      item.contextValue = treeItems.brokenAnalysis;
      return item;
    }
    const isActive = this.#store.active?.id === id;
    const created = new Date(analysis.created).toLocaleString(vscode.env.language);
    const count = documentCount(analysis.documents);
    item.description = isActive ? `${count} · ${vscode.l10n.t('active')}` : count;
    item.tooltip = new vscode.MarkdownString(
      [
        `**${escapeMarkdown(analysis.name)}**`,
        escapeMarkdown(analysis.source.path),
        vscode.l10n.t('{0} in {1} clusters', documentCount(analysis.documents), topClusters(stored)),
        escapeMarkdown(created),
      ].join('\n\n'),
    );
    item.iconPath = new vscode.ThemeIcon(isActive ? 'check' : 'type-hierarchy');
    item.contextValue = isActive ? treeItems.activeAnalysis : treeItems.analysis;
    item.command = { command: commands.openAnalysis, title: vscode.l10n.t('Open Analysis'), arguments: [stored] };
    return item;
  }

  dispose(): void {
    disposeAll(this.#owned);
  }
}

function topClusters({ analysis }: StoredAnalysis): number {
  return analysis?.clusters.filter(({ parent }) => parent === null).length ?? 0;
}
