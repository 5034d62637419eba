import * as vscode from 'vscode';
import type { Log } from '../log';
import { showError } from '../notify';
import type { FrontMatterRecords } from './frontMatterRecords';
import type { Moves } from './moves';
import type { Tagger } from './tagger';

/** Tags, and what taking them back needs, go with files and folders that are renamed or moved in the editor. */
export class RenamedFiles implements vscode.Disposable {
  readonly #subscription: vscode.Disposable;
  #following: Promise<void> = Promise.resolve();

  constructor(tagger: Tagger, frontMatter: FrontMatterRecords, log: Log) {
    this.#subscription = vscode.workspace.onDidRenameFiles(({ files }) => {
      const onDisk = files.filter(({ oldUri, newUri }) => oldUri.scheme === 'file' && newUri.scheme === 'file');
      const moves: Moves = onDisk.map(({ oldUri, newUri }) => ({ from: oldUri.fsPath, to: newUri.fsPath }));
      this.#following = this.#following.then(async () => {
        try {
          await frontMatter.follow(moves);
          await tagger.follow(moves);
        } catch (error) {
          showError(error, log);
        }
      });
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
