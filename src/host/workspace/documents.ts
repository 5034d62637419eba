import * as vscode from 'vscode';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import { isTableFile } from './runSettings';

/** What of a document can be opened. */
export interface DocumentPlace {
  readonly file: string;
  /** 1-based line in a table file. */
  readonly row?: number | undefined;
}

export function placeOf(loaded: LoadedAnalysis, document: number): DocumentPlace {
  return { file: loaded.fileOf(document), row: loaded.rows[document]?.row };
}

/**
 * Opens a document in the editor, a row of a table at its line. Rejects when the file is no longer there.
 *
 * @param isKept whether the next document gets an editor of its own
 */
export async function openDocument({ file, row }: DocumentPlace, toSide: boolean, isKept = false): Promise<void> {
  const uri = vscode.Uri.file(file);
  try {
    await vscode.workspace.fs.stat(uri);
  } catch (error) {
    throw new Error(vscode.l10n.t('{0} is no longer there. Run the analysis again to bring it up to date.', file), {
      cause: error,
    });
  }
  const viewColumn = toSide ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
  if (row !== undefined && isTableFile(file) && !isReadableTable(file)) {
    await vscode.commands.executeCommand('revealInExplorer', uri);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Row {0} of {1}: this kind of table has no text to open.', row, file),
    );
    return;
  }
  const position = new vscode.Position(Math.max(0, (row ?? 1) - 1), 0);
  const selection = row === undefined ? {} : { selection: new vscode.Range(position, position) };
  // 'vscode.open' also shows what is not text (a custom editor); only text has lines to select.
  await vscode.commands.executeCommand('vscode.open', uri, {
    viewColumn,
    preview: !isKept,
    preserveFocus: false,
    ...selection,
  });
}

/** Whether a table file is plain text. */
function isReadableTable(file: string): boolean {
  return /\.(csv|tsv|jsonl)$/i.test(file);
}
