import path from 'node:path';
import * as vscode from 'vscode';
import {
  type ExportFormat,
  exportFormats,
  type ExportParams,
  type Picture,
  pictures,
  pictureWidths,
} from '../../shared/engineProtocol';
import type { StoredAnalysis } from '../state/analysisStore';
import type { CommandContext } from './commandContext';

/** Makes an analysis the active one and opens its panel. */
export async function openAnalysis(context: CommandContext, given?: StoredAnalysis): Promise<void> {
  const stored = given ?? (await chooseAnalysis(context));
  if (stored === undefined) return;
  await context.store.focus(stored.id);
  context.panels.open(stored.id);
}

export async function renameAnalysis(context: CommandContext, given?: StoredAnalysis): Promise<void> {
  const stored = given ?? (await chooseAnalysis(context));
  if (stored?.analysis === undefined) return;
  const prompt = vscode.l10n.t('New name of the analysis');
  const name = await vscode.window.showInputBox({ prompt, value: stored.analysis.name, validateInput: requireText });
  if (name !== undefined) await context.store.rename(stored.id, name.trim());
}

export async function deleteAnalysis(context: CommandContext, given?: StoredAnalysis): Promise<void> {
  const stored = given ?? (await chooseAnalysis(context));
  if (stored === undefined) return;
  const remove = vscode.l10n.t('Delete');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete the analysis “{0}”?', stored.analysis?.name ?? stored.id),
    { modal: true, detail: vscode.l10n.t('The documents themselves stay as they are.') },
    remove,
  );
  if (choice === remove) await context.store.delete(stored.id);
}

/** Writes an analysis as one file of a format and place that the person chooses. */
export async function exportAnalysis(context: CommandContext, given?: StoredAnalysis): Promise<void> {
  const stored = given ?? context.store.find(context.store.active?.id ?? '') ?? (await chooseAnalysis(context));
  if (stored?.analysis === undefined) return;
  const title = vscode.l10n.t('Export “{0}” as', stored.analysis.name);
  const format = await vscode.window.showQuickPick(formatItems(), { title });
  if (format === undefined) return;
  const look = format.format in pictureWidths ? await choosePicture(title) : {};
  if (look === undefined) return;
  const name = `${stored.analysis.name}.${format.extension}`;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(path.dirname(stored.analysis.source.path), name)),
    filters: { [format.label]: [format.extension] },
  });
  if (target === undefined) return;
  const params = { analysis: stored.folder, format: format.format, file: target.fsPath, ...look };
  const { file } = await context.engine.export(params);
  const open = vscode.l10n.t('Open');
  const choice = await vscode.window.showInformationMessage(vscode.l10n.t('Exported to {0}.', file), open);
  if (choice !== open) return;
  if (format.format === 'html') await vscode.env.openExternal(target);
  else await vscode.commands.executeCommand('vscode.open', target);
}

export async function chooseAnalysis({ store }: CommandContext): Promise<StoredAnalysis | undefined> {
  const items = store.analyses.map((stored) => ({
    label: stored.analysis?.name ?? stored.id,
    description: stored.analysis?.source.path ?? stored.fault ?? '',
    stored,
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no analysis yet. Cluster a folder first.'));
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('The analysis') }))?.stored;
}

/** What is shown, in the theme that the person is looking at. Undefined where they leave the list. */
async function choosePicture(title: string): Promise<Pick<ExportParams, 'picture' | 'theme'> | undefined> {
  const labels: Record<Picture, string> = {
    map: vscode.l10n.t('Map'),
    dendrogram: vscode.l10n.t('Dendrogram'),
    icicle: vscode.l10n.t('Icicle'),
  };
  const items = pictures.map((picture) => ({ label: labels[picture], picture }));
  const chosen = await vscode.window.showQuickPick(items, { title });
  if (chosen === undefined) return undefined;
  const { Dark, HighContrast } = vscode.ColorThemeKind;
  const isDark = [Dark, HighContrast].includes(vscode.window.activeColorTheme.kind);
  return { picture: chosen.picture, theme: isDark ? 'dark' : 'light' };
}

interface FormatItem extends vscode.QuickPickItem {
  readonly format: ExportFormat;
  readonly extension: string;
}

function formatItems(): FormatItem[] {
  const described: Record<ExportFormat, Omit<FormatItem, 'format'>> = {
    csv: { label: 'CSV', extension: 'csv', description: vscode.l10n.t('a row a document, for spreadsheets') },
    json: { label: 'JSON', extension: 'json', description: vscode.l10n.t('everything but the vectors, for programs') },
    jsonl: {
      label: 'JSON Lines',
      extension: 'jsonl',
      description: vscode.l10n.t('an object a document, for programs'),
    },
    parquet: {
      label: 'Parquet',
      extension: 'parquet',
      description: vscode.l10n.t('a row a document, for data frames'),
    },
    newick: { label: 'Newick', extension: 'nwk', description: vscode.l10n.t('the tree, for tree viewers') },
    dot: { label: 'DOT', extension: 'dot', description: vscode.l10n.t('the clusters and documents, for Graphviz') },
    graphml: { label: 'GraphML', extension: 'graphml', description: vscode.l10n.t('the graph with similar documents, for network tools') }, // prettier-ignore
    html: { label: 'HTML', extension: 'html', description: vscode.l10n.t('the interactive pictures in one file') },
    svg: {
      label: 'SVG',
      extension: 'svg',
      description: vscode.l10n.t('the map, the dendrogram or the icicle as a picture of any size'),
    },
    png: {
      label: 'PNG',
      extension: 'png',
      description: vscode.l10n.t('the map, the dendrogram or the icicle as a picture, for slides'),
    },
    markdown: { label: 'Markdown', extension: 'md', description: vscode.l10n.t('a summary, for notes') },
  };
  return exportFormats.map((format) => ({ format, ...described[format] }));
}

function requireText(value: string): string | undefined {
  return value.trim() === '' ? vscode.l10n.t('A name needs at least one letter.') : undefined;
}
