import path from 'node:path';
import * as vscode from 'vscode';
import { settings, settingsSection } from '../contributions';
import type { LoadedAnalysis } from '../state/loadedAnalysis';

/** What similar documents are asked for. */
export interface SimilarQuestion {
  readonly loaded: LoadedAnalysis;
  /** The document of the analysis in the editor, or the row of a table that the cursor is in; undefined where it is none. */
  readonly document: number | undefined;
  /** A text to compare instead of the whole document. */
  readonly text?: string;
  /** What it is, for a person. */
  readonly name: string;
}

/** As much of a text is encoded as tells what it is about. */
const longestText = 50_000;

/** What the person wants to see the neighbours of, or why there is nothing to ask. */
export function similarQuestion(loaded: LoadedAnalysis, editor: vscode.TextEditor): SimilarQuestion | string {
  const { document: open, selection } = editor;
  const document = documentAt(loaded, open.uri, selection.active.line + 1);
  const fileName = open.uri.path.slice(open.uri.path.lastIndexOf('/') + 1);
  if (!comparesPassages()) {
    if (document !== undefined) return { loaded, document, name: loaded.rows[document]!.title };
    if (open.uri.scheme === 'file' && !isInSource(loaded, open.uri.fsPath))
      return vscode.l10n.t('{0} is not part of the analysis “{1}”.', fileName, loaded.name);
    return textQuestion(loaded, document, open.getText(), fileName);
  }
  if (!selection.isEmpty)
    return textQuestion(loaded, document, open.getText(selection), vscode.l10n.t('Selection in {0}', fileName));
  const paragraph = open.getText(paragraphAt(open, selection.active.line));
  return textQuestion(loaded, document, paragraph, vscode.l10n.t('Paragraph in {0}', fileName));
}

/** Whether the selection or the paragraph at the cursor is compared, not the whole document. */
export function comparesPassages(): boolean {
  return vscode.workspace.getConfiguration(settingsSection).get(settings.similarOf) === 'passage';
}

/** Whether a file is new in the analysis' folder. */
function isInSource({ analysis: { source } }: LoadedAnalysis, file: string): boolean {
  return source.kind === 'folder' && file.startsWith(source.path + path.sep);
}

function textQuestion(
  loaded: LoadedAnalysis,
  document: number | undefined,
  text: string,
  name: string,
): SimilarQuestion | string {
  const start = text.slice(0, longestText).trim();
  return start === '' ? vscode.l10n.t('There is no text here to compare.') : { loaded, document, text: start, name };
}

/** The lines around one that are not blank; empty on a blank line. */
function paragraphAt(document: vscode.TextDocument, line: number): vscode.Range {
  const isBlank = (at: number): boolean => document.lineAt(at).isEmptyOrWhitespace;
  if (isBlank(line)) return new vscode.Range(line, 0, line, 0);
  let [first, last] = [line, line];
  while (first > 0 && !isBlank(first - 1)) first--;
  while (last + 1 < document.lineCount && !isBlank(last + 1)) last++;
  return new vscode.Range(document.lineAt(first).range.start, document.lineAt(last).range.end);
}

/** The document in a file, or the row of a table that a line is in. */
export function documentAt(loaded: LoadedAnalysis, uri: vscode.Uri, line: number): number | undefined {
  if (uri.scheme !== 'file') return undefined;
  const documents = loaded.documentsInFile(uri.fsPath);
  let nearest = documents[0];
  let nearestRow = 0;
  for (const document of documents) {
    const row = loaded.rows[document]!.row ?? 0;
    if (row <= line && row > nearestRow) {
      nearest = document;
      nearestRow = row;
    }
  }
  return nearest;
}
