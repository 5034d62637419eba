import path from 'node:path';
import * as vscode from 'vscode';
import type { LoadedAnalysis } from '../state/loadedAnalysis';

/** Writes a picture that the page has made to the place that the person chooses. */
export async function savePicture({ analysis }: LoadedAnalysis, name: string, bytes: Uint8Array): Promise<void> {
  const extension = path.extname(name).slice(1);
  const folder = path.dirname(analysis.source.path);
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Picture'),
    defaultUri: vscode.Uri.file(path.join(folder, fileName(name))),
    filters: { [extension.toUpperCase()]: [extension] },
  });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, bytes);
  const open = vscode.l10n.t('Open');
  const told = vscode.l10n.t('Exported to {0}.', target.fsPath);
  if ((await vscode.window.showInformationMessage(told, open)) === open)
    await vscode.commands.executeCommand('vscode.open', target);
}

/** The name of an analysis may hold what no file's name may on some systems. */
function fileName(name: string): string {
  return name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_');
}
