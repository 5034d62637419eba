import * as vscode from 'vscode';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import type { CommandContext } from './commandContext';

/** The analysis that is open; where there is none, the person is told so. */
export function activeAnalysis({ store }: Pick<CommandContext, 'store'>): LoadedAnalysis | undefined {
  if (store.active === undefined) void vscode.window.showInformationMessage(vscode.l10n.t('Open an analysis first.'));
  return store.active;
}
