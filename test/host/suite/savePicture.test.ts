import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { savePicture } from '../../../src/host/commands/savePicture';
import { cluster, folderOf, grove, messagesOf } from './grove';
import { textsOfTwoKinds } from './twoKinds';

describe('saving a picture', () => {
  it('writes the bytes of the page to the place that is chosen, beside the documents by default', async () => {
    const folder = await folderOf('save picture', textsOfTwoKinds);
    assert.ok(await cluster(folder));
    const { store } = await grove();
    const loaded = store.active!;
    const target = vscode.Uri.joinPath(folder, 'chosen.svg');
    const bytes = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>\n');
    let said: string[] = [];
    const asked = await answeringDialog(target, async () => {
      said = await messagesOf(() => savePicture(loaded, 'a/b:c – Map.svg', bytes));
    });
    assert.equal(asked.length, 1);
    assert.equal(asked[0]!.defaultUri!.fsPath, path.join(path.dirname(folder.fsPath), 'a_b_c – Map.svg'));
    assert.deepEqual(asked[0]!.filters, { SVG: ['svg'] });
    assert.deepEqual(await fs.readFile(target.fsPath), Buffer.from(bytes));
    assert.equal(said.length, 1);
    assert.ok(said[0]!.includes(target.fsPath), said[0]);
  });

  it('writes nothing where the person leaves the dialog', async () => {
    const { store } = await grove();
    let said: string[] = [];
    await answeringDialog(undefined, async () => {
      said = await messagesOf(() => savePicture(store.active!, 'Map.png', new Uint8Array(4)));
    });
    assert.deepEqual(said, []);
  });
});

/** Does `work` with a person who answers every save dialog with `target`; returns what they were asked. */
async function answeringDialog(
  target: vscode.Uri | undefined,
  work: () => Promise<void>,
): Promise<vscode.SaveDialogOptions[]> {
  const { window } = vscode;
  const { showSaveDialog } = window;
  const asked: vscode.SaveDialogOptions[] = [];
  const answer = (options?: vscode.SaveDialogOptions): Promise<vscode.Uri | undefined> => {
    asked.push(options ?? {});
    return Promise.resolve(target);
  };
  Object.assign(window, { showSaveDialog: answer });
  try {
    await work();
  } finally {
    Object.assign(window, { showSaveDialog });
  }
  return asked;
}
