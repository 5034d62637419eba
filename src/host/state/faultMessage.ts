import * as vscode from 'vscode';
import { analysisVersion } from '../../shared/analysis';
import { messageOf } from '../../shared/errors';
import { type AnalysisFault, AnalysisFaultError } from './analysisFiles';

/** Why an analysis can't be shown or changed, and what to do. */
export function faultMessage(fault: AnalysisFault): string {
  switch (fault.kind) {
    case 'missing':
      return vscode.l10n.t('{0} is missing. Cluster the folder again, or delete this analysis.', fault.file);
    case 'version':
      return vscode.l10n.t(
        '{0} has version {1}; this Grove reads version {2}. Update Grove, or cluster the folder again.',
        fault.file,
        fault.version,
        analysisVersion,
      );
    case 'damaged':
      return vscode.l10n.t('{0} is damaged: {1}. Cluster the folder again.', fault.file, fault.reason);
    case 'not-written':
      return vscode.l10n.t(
        '{0} can’t be written: {1}. Nothing was changed. Make its folder writable, then try again.',
        fault.file,
        fault.reason,
      );
  }
}

/** The sentence of an error, in the display language where it is one of ours. */
export function sentenceOf(error: unknown): string {
  return error instanceof AnalysisFaultError ? faultMessage(error.fault) : messageOf(error);
}
