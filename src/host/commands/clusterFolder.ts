import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ClusterParams, ClusterResult } from '../../shared/engineProtocol';
import { GroveError } from '../../shared/errors';
import type { ClusterOptions } from '../../shared/options';
import { commands, contextKeys, settingsSection } from '../contributions';
import { documentCount, formatCount } from '../notify';
import type { StoredAnalysis } from '../state/analysisStore';
import { analysisFolderName, changedOptions, excludedPatterns } from '../workspace/runSettings';
import { storageFor } from '../workspace/storagePlaces';
import type { CommandContext } from './commandContext';
import { overallPercent, progressMessage } from './runProgress';

/** The runs under way and in the queue, the newest last. */
const runs = new Set<vscode.CancellationTokenSource>();

/**
 * Clusters a folder or table file, given by the Explorer or chosen now.
 *
 * @param asked options that go before the settings
 */
export async function clusterFolder(
  context: CommandContext,
  clicked?: vscode.Uri,
  asked: Partial<ClusterOptions> = {},
): Promise<ClusterResult | undefined> {
  const source = clicked ?? (await chooseFolder());
  if (source === undefined) return undefined;
  requireOnDisk(source);
  const name = path.basename(source.fsPath);
  const configuration = vscode.workspace.getConfiguration(settingsSection, source);
  const exclude = excludedPatterns(
    vscode.workspace.getConfiguration('files', source).get<Record<string, unknown>>('exclude') ?? {},
  );
  const folder = analysisFolderName(name, randomBytes(3).toString('hex'));
  return run(context, {
    runId: randomUUID(),
    source: source.fsPath,
    out: path.join(storageFor(context.extension, source), folder),
    name,
    options: { ...changedOptions((option) => configuration.get(option)), ...asked },
    sourceOptions: { exclude },
  });
}

/** Runs an analysis again with the options that were asked for then, in its place. */
export async function rerunAnalysis(
  context: CommandContext,
  stored: StoredAnalysis,
): Promise<ClusterResult | undefined> {
  const { analysis } = stored;
  if (analysis === undefined) return undefined;
  return run(context, {
    runId: randomUUID(),
    source: analysis.source.path,
    out: stored.folder,
    name: analysis.name,
    options: analysis.requestedOptions,
    sourceOptions: analysis.source.options,
  });
}

/** Cancels the run under way and those in the queue. */
export function cancelRuns(): void {
  for (const run of runs) run.cancel();
}

async function run({ engine, store, status, log }: CommandContext, params: ClusterParams): Promise<ClusterResult> {
  const cancellation = new vscode.CancellationTokenSource();
  runs.add(cancellation);
  await setRunning();
  log.info(`Clustering ${params.source} into ${params.out} with ${JSON.stringify(params.options)}`);
  let result: ClusterResult;
  try {
    result = await withProgress(params.name, cancellation, (report) =>
      engine.cluster(
        params,
        {
          onQueued: (ahead) => report(vscode.l10n.t('waiting for {0} other runs to finish', formatCount(ahead)), 0),
          onProgress: (progress) => {
            const percent = overallPercent(progress);
            report(progressMessage(progress), percent);
            status.setRunning(percent);
          },
        },
        cancellation.token,
      ),
    );
  } finally {
    runs.delete(cancellation);
    if (runs.size === 0) status.setRunning(undefined);
    cancellation.dispose();
    await setRunning();
  }
  for (const { id, reason } of result.skipped) log.info(`Skipped ${id}: ${reason}`);
  log.info(`Clustered ${result.documents} documents in ${result.seconds['total'] ?? 0} s`);
  if (result.continuity) log.info(`Since the analysis before: ${JSON.stringify(result.continuity)}`);
  for (const { edit, reason, documents } of result.edits?.skipped ?? []) log.info(`A change by hand was passed over: ${edit}, ${reason}: ${documents.join(', ')}`); // prettier-ignore
  const id = path.basename(params.out);
  await store.refresh();
  await store.activate(id);
  await vscode.commands.executeCommand('grove.clusters.focus');
  void tellResult(
    result,
    () => void vscode.commands.executeCommand(commands.openAnalysis, store.find(id)),
    () => log.show(),
  );
  return result;
}

/** A notification with a bar; its Cancel cancels the source. */
function withProgress<T>(
  name: string,
  cancellation: vscode.CancellationTokenSource,
  work: (report: (message: string, percent: number) => void) => Promise<T>,
): Promise<T> {
  const title = vscode.l10n.t('Clustering “{0}”', name);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const shown = vscode.window.withProgress(options, (progress, token) => {
    token.onCancellationRequested(() => cancellation.cancel());
    let reached = 0;
    return work((message, percent) => {
      const increment = Math.max(0, percent - reached);
      reached += increment;
      progress.report({ message, increment });
    });
  });
  return Promise.resolve(shown);
}

async function tellResult(result: ClusterResult, openPanel: () => void, showLog: () => void): Promise<void> {
  const clusters = result.clusters.filter(({ parent }) => parent === null).length;
  const skipped = result.skipped.length;
  const counts = vscode.l10n.t('{0} in {1} clusters.', documentCount(result.documents), formatCount(clusters));
  const left = skipped === 0 ? '' : vscode.l10n.t('{0} skipped.', formatCount(skipped));
  const passedOver = result.edits?.skipped.length ?? 0;
  const edits = passedOver === 0 ? '' : vscode.l10n.t('{0} changes by hand could not be kept; the log tells which.', formatCount(passedOver)); // prettier-ignore
  const message = [counts, continuityMessage(result), edits, left].filter((part) => part !== '').join(' ');
  const open = vscode.l10n.t('Open Analysis');
  const why = vscode.l10n.t('Show Skipped');
  const choice = await vscode.window.showInformationMessage(message, open, ...(skipped === 0 ? [] : [why]));
  if (choice === open) openPanel();
  if (choice === why) showLog();
}

/** What became of the clusters of the analysis that was replaced; empty where there was none. */
function continuityMessage({ continuity }: ClusterResult): string {
  if (continuity === undefined) return '';
  const { kept, fresh, gone, merged, split } = continuity;
  const told: [number, string][] = [
    [kept.length, vscode.l10n.t('{0} as before', formatCount(kept.length))],
    [fresh.length, vscode.l10n.t('{0} new', formatCount(fresh.length))],
    [gone.length, vscode.l10n.t('{0} gone', formatCount(gone.length))],
    [merged.length, vscode.l10n.t('{0} merged', formatCount(merged.length))],
    [split.length, vscode.l10n.t('{0} split', formatCount(split.length))],
  ];
  const parts = told.filter(([count]) => count > 0).map(([, text]) => text);
  return parts.length === 0 ? '' : vscode.l10n.t('Clusters: {0}.', parts.join(', '));
}

/** Throws GroveError('bad-input') for what is elsewhere. */
export function requireOnDisk(source: vscode.Uri): void {
  if (source.scheme === 'file') return;
  throw new GroveError(
    'bad-input',
    vscode.l10n.t('{0} is not on this machine’s disk. Grove reads files where the extension runs.', source.toString()),
  );
}

export async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 1) return folders[0]!.uri;
  if (folders.length > 1)
    return (await vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t('The folder to cluster') }))?.uri;
  const openLabel = vscode.l10n.t('Cluster');
  const chosen = await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, openLabel });
  return chosen?.[0];
}

function setRunning(): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', contextKeys.isRunning, runs.size > 0);
}
