import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { LoadedAnalysis } from '../../../src/host/state/loadedAnalysis';
import { click, cluster, documentsBelow, englishAnalysis, folderOf, grove, messagesOf } from './grove';

describe('an analysis that was damaged on disk', () => {
  /** A copy of the English analysis beside it, damaged; what is active must stay so. */
  async function withCopy(
    damage: (folder: string) => Promise<void>,
    check: (id: string) => Promise<void>,
  ): Promise<void> {
    const before = await englishAnalysis();
    const { store } = await grove();
    const copy = path.join(path.dirname(before.folder), 'damaged-copy');
    await fs.cp(before.folder, copy, { recursive: true });
    try {
      await damage(copy);
      await store.refresh();
      await check(path.basename(copy));
      assert.equal(store.active?.id, before.id);
    } finally {
      await fs.rm(copy, { recursive: true, force: true });
      await store.refresh();
    }
  }

  const open = async (id: string): Promise<string> => {
    const { store } = await grove();
    const stored = store.find(id);
    assert.ok(stored, `${id} is not in the list`);
    return (await messagesOf(() => Promise.resolve(vscode.commands.executeCommand('grove.openAnalysis', stored)))).join(
      '\n',
    );
  };

  it('without its documents: says which file is missing and what to do', async () => {
    await withCopy(
      (folder) => fs.rm(path.join(folder, 'documents.parquet')),
      async (id) => assert.match(await open(id), /documents\.parquet is missing\. Cluster the folder again/),
    );
  });

  it('with half of its documents: says which file is damaged', async () => {
    await withCopy(
      async (folder) => {
        const file = path.join(folder, 'documents.parquet');
        await fs.truncate(file, Math.floor((await fs.stat(file)).size / 2));
      },
      async (id) => assert.match(await open(id), /documents\.parquet is damaged/),
    );
  });

  it('deleted as a whole after it was listed: says so, and the list forgets it', async () => {
    const { store } = await grove();
    await withCopy(
      () => Promise.resolve(),
      async (id) => {
        await fs.rm(store.find(id)!.folder, { recursive: true });
        assert.match(await open(id), /is missing/);
        await store.refresh();
        assert.equal(store.find(id), undefined);
      },
    );
  });

  it('deleted while it is active: the views are empty, not wrong', async () => {
    const { folder } = await englishAnalysis();
    const { store, clusters } = await grove();
    const aside = `${path.dirname(folder)}-aside`;
    await fs.rename(folder, aside);
    try {
      await store.refresh();
      assert.equal(store.active, undefined);
      assert.deepEqual(clusters.getChildren(), []);
    } finally {
      await fs.rename(aside, folder);
      await store.refresh();
    }
  });

  it('where a new name can’t be written: keeps the old one and says why', async () => {
    const { store } = await grove();
    const loaded = await englishAnalysis();
    const partial = path.join(loaded.folder, `analysis.json.partial-${process.pid}`);
    await fs.mkdir(partial); // stands in for a disk that takes no file: a permission would not stop an administrator
    try {
      await assert.rejects(store.rename(loaded.id, 'Another name'), /analysis\.json/);
      assert.equal(store.find(loaded.id)?.analysis?.name, loaded.name);
    } finally {
      await fs.rm(partial, { recursive: true });
    }
  });
});

describe('a file that is no longer where the analysis found it', () => {
  let loaded: LoadedAnalysis;

  before(async () => {
    const texts = [
      'Bread rises overnight.',
      'Trams ran late.',
      'A faint galaxy.',
      'The whale dived.',
      'Yeast and flour.',
    ];
    const folder = await folderOf('changing', Object.fromEntries(texts.map((text, i) => [`${i}.txt`, text])));
    assert.ok(await cluster(folder));
    const { store } = await grove();
    loaded = store.active!;
    await fs.rm(path.join(folder.fsPath, '0.txt'));
    await fs.rename(path.join(folder.fsPath, '1.txt'), path.join(folder.fsPath, 'renamed.txt'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  for (const name of ['0.txt', '1.txt']) {
    it(`${name === '0.txt' ? 'deleted' : 'renamed'}: a click says so and what to do`, async () => {
      const { clusters } = await grove();
      const node = documentsBelow(clusters).find(({ document }) => loaded.rows[document]?.path === name);
      assert.ok(node);
      const said = await messagesOf(() => click(clusters.getTreeItem(node)));
      assert.equal(said.length, 1);
      assert.match(said[0] ?? '', new RegExp(`${name} is no longer there\\. Run the analysis again`));
      assert.equal(vscode.window.activeTextEditor, undefined);
    });
  }

  it('run again: has what is there now', async () => {
    const { store } = await grove();
    await vscode.commands.executeCommand('grove.rerunAnalysis', store.find(loaded.id));
    assert.deepEqual(store.active?.rows.map((row) => row.path).sort(), ['2.txt', '3.txt', '4.txt', 'renamed.txt']);
    assert.equal(store.active.id, loaded.id);
  });
});
