import * as vscode from 'vscode';
import { settings, settingsSection, views } from '../contributions';
import { type SimilarQuestion, similarQuestion } from '../views/similarQuestion';
import { noiseLabel, percent } from '../views/texts';
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
  const question = similarQuestion(loaded, editor);
  if (typeof question === 'string') {
    void vscode.window.showInformationMessage(question);
    return;
  }
  const title = vscode.l10n.t('Similar to “{0}”', question.name);
  const choice = await vscode.window.showQuickPick(items(context, question), {
    title,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (choice !== undefined) await openDocument(placeOf(loaded, choice.document), false);
}

/** Compares the whole document, or the selection or paragraph at the cursor, from now on. */
export async function compareBy(of: 'document' | 'passage'): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  const isOfWorkspace = configuration.inspect(settings.similarOf)?.workspaceValue !== undefined;
  const target = isOfWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await configuration.update(settings.similarOf, of, target);
}

async function items(
  context: CommandContext,
  question: SimilarQuestion,
): Promise<(vscode.QuickPickItem & { document: number })[]> {
  const { loaded } = question;
  const similar = await context.similar.ask(question);
  return similar.map(({ id, title, similarity, cluster, sharedTerms }) => ({
    label: title === '' ? id : title,
    description: `${percent(similarity)} · ${loaded.cluster(cluster)?.label ?? noiseLabel()}`,
    detail: sharedTerms.join(' · '),
    document: loaded.indexOf(id),
  }));
}
