import path from 'node:path';
import * as vscode from 'vscode';
import type { SimilarDocument } from '../../shared/engineProtocol';
import type { ClusterNode } from '../views/pagedNodes';
import { type DocumentPlace, placeOf } from '../workspace/documents';
import { markdownLink } from '../workspace/links';
import type { CommandContext } from './commandContext';

/** An item of the Clusters or the Similar Documents view that stands for a document. */
export type DocumentItem = ClusterNode | SimilarDocument;

export interface NamedPlace extends DocumentPlace {
  readonly title: string;
}

export function placeOfItem({ store }: CommandContext, item: DocumentItem | undefined): NamedPlace | undefined {
  const loaded = store.active;
  if (loaded === undefined || item === undefined) return undefined;
  const document = 'kind' in item ? (item.kind === 'document' ? item.document : -1) : loaded.indexOf(item.id);
  const row = loaded.rows[document];
  return row && { ...placeOf(loaded, document), title: row.title === '' ? row.id : row.title };
}

/** Copies a Markdown link to a document, relative to the workspace folder it is in. */
export async function copyLink(context: CommandContext, item?: DocumentItem): Promise<void> {
  const place = placeOfItem(context, item);
  if (place === undefined) return;
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(place.file))?.uri.fsPath;
  await vscode.env.clipboard.writeText(markdownLink(place.title, place, folder));
}

/** Writes a Markdown link to a document at the cursor of the active editor. */
export async function insertLink(context: CommandContext, item?: DocumentItem): Promise<void> {
  const place = placeOfItem(context, item);
  const editor = vscode.window.activeTextEditor;
  if (place === undefined) return;
  if (editor === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open the document that the link is to go into first.'));
    return;
  }
  const { uri } = editor.document;
  const from = uri.scheme === 'file' ? path.dirname(uri.fsPath) : undefined;
  const link = markdownLink(place.title, place, from);
  await editor.edit((edit) => editor.selections.forEach((selection) => edit.replace(selection, link)));
}

/** Shows the differences between the document being edited and another. */
export async function compareDocuments(context: CommandContext, item?: DocumentItem): Promise<void> {
  const place = placeOfItem(context, item);
  const editor = vscode.window.activeTextEditor;
  if (place === undefined) return;
  if (editor === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open the document to compare with first.'));
    return;
  }
  const { uri } = editor.document;
  const title = vscode.l10n.t('{0} ↔ {1}', path.basename(uri.fsPath), place.title);
  await vscode.commands.executeCommand('vscode.diff', uri, vscode.Uri.file(place.file), title);
}
