import * as vscode from 'vscode';
import type { Cluster, DocumentRow } from '../../shared/analysis';
import type { SimilarDocument } from '../../shared/engineProtocol';
import type { Group } from '../../shared/tree/grouping';
import { documentCount, formatCount } from '../notify';
import { escapeMarkdown } from './escapeMarkdown';

/** Tooltips. Whatever comes from documents is escaped: it may be anybody's text. */

export function clusterTooltip(cluster: Cluster): vscode.MarkdownString {
  const keywords = cluster.keywords.map(({ term }) => escapeMarkdown(term)).join(' · ');
  return new vscode.MarkdownString(
    [
      `**${escapeMarkdown(cluster.label)}**`,
      keywords,
      `${documentCount(cluster.size)} · ${vscode.l10n.t('cohesion {0}', percent(cluster.cohesion))}`,
      ...(cluster.namedBy === undefined ? [] : [escapeMarkdown(namedByText(cluster.namedBy))]),
    ].join('\n\n'),
  );
}

export function namedByText(model: string): string {
  return vscode.l10n.t('Named by {0}', model);
}

/** For a branch of the person's own cut. */
export function branchTooltip(group: Group): vscode.MarkdownString {
  const keywords = group.keywords.map(({ term }) => escapeMarkdown(term)).join(' · ');
  return new vscode.MarkdownString(
    [`**${escapeMarkdown(group.label)}**`, keywords, documentCount(group.size)]
      .filter((line) => line !== '')
      .join('\n\n'),
  );
}

/** @param nearest the label of the nearest cluster, for a document that is in none */
export function documentTooltip(row: DocumentRow, label: string, nearest?: string): vscode.MarkdownString {
  return new vscode.MarkdownString(
    [
      `**${escapeMarkdown(row.title)}**`,
      escapeMarkdown(row.snippet),
      vscode.l10n.t('Cluster: {0}', escapeMarkdown(label)),
      nearest === undefined
        ? vscode.l10n.t('Belongs clearly: {0}', percent(row.confidence))
        : vscode.l10n.t('Nearest cluster: {0}', escapeMarkdown(nearest)),
      escapeMarkdown(row.row === undefined ? row.path : `${row.path}:${row.row}`),
    ]
      .filter((line) => line !== '')
      .join('\n\n'),
  );
}

export function similarTooltip(similar: SimilarDocument, label: string): vscode.MarkdownString {
  const terms = similar.sharedTerms.map(escapeMarkdown).join(' · ');
  return new vscode.MarkdownString(
    [
      `**${escapeMarkdown(similar.title)}**`,
      vscode.l10n.t('Similarity: {0}', percent(similar.similarity)),
      ...(terms === '' ? [] : [vscode.l10n.t('Shared terms: {0}', terms)]),
      vscode.l10n.t('Cluster: {0}', escapeMarkdown(label)),
      escapeMarkdown(similar.path),
    ].join('\n\n'),
  );
}

export function noiseLabel(): string {
  return vscode.l10n.t('Without a cluster');
}

export function percent(share: number): string {
  return new Intl.NumberFormat(vscode.env.language, { style: 'percent' }).format(share);
}

/** For the badge of the Clusters view, and the page. */
export function changedFilesText(count: number): string {
  return vscode.l10n.t('Files that changed, came or went since the analysis was made: {0}', formatCount(count));
}
