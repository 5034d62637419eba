import * as vscode from 'vscode';
import { GroveError } from '../shared/errors';
import type { Log } from './log';
import { sentenceOf } from './state/faultMessage';

/** Shows what went wrong, with the log behind it. A cancellation is the person's own doing and needs no message. */
export function showError(error: unknown, log: Log): void {
  if (GroveError.is(error, 'cancelled')) {
    log.info('Cancelled.');
    return;
  }
  log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (error instanceof Error && error.cause !== undefined) log.error('Cause:', error.cause);
  const showLog = vscode.l10n.t('Show Log');
  void vscode.window.showErrorMessage(sentenceOf(error), showLog).then((choice) => {
    if (choice === showLog) log.show();
  });
}

/** A number as it is written in the display language. */
export function formatCount(count: number): string {
  return count.toLocaleString(vscode.env.language);
}

export function documentCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 document') : vscode.l10n.t('{0} documents', formatCount(count));
}
