import * as vscode from 'vscode';
import { formatCount } from '../notify';
import type { CommandContext } from './commandContext';

/** Writes the label of each file's cluster into `.grove/tags.json`. */
export async function tagFiles({ store, tagger }: CommandContext): Promise<void> {
  const loaded = store.active;
  if (loaded === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open an analysis first.'));
    return;
  }
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

/** Takes the tags of the active analysis back. */
export async function untagFiles({ store, tagger }: CommandContext): Promise<void> {
  const id = store.active?.id;
  if (id === undefined || !tagger.isTagged(id)) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The active analysis has tagged no files.'));
    return;
  }
  await tagger.untag(id);
  void vscode.window.showInformationMessage(vscode.l10n.t('The tags were taken back.'));
}
