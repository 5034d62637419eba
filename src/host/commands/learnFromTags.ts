import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ProposedTag, TrainResult } from '../../shared/engineProtocol';
import { documentCount, formatCount } from '../notify';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import { percent } from '../views/texts';
import { excludedPatterns } from '../workspace/runSettings';
import type { CommandContext } from './commandContext';
import { overallPercent, progressMessage } from './runProgress';

/** As few as the engine learns from. */
const fewestTags = 10;
/** Proposals that the network is this sure of are chosen already when the list opens. */
const sure = 0.9;

interface Proposal extends vscode.QuickPickItem {
  readonly file: string;
  readonly tag: string;
}

/**
 * Learns the tags that a person corrected in `.grove/tags.json`, and proposes tags for the other files of the active analysis.
 * Only those that the person chooses are written.
 */
export async function learnFromTags(context: CommandContext): Promise<void> {
  const { store, tagger } = context;
  const loaded = store.active;
  if (loaded === undefined || loaded.analysis.source.kind !== 'folder') {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open the analysis of a folder first.'));
    return;
  }
  const known = new Set(store.analyses.map(({ id }) => id));
  const tags = await tagger.tagsByHand(loaded, known);
  if (tags.size < fewestTags || new Set(tags.values()).size < 2) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Correct the tags of at least {0} files in .grove/tags.json, with two different tags or more; {1} are corrected so far.',
        formatCount(fewestTags),
        formatCount(tags.size),
      ),
    );
    return;
  }
  const result = await train(context, loaded, tags);
  const chosen = await choose(loaded, result);
  if (chosen === undefined || chosen.length === 0) return;
  const tagged = await tagger.tagLearned(new Map(chosen.map(({ file, tag }) => [file, tag])));
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Tagged {0} files in .grove/tags.json.', formatCount(tagged)),
  );
}

function train(
  { engine, extension }: CommandContext,
  loaded: LoadedAnalysis,
  tags: ReadonlyMap<string, string>,
): Promise<TrainResult> {
  const source = loaded.analysis.source.path;
  const relative = (file: string): string => path.relative(source, file).split(path.sep).join('/');
  const files = vscode.workspace.getConfiguration('files', vscode.Uri.file(source));
  const params = {
    runId: randomUUID(),
    source,
    sourceOptions: { exclude: excludedPatterns(files.get<Record<string, unknown>>('exclude') ?? {}) },
    tags: Object.fromEntries([...tags].map(([file, tag]) => [relative(file), tag])),
    out: path.join((extension.storageUri ?? extension.globalStorageUri).fsPath, 'classifiers', loaded.id),
  };
  const title = vscode.l10n.t('Learning the tags of “{0}”', loaded.name);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const shown = vscode.window.withProgress(options, (progress, token) => {
    let reached = 0;
    const report = (message: string, at: number): void => {
      const increment = Math.max(0, at - reached);
      reached += increment;
      progress.report({ message, increment });
    };
    return engine.train(
      params,
      {
        onQueued: (ahead) => report(vscode.l10n.t('waiting for {0} other runs to finish', formatCount(ahead)), 0),
        onProgress: (stage) => report(progressMessage(stage), overallPercent(stage)),
      },
      token,
    );
  });
  return Promise.resolve(shown);
}

/** Shows the proposals, the surest first. Undefined where the person leaves the list. */
async function choose(
  loaded: LoadedAnalysis,
  { proposals, learned, test }: TrainResult,
): Promise<readonly Proposal[] | undefined> {
  const source = loaded.analysis.source.path;
  const item = ({ path: place, tag, confidence }: ProposedTag): Proposal => ({
    label: tag,
    description: `${percent(confidence)} · ${place}`,
    picked: confidence >= sure,
    file: path.join(source, ...place.split('/')),
    tag,
  });
  const from = vscode.l10n.t('Tags learned from {0}', documentCount(learned));
  const how =
    test && vscode.l10n.t('{0} right of {1} kept back', percent(test.accuracy), documentCount(test.documents));
  return vscode.window.showQuickPick(proposals.map(item), {
    title: how === undefined ? from : `${from} · ${how}`,
    placeHolder: vscode.l10n.t('Choose the files to tag'),
    canPickMany: true,
    matchOnDescription: true,
  });
}
