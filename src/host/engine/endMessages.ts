import * as vscode from 'vscode';
import type { EngineEnd } from './engineProcess';

/** What to tell a person when the engine process ended by itself. */
export function describeEnd({ kind, detail }: EngineEnd): string {
  switch (kind) {
    case 'out-of-memory':
      return vscode.l10n.t(
        'The engine ran out of memory. Nothing was changed. Close other programs or cluster a smaller folder, then try again.',
      );
    case 'signal':
      return vscode.l10n.t(
        'The engine process was ended from outside ({0}). Nothing was changed. Try again: it starts anew.',
        detail,
      );
    case 'exit':
      return vscode.l10n.t(
        'The engine process stopped unexpectedly (exit code {0}). Nothing was changed. The log tells more; the next run starts it anew.',
        detail,
      );
    case 'not-started':
      return vscode.l10n.t('The engine process could not be started: {0}.', detail);
  }
}
