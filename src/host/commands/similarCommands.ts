import path from 'node:path';
import * as vscode from 'vscode';
import { views } from '../contributions';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import { noiseLabel, percent } from '../views/texts';
import { documentAt } from '../views/similarView';
import { openDocument, placeOf } from '../workspace/documents';
import type { CommandContext } from './commandContext';

/** Shows the Similar Documents view for a file, or for the one being edited. */
export async function similarDocuments(context: CommandContext, uri?: vscode.Uri): Promise<void> {
  if (uri !== undefined && uri.toString() !== vscode.window.activeTextEditor?.document.uri.toString())
    await vscode.window.showTextDocument(uri, { preview: true });
  await vscode.commands.executeCommand(`${views.similar}.focus`);
  await context.similar.refresh();
}

/** Lets the person choose among the documents most like the one being edited, and opens it. */
export async function goToSimilar(context: CommandContext): Promise<void> {
  const loaded = context.store.active;
  const editor = vscode.window.activeTextEditor;
  if (loaded === undefined || editor === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open an analysis and one of its documents first.'));
    return;
  }
  const document = documentAt(loaded, editor.document.uri, editor.selection.active.line + 1);
  if (document === undefined) {
    const name = path.basename(editor.document.uri.fsPath);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} is not part of the analysis “{1}”.', name, loaded.name),
    );
    return;
  }
  const title = vscode.l10n.t('Similar to “{0}”', loaded.rows[document]!.title);
  const choice = await vscode.window.showQuickPick(items(context, loaded, document), {
    title,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (choice !== undefined) await openDocument(placeOf(loaded, choice.document), false);
}

async function items(
  context: CommandContext,
  loaded: LoadedAnalysis,
  document: number,
): Promise<(vscode.QuickPickItem & { document: number })[]> {
  const similar = await context.similar.ask(loaded, document);
  return similar.map(({ id, title, similarity, cluster, sharedTerms }) => ({
    label: title === '' ? id : title,
    description: `${percent(similarity)} · ${loaded.cluster(cluster)?.label ?? noiseLabel()}`,
    detail: sharedTerms.join(' · '),
    document: loaded.indexOf(id),
  }));
}
