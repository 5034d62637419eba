import * as vscode from 'vscode';

const longest = 200;

/** What is selected in the editor, on one line, where it is short enough to be looked for. */
export function selectedText(): string {
  const editor = vscode.window.activeTextEditor;
  const text = editor?.document.getText(editor.selection).replace(/\s+/g, ' ').trim() ?? '';
  return text.length <= longest ? text : '';
}
