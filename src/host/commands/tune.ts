import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ClusterOptions } from '../../shared/options';
import type { Trial, TuneParams, TuneResult } from '../../shared/tuning';
import { settingsSection } from '../contributions';
import { formatCount } from '../notify';
import type { StoredAnalysis } from '../state/analysisStore';
import { changedFrom, optionsText } from '../views/trialsDocument';
import { analysisFolderName, changedOptions, excludedPatterns } from '../workspace/runSettings';
import { chooseFolder, clusterFolder, requireOnDisk } from './clusterFolder';
import type { CommandContext } from './commandContext';
import { progressMessage } from './runProgress';

/** How long a search may take, in minutes. */
const budgets = [2, 5, 15, 60];

interface Budget extends vscode.QuickPickItem {
  readonly minutes: number;
  readonly resume: boolean;
}

/**
 * Searches good options for a folder or table file, given by the Explorer, by an analysis or chosen now; shows every trial in a table that
 * grows, and offers to cluster with the best options or to write them into the settings.
 */
export async function tune(
  context: CommandContext,
  clicked?: vscode.Uri | StoredAnalysis,
): Promise<TuneResult | undefined> {
  // prettier-ignore
  const source = sourceOf(clicked) ?? (await chooseFolder());
  if (source === undefined) return undefined;
  requireOnDisk(source);
  const place = placeOf(context, source);
  const budget = await chooseBudget(await exists(place.state));
  if (budget === undefined) return undefined;
  const result = await search(context, source, place, budget);
  for (const { id, reason } of result.skipped) context.log.info(`Skipped ${id}: ${reason}`);
  void tellResult(context, source, result);
  return result;
}

function sourceOf(clicked: vscode.Uri | StoredAnalysis | undefined): vscode.Uri | undefined {
  if (clicked === undefined || clicked instanceof vscode.Uri) return clicked;
  return clicked.analysis && vscode.Uri.file(clicked.analysis.source.path);
}

/** Where the search for a source is remembered, and its best options are written. */
function placeOf({ extension }: CommandContext, source: vscode.Uri): Pick<TuneParams, 'out' | 'state'> {
  const unique = createHash('sha256').update(source.fsPath).digest('hex').slice(0, 8);
  const name = analysisFolderName(path.basename(source.fsPath), unique);
  const folder = path.join((extension.storageUri ?? extension.globalStorageUri).fsPath, 'tuning');
  return { out: path.join(folder, `${name}.options.json`), state: path.join(folder, `${name}.trials.json`) };
}

function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}

async function chooseBudget(hasBefore: boolean): Promise<Budget | undefined> {
  const items = (resume: boolean): Budget[] =>
    budgets.map((minutes) => ({ label: vscode.l10n.t('{0} minutes', formatCount(minutes)), minutes, resume }));
  const separator = (label: string): Partial<Budget> & vscode.QuickPickItem => ({ label, kind: vscode.QuickPickItemKind.Separator }); // prettier-ignore
  const listed = hasBefore
    ? [
        separator(vscode.l10n.t('Go on with the last search')),
        ...items(true),
        separator(vscode.l10n.t('Begin anew')),
        ...items(false),
      ]
    : items(false);
  const chosen = await vscode.window.showQuickPick(listed, {
    title: vscode.l10n.t('Tune: try different options and keep the best'),
    placeHolder: vscode.l10n.t('How long may it take?'),
  });
  return chosen?.minutes === undefined ? undefined : { resume: false, ...chosen, minutes: chosen.minutes };
}

async function search(
  { engine, log, trials: table }: CommandContext,
  source: vscode.Uri,
  place: Pick<TuneParams, 'out' | 'state'>,
  { minutes, resume }: Budget,
): Promise<TuneResult> {
  const name = path.basename(source.fsPath);
  const configuration = vscode.workspace.getConfiguration(settingsSection, source);
  const files = vscode.workspace.getConfiguration('files', source).get<Record<string, unknown>>('exclude') ?? {};
  const options = changedOptions((option) => configuration.get(option));
  const params: TuneParams = {
    runId: randomUUID(),
    source: source.fsPath,
    options,
    sourceOptions: { exclude: excludedPatterns(files) },
    minutes,
    supervised: false,
    ...place,
    resume,
  };
  await fs.mkdir(path.dirname(place.out), { recursive: true });
  log.info(`Tuning ${params.source} for ${minutes} minutes, given ${JSON.stringify(options)}`);
  const tried: Trial[] = [];
  await table.show({ name, trials: tried });
  const title = vscode.l10n.t('Tuning “{0}”', name);
  const shown = vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      const report = (message: string): void => progress.report({ message });
      return engine.tune(
        params,
        {
          onQueued: (ahead) => report(vscode.l10n.t('waiting for {0} other runs to finish', formatCount(ahead))),
          onProgress: (stage) => report(progressMessage(stage)),
          onTrial: (trial) => {
            tried[trial.number - 1] = trial;
            table.update({ name, trials: tried });
          },
        },
        token,
      );
    },
  );
  const result = await Promise.resolve(shown);
  table.update({ name, trials: result.trials, best: result.best.number });
  return result;
}

async function tellResult(context: CommandContext, source: vscode.Uri, { best, trials }: TuneResult): Promise<void> {
  if (best.number === 1) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Of {0} trials none did better than the options as they are.', formatCount(trials.length)),
    );
    return;
  }
  const message = vscode.l10n.t('Best of {0} trials: {1}', formatCount(trials.length), optionsText(best.options));
  const run = vscode.l10n.t('Cluster with These Options');
  const write = vscode.l10n.t('Write to Settings');
  const choice = await vscode.window.showInformationMessage(message, run, write);
  if (choice === run) await clusterFolder(context, source, best.options);
  if (choice === write) await writeSettings(source, best.options);
}

/** Into the settings of the folder that is open, or the person's own where none is. */
export async function writeSettings(source: vscode.Uri, options: Partial<ClusterOptions>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection, source);
  const target = vscode.workspace.getWorkspaceFolder(source)
    ? vscode.ConfigurationTarget.WorkspaceFolder
    : vscode.ConfigurationTarget.Global;
  for (const [name, value] of changedFrom(options)) await configuration.update(name, value, target);
}
