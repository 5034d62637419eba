import * as vscode from 'vscode';
import type { Cluster } from '../../shared/analysis';
import type { Selection } from '../../shared/viewProtocol';
import { commands, treeItems } from '../contributions';
import { documentCount, formatCount } from '../notify';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import { placeOf } from '../workspace/documents';
import { clusterColor, paletteColor } from './clusterColors';
import type { ClusterNode } from './pagedNodes';
import { branchTooltip, clusterTooltip, documentTooltip, namedByText, noiseLabel } from './texts';

/** What tree items of the Clusters view are made of, beside the node. */
export interface ItemContext {
  readonly loaded: LoadedAnalysis;
  /** How many documents of a cluster the filter leaves; undefined where nothing is filtered. */
  readonly countShown: ((cluster: number) => number) | undefined;
  /** How many files were assigned to a cluster since. */
  readonly countNew: (cluster: number) => number;
}

/** The cluster that a node is. */
export function clusterOf(node: ClusterNode): number | undefined {
  if (node.kind === 'branch') return node.group.cluster ?? undefined;
  return node.kind === 'cluster' ? node.id : undefined;
}

/** What a node selects in all views. A branch that is a cluster of the analysis is selected as that. */
export function selectionOf(node: Exclude<ClusterNode, { kind: 'more' | 'newFile' }>): Selection {
  switch (node.kind) {
    case 'document':
      return { kind: 'document', document: node.document };
    case 'branch': {
      const { cluster, node: branch } = node.group;
      return cluster === null ? { kind: 'branch', node: branch } : { kind: 'cluster', cluster };
    }
    case 'cluster':
    case 'noise':
      return { kind: 'cluster', cluster: node.id };
  }
}

/** Beside the name of a cluster that a language model gave; its tooltip tells which. */
const namedByModel = '✦';

export function treeItemOf(node: ClusterNode, { loaded, countShown, countNew }: ItemContext): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  switch (node.kind) {
    case 'cluster': {
      const { cluster } = node;
      const item = new vscode.TreeItem(cluster.label, Collapsed);
      const state = stateOf(cluster, loaded);
      const count = countText(countShown?.(cluster.id), cluster.size);
      const mark = cluster.namedBy === undefined ? [] : [namedByModel];
      const fresh = countNew(cluster.id);
      const states = [
        ...(fresh === 0 ? [] : [vscode.l10n.t('{0} new', formatCount(fresh))]),
        ...(state.word === undefined ? [] : [state.word]),
      ];
      item.description = [count, ...states, ...mark].join(' · ');
      item.iconPath = new vscode.ThemeIcon(state.icon, clusterColor(loaded, cluster.id));
      item.contextValue = state.contextValue;
      const by = cluster.namedBy === undefined ? [] : [namedByText(cluster.namedBy)];
      const words = [cluster.label, documentCount(cluster.size), ...states, ...by];
      item.accessibilityInformation = { label: words.join(', ') };
      return item;
    }
    case 'branch': {
      const { group, colour } = node;
      const item = new vscode.TreeItem(group.label, Collapsed);
      item.description = formatCount(group.size);
      item.iconPath = new vscode.ThemeIcon(group.cluster === null ? 'circle-outline' : 'circle-filled', paletteColor(colour)); // prettier-ignore
      item.contextValue = group.cluster === null ? treeItems.branch : treeItems.cluster;
      item.accessibilityInformation = { label: `${group.label}, ${documentCount(group.size)}` };
      return item;
    }
    case 'noise': {
      const item = new vscode.TreeItem(noiseLabel(), Collapsed);
      item.description = countText(countShown?.(node.id), node.size);
      item.iconPath = new vscode.ThemeIcon('circle-slash', clusterColor(loaded, node.id));
      item.contextValue = treeItems.noise;
      return item;
    }
    case 'document': {
      const row = loaded.rows[node.document]!;
      const item = new vscode.TreeItem(row.title === '' ? row.id : row.title, None);
      item.description = row.row === undefined ? row.path : `${row.path}:${row.row}`;
      item.iconPath = new vscode.ThemeIcon(row.row === undefined ? 'file' : 'list-flat');
      item.contextValue = treeItems.document;
      const title = vscode.l10n.t('Open Document');
      item.command = { command: commands.openDocument, title, arguments: [placeOf(loaded, node.document)] };
      return item;
    }
    case 'newFile': {
      const item = new vscode.TreeItem(vscode.Uri.file(node.file), None);
      item.description = vscode.l10n.t('new since the analysis');
      item.iconPath = new vscode.ThemeIcon('diff-added');
      const title = vscode.l10n.t('Open Document');
      item.command = { command: commands.openDocument, title, arguments: [{ file: node.file }] };
      return item;
    }
    case 'more': {
      const item = new vscode.TreeItem(vscode.l10n.t('Show more ({0} left)', formatCount(node.hidden)), None);
      item.iconPath = new vscode.ThemeIcon('ellipsis');
      item.command = { command: commands.showMore, title: vscode.l10n.t('Show More'), arguments: [node.under] };
      return item;
    }
  }
}

export function tooltipOf(node: ClusterNode, loaded: LoadedAnalysis): vscode.MarkdownString | undefined {
  if (node.kind === 'cluster') return clusterTooltip(node.cluster);
  if (node.kind === 'branch') return branchTooltip(node.group);
  const row = node.kind === 'document' ? loaded.rows[node.document] : undefined;
  if (row === undefined) return undefined;
  const nearest = row.nearest_cluster === undefined ? undefined : loaded.cluster(row.nearest_cluster)?.label;
  return documentTooltip(row, loaded.cluster(row.cluster)?.label ?? noiseLabel(), nearest);
}

interface ClusterState {
  readonly icon: string;
  readonly contextValue: string;
  readonly word: string | undefined;
}

function stateOf(cluster: Cluster, { edited }: LoadedAnalysis): ClusterState {
  if (edited.ignored.has(cluster.id))
    return { icon: 'eye-closed', contextValue: treeItems.ignoredCluster, word: vscode.l10n.t('ignored') };
  if (cluster.parent !== null) return { icon: 'circle-outline', contextValue: treeItems.subcluster, word: undefined };
  if (edited.pinned.has(cluster.id))
    return { icon: 'pinned', contextValue: treeItems.pinnedCluster, word: vscode.l10n.t('pinned') };
  return { icon: 'circle-filled', contextValue: treeItems.cluster, word: undefined };
}

function countText(shown: number | undefined, size: number): string {
  if (shown === undefined || shown === size) return formatCount(size);
  return vscode.l10n.t('{0} of {1}', formatCount(shown), formatCount(size));
}
