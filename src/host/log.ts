import * as vscode from 'vscode';

/** The output channel 'Grove'. */
export type Log = vscode.LogOutputChannel;

export function createLog(): Log {
  return vscode.window.createOutputChannel('Grove', { log: true });
}
