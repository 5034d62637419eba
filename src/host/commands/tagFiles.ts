import * as vscode from 'vscode';
import { settings, settingsSection } from '../contributions';
import { formatCount } from '../notify';
import type { LoadedAnalysis } from '../state/loadedAnalysis';
import type { LeftFile } from '../workspace/frontMatterTagger';
import { learnedId } from '../workspace/tagger';
import { activeAnalysis } from './activeAnalysis';
import type { CommandContext } from './commandContext';

/** Writes the label of each file's cluster into `.grove/tags.json`, and where it is set so into the front matter of Markdown files. */
export async function tagFiles(context: CommandContext): Promise<void> {
  const { store, tagger, log } = context;
  const loaded = activeAnalysis({ store });
  if (loaded === undefined) return;
  if (loaded.analysis.source.kind === 'table') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('“{0}” is a table: tags are for files, and its documents are rows.', loaded.name),
    );
    return;
  }
  await untagFrontMatter(context, loaded.id);
  const { tagged, outside } = await tagger.tag(loaded);
  const front = writesFrontMatter() ? await tagFrontMatter(context, loaded) : undefined;
  const told = [vscode.l10n.t('Tagged {0} files in .grove/tags.json.', formatCount(tagged))];
  if (outside > 0) told.push(vscode.l10n.t('{0} files outside the workspace were left out.', formatCount(outside)));
  if (front !== undefined)
    told.push(vscode.l10n.t('{0} Markdown files have it in their front matter too.', formatCount(front.tagged)));
  if (front !== undefined && front.left.length > 0)
    told.push(vscode.l10n.t('{0} were left as they are.', formatCount(front.left.length)));
  tellWithLeft(told.join(' '), front?.left ?? [], log);
}

/** Takes back the tags that were learned, which came last, and those of the active analysis. */
export async function untagFiles(context: CommandContext): Promise<void> {
  const { store, tagger, log } = context;
  const id = store.active?.id;
  const tagged = [learnedId, ...(id === undefined ? [] : [id])].filter((each) => tagger.isTagged(each));
  if (tagged.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The active analysis has tagged no files.'));
    return;
  }
  const left = id === undefined ? [] : await untagFrontMatter(context, id);
  for (const each of tagged) await tagger.untag(each);
  const told = [vscode.l10n.t('The tags were taken back.')];
  if (left.length > 0) told.push(vscode.l10n.t('{0} were left as they are.', formatCount(left.length)));
  tellWithLeft(told.join(' '), left, log);
}

function writesFrontMatter(): boolean {
  return vscode.workspace.getConfiguration(settingsSection).get<boolean>(settings.writeFrontMatter) ?? false;
}

/** Asks first. Undefined where the person wants none of it. */
async function tagFrontMatter(
  { frontMatter, changed }: CommandContext,
  loaded: LoadedAnalysis,
): Promise<{ tagged: number; left: readonly LeftFile[] } | undefined> {
  const { planFrontMatter, writeFrontMatter } = await import('../workspace/frontMatterTagger');
  const title = vscode.l10n.t('Reading the front matter');
  const plan = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, token) => planFrontMatter(loaded, token),
  );
  if (plan.files.length === 0) return { tagged: 0, left: plan.left };
  const review = vscode.l10n.t('Review Changes…');
  const write = vscode.l10n.t('Add Tags');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('Add the tags to the front matter of {0} Markdown files?', formatCount(plan.files.length)),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Undo takes them out again, and so does taking the tags back. {0} files would be left as they are.',
        formatCount(plan.left.length),
      ),
    },
    review,
    write,
  );
  if (choice === undefined) return undefined;
  const { tagged, left } = await writeFrontMatter(plan, loaded.id, choice === review, frontMatter);
  await changed.lookAgain(tagged);
  return { tagged: tagged.length, left: [...plan.left, ...left] };
}

async function untagFrontMatter({ frontMatter, changed }: CommandContext, id: string): Promise<readonly LeftFile[]> {
  const { removeFrontMatter } = await import('../workspace/frontMatterTagger');
  const { restored, left } = await removeFrontMatter(id, frontMatter);
  await changed.lookAgain(restored);
  return left;
}

/** Files that were left are listed in the log. */
function tellWithLeft(message: string, left: readonly LeftFile[], log: CommandContext['log']): void {
  for (const { file, reason } of left) log.info(`Front matter of ${file} was left: ${reason}`);
  const why = vscode.l10n.t('Show Skipped');
  void vscode.window.showInformationMessage(message, ...(left.length === 0 ? [] : [why])).then((choice) => {
    if (choice === why) log.show();
  });
}
