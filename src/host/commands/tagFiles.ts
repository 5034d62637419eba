import * as vscode from 'vscode';
import { formatCount } from '../notify';
import { learnedId } from '../workspace/tagger';
import { activeAnalysis } from './activeAnalysis';
import type { CommandContext } from './commandContext';

/** Writes the label of each file's cluster into `.grove/tags.json`. */
export async function tagFiles({ store, tagger }: CommandContext): Promise<void> {
  const loaded = activeAnalysis({ store });
  if (loaded === undefined) return;
  if (loaded.analysis.source.kind === 'table') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('“{0}” is a table: tags are for files, and its documents are rows.', loaded.name),
    );
    return;
  }
  const { tagged, outside } = await tagger.tag(loaded);
  const message = vscode.l10n.t('Tagged {0} files in .grove/tags.json.', formatCount(tagged));
  const more = vscode.l10n.t('{0} files outside the workspace were left out.', formatCount(outside));
  void vscode.window.showInformationMessage(outside === 0 ? message : `${message} ${more}`);
}

/** Takes back the tags that were learned, which came last, and those of the active analysis. */
export async function untagFiles({ store, tagger }: CommandContext): Promise<void> {
  const id = store.active?.id;
  const tagged = [learnedId, ...(id === undefined ? [] : [id])].filter((each) => tagger.isTagged(each));
  if (tagged.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The active analysis has tagged no files.'));
    return;
  }
  for (const each of tagged) await tagger.untag(each);
  void vscode.window.showInformationMessage(vscode.l10n.t('The tags were taken back.'));
}
