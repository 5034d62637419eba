import * as vscode from 'vscode';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import { openDocument, placeOf } from '../workspace/documents';
import type { CommandContext } from './commandContext';

/** What a link points to. All is optional: without an analysis the active one, without the rest the analysis itself. */
export interface RevealTarget {
  /** The name of the analysis' folder, or of the analysis. */
  readonly analysis?: string;
  /** The id of a cluster or part, or its name. */
  readonly cluster?: number | string;
  /** The id of a document, or the absolute path of its file. */
  readonly document?: string;
}

/**
 * Selects a cluster or document in the Clusters view and the analysis' panel, and opens the document in the editor. Without
 * anything named, the document of the active editor is selected.
 *
 * @throws Error that says what is not there
 */
export async function reveal(context: CommandContext, target: RevealTarget = {}): Promise<void> {
  const { store, selection, panels, clusters } = context;
  if (target.analysis !== undefined) {
    const stored =
      store.find(target.analysis) ?? store.analyses.find(({ analysis }) => analysis?.name === target.analysis);
    if (stored === undefined) throw new Error(vscode.l10n.t('There is no analysis “{0}”.', target.analysis));
    await store.focus(stored.id);
  }
  const loaded = store.active;
  if (loaded === undefined) throw new Error(vscode.l10n.t('Open an analysis first.'));
  const file = vscode.window.activeTextEditor?.document.uri.fsPath;
  const wanted = target.document ?? (target.cluster === undefined && target.analysis === undefined ? file : undefined);
  panels.open(loaded.id);
  if (wanted !== undefined) {
    const document = documentOf(loaded, wanted);
    selection.set(loaded, { kind: 'document', document }, 'command');
    if (target.document !== undefined) await openDocument(placeOf(loaded, document), false);
  } else if (target.cluster !== undefined)
    selection.set(loaded, { kind: 'cluster', cluster: clusterOf(loaded, target.cluster) }, 'command');
  await clusters.show();
}

/** `…/reveal?analysis=…&cluster=…&document=…` */
export function revealTargetOf({ path, query }: vscode.Uri): RevealTarget | undefined {
  if (path !== '/reveal') return undefined;
  const values = new URLSearchParams(query);
  const [analysis, cluster, document] = ['analysis', 'cluster', 'document'].map((name) => values.get(name));
  return {
    ...(typeof analysis === 'string' && { analysis }),
    ...(typeof cluster === 'string' && { cluster }),
    ...(typeof document === 'string' && { document }),
  };
}

function documentOf(loaded: LoadedAnalysis, wanted: string): number {
  const byId = loaded.indexOf(wanted);
  const document = byId >= 0 ? byId : loaded.documentsInFile(wanted)[0];
  if (document === undefined)
    throw new Error(vscode.l10n.t('{0} is not part of the analysis “{1}”.', wanted, loaded.name));
  return document;
}

function clusterOf(loaded: LoadedAnalysis, wanted: number | string): number {
  const { clusters } = loaded.analysis;
  const found =
    clusters.find(({ id }) => String(id) === String(wanted)) ?? clusters.find(({ label }) => label === wanted);
  if (found === undefined)
    throw new Error(vscode.l10n.t('There is no cluster “{0}” in the analysis “{1}”.', String(wanted), loaded.name));
  return found.id;
}
