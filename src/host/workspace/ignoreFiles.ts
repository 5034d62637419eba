import * as vscode from 'vscode';
import { GroveError } from '../../shared/errors';
import { withIgnored } from '../../shared/ignorePattern';
import type { LoadedAnalysis } from '../state/loadedAnalysis';

const ignoreFile = '.groveignore';

/** Adds files to the source's `.groveignore`, as an edit that the editor can undo, and shows it. */
export async function ignoreFiles({ analysis }: LoadedAnalysis, paths: readonly string[]): Promise<void> {
  if (!vscode.workspace.isTrusted)
    throw new GroveError('usage', vscode.l10n.t('Trust this workspace to let Grove change files in it.'));
  const uri = vscode.Uri.joinPath(vscode.Uri.file(analysis.source.path), ignoreFile);
  const isThere = await vscode.workspace.fs.stat(uri).then(() => true, () => false); // prettier-ignore
  const edit = new vscode.WorkspaceEdit();
  if (isThere) {
    const document = await vscode.workspace.openTextDocument(uri);
    const text = document.getText();
    edit.replace(uri, new vscode.Range(document.positionAt(0), document.positionAt(text.length)), withIgnored(text, paths)); // prettier-ignore
  } else edit.createFile(uri, { contents: new TextEncoder().encode(withIgnored('', paths)) });
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new GroveError('bad-input', vscode.l10n.t('{0} could not be changed.', uri.fsPath));
  const document = await vscode.workspace.openTextDocument(uri);
  await document.save();
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}
