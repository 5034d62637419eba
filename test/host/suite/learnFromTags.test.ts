import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { cluster, folderOf, inWorkspace, messagesOf } from './grove';
import { textsOfTwoKinds } from './twoKinds';

type Item = vscode.QuickPickItem & { readonly file: string; readonly tag: string };

describe('Learn From My Tags', () => {
  const tagFile = (): string => inWorkspace('.grove', 'tags.json').fsPath;
  const readTags = async (): Promise<Record<string, { tag: string; analysis: string }>> =>
    (JSON.parse(await fs.readFile(tagFile(), 'utf8')) as { files: Record<string, { tag: string; analysis: string }> }).files; // prettier-ignore
  const tagByHand = async (count: number): Promise<string> => {
    const files = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `learn/a ${i}.txt`,
        { tag: i % 2 === 0 ? 'baking' : 'sky', analysis: 'by hand' },
      ]),
    );
    const text = `${JSON.stringify({ format: 'grove-tags', version: 1, files })}\n`;
    await fs.mkdir(path.dirname(tagFile()), { recursive: true });
    await fs.writeFile(tagFile(), text);
    return text;
  };
  /** Runs the command; `choose` stands for the person before the list. */
  const learn = async (choose: (items: readonly Item[]) => readonly Item[] | undefined): Promise<string[]> => {
    const { showQuickPick } = vscode.window;
    Object.assign(vscode.window, { showQuickPick: (items: readonly Item[]) => Promise.resolve(choose(items)) });
    try {
      return await messagesOf(async () => vscode.commands.executeCommand('grove.learnFromTags'));
    } finally {
      Object.assign(vscode.window, { showQuickPick });
    }
  };

  before(async () => {
    assert.ok(await cluster(await folderOf('learn', textsOfTwoKinds)), 'the run failed');
  });
  after(async () => {
    await fs.rm(path.dirname(tagFile()), { recursive: true, force: true });
    await fs.rm(inWorkspace('learn').fsPath, { recursive: true, force: true });
  });

  it('says how many tags it needs', async () => {
    await tagByHand(4);
    const said = await learn(() => assert.fail('there is nothing to choose'));
    assert.match(said.join(), /at least 10 files .* 4 are corrected so far/);
  });

  it('proposes tags for the rest, writes nothing unasked, and only what was chosen', async () => {
    const text = await tagByHand(24);
    const proposed: Item[] = [];
    await learn((items) => {
      proposed.push(...items);
      return undefined;
    });
    assert.equal(await fs.readFile(tagFile(), 'utf8'), text);
    assert.equal(proposed.length, 16);
    const right = proposed.filter(({ file, tag }) => {
      const number = Number(/a (\d+)\.txt$/.exec(file)?.[1]);
      return tag === (number % 2 === 0 ? 'baking' : 'sky');
    });
    assert.equal(right.length, 16);

    const chosen = proposed.slice(0, 3);
    await learn((items) => items.slice(0, 3));
    const files = await readTags();
    assert.equal(Object.keys(files).length, 27);
    for (const { file, tag } of chosen) {
      const place = `learn/${path.basename(file)}`;
      assert.deepEqual(files[place], { tag, analysis: 'learned' });
    }
    await vscode.commands.executeCommand('grove.untagFiles');
    assert.equal(await fs.readFile(tagFile(), 'utf8'), text);
  });
});
