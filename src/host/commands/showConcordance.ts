import * as vscode from 'vscode';
import type { Concordance, ConcordanceLine } from '../../shared/corpusBasics';
import { formatCount, showError } from '../notify';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import { concordancePlace } from '../workspace/concordancePlace';
import { type DocumentPlace, openDocument, placeOf } from '../workspace/documents';
import { selectedText } from '../workspace/selectedText';
import { activeAnalysis } from './activeAnalysis';
import type { CommandContext } from './commandContext';

const wordsASide = 10;
const mostLines = 1000;

interface LineItem extends vscode.QuickPickItem {
  readonly line: ConcordanceLine;
  readonly document: number;
}

/** Lists every place where a term stands in the active analysis' documents, with what stands around it; a choice goes there. */
export async function showConcordance(context: CommandContext, asked?: unknown): Promise<void> {
  const loaded = activeAnalysis(context);
  if (loaded === undefined) return;
  const term = typeof asked === 'string' ? asked : await askForTerm();
  if (term === undefined || term.trim() === '') return;
  try {
    const found = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Looking for “{0}”…', term),
        cancellable: true,
      },
      (_, token) =>
        context.engine.concordance({ analysis: loaded.folder, term, window: wordsASide, top: mostLines }, token),
    );
    const chosen = await choose(term, found, loaded);
    if (chosen !== undefined) await goTo(placeOf(loaded, chosen.document), chosen.line);
  } catch (error) {
    showError(error, context.log);
  }
}

function askForTerm(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Word in Context'),
    prompt: vscode.l10n.t('A word or a phrase; * stands for any letters'),
    value: selectedText(),
  });
}

function choose(term: string, { lines, total }: Concordance, loaded: LoadedAnalysis): Thenable<LineItem | undefined> {
  const items = lines.flatMap((line): LineItem[] => {
    const document = loaded.indexOf(line.id);
    if (document < 0) return []; // added since the analysis
    const { title } = loaded.rows[document]!;
    return [{ label: `${line.left} [${line.match}] ${line.right}`, description: title === '' ? line.id : title, line, document }]; // prettier-ignore
  });
  const title =
    total > items.length
      ? vscode.l10n.t('“{0}”: the first {1} of {2} places', term, formatCount(items.length), formatCount(total))
      : vscode.l10n.t('“{0}”: {1} places', term, formatCount(total));
  const placeHolder =
    items.length === 0 ? vscode.l10n.t('It stands in none of the documents.') : vscode.l10n.t('Go to a place');
  return vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
}

/** Opens the document and selects the place, where the document is shown as text. */
async function goTo(place: DocumentPlace, line: ConcordanceLine): Promise<void> {
  await openDocument(place, false);
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.fsPath !== vscode.Uri.file(place.file).fsPath) return;
  const { document } = editor;
  const from = place.row === undefined ? 0 : document.offsetAt(new vscode.Position(Math.max(0, place.row - 1), 0));
  const found = concordancePlace(document.getText(), line, from);
  if (found === undefined) return;
  editor.selection = new vscode.Selection(document.positionAt(found.start), document.positionAt(found.end));
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
