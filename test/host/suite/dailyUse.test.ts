import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { englishAnalysis, grove, inWorkspace, until } from './grove';

/** The quick pick that a command shows. */
async function pickOf(work: () => Thenable<unknown>): Promise<vscode.QuickPick<vscode.QuickPickItem>> {
  const { createQuickPick } = vscode.window;
  let shown: vscode.QuickPick<vscode.QuickPickItem> | undefined;
  Object.assign(vscode.window, { createQuickPick: () => (shown = createQuickPick()) });
  try {
    await work();
  } finally {
    Object.assign(vscode.window, { createQuickPick });
  }
  assert.ok(shown, 'no quick pick was shown');
  return shown;
}

describe('searching by meaning', () => {
  it('finds the document that the selected words are from, and within a cluster only what is in it', async () => {
    const loaded = await englishAnalysis();
    const { clusters } = await grove();
    const row = loaded.rows[0]!;
    const document = await vscode.workspace.openTextDocument(loaded.fileOf(0));
    const editor = await vscode.window.showTextDocument(document);
    const at = document.getText().indexOf(row.snippet.slice(0, 20));
    const start = document.positionAt(Math.max(0, at));
    editor.selection = new vscode.Selection(start, document.positionAt(Math.max(0, at) + 120));
    const pick = await pickOf(() => vscode.commands.executeCommand('grove.search'));
    const items = await until('something is found', () => pick.items.length > 1 && pick.items);
    assert.ok(
      items.slice(0, 5).some(({ label }) => label === row.title),
      items.map(({ label }) => label).join(' | '),
    );
    assert.ok(items.every(({ alwaysShow }) => alwaysShow === true));
    pick.hide();

    const other = clusters.getChildren().find((node) => node.kind === 'cluster' && node.id !== row.cluster);
    const scoped = await pickOf(() => vscode.commands.executeCommand('grove.searchInCluster', other));
    assert.ok(other?.kind === 'cluster' && scoped.title?.includes(other.cluster.label), scoped.title);
    const found = await until('something is found', () => scoped.items.length > 0 && scoped.items);
    assert.equal(found.length, other.cluster.size);
    assert.ok(found.every(({ description }) => description?.includes(other.cluster.label)));
    scoped.hide();
  });
});

describe('a word in context', () => {
  it('is listed with what stands around it, and a choice selects it in its document', async () => {
    const loaded = await englishAnalysis();
    const text = (await vscode.workspace.openTextDocument(loaded.fileOf(0))).getText();
    const term = /\p{L}{6,}/u.exec(text.slice(Math.floor(text.length / 2)))![0];
    const { showQuickPick } = vscode.window;
    let listed: readonly vscode.QuickPickItem[] = [];
    const choose = (items: readonly vscode.QuickPickItem[]): Promise<vscode.QuickPickItem | undefined> => {
      listed = items;
      const title = loaded.rows[0]!.title;
      return Promise.resolve(items.find(({ description }) => description === title));
    };
    Object.assign(vscode.window, { showQuickPick: choose });
    try {
      await vscode.commands.executeCommand('grove.wordInContext', term);
    } finally {
      Object.assign(vscode.window, { showQuickPick });
    }
    assert.ok(
      listed.length > 0 && listed.every(({ label }) => label.toLowerCase().includes(`[${term.toLowerCase()}]`)),
    );
    const editor = vscode.window.activeTextEditor!;
    assert.equal(editor.document.uri.fsPath, vscode.Uri.file(loaded.fileOf(0)).fsPath);
    assert.equal(editor.document.getText(editor.selection).toLowerCase(), term.toLowerCase());
  });
});

describe('links to documents', () => {
  it('are copied from the workspace folder, and inserted where the cursor is', async () => {
    const loaded = await englishAnalysis();
    const item = { kind: 'document' as const, document: 0 };
    await vscode.commands.executeCommand('grove.copyLink', item);
    const copied = await vscode.env.clipboard.readText();
    assert.ok(copied.includes(vscode.workspace.asRelativePath(loaded.fileOf(0))), copied);
    const note = await vscode.workspace.openTextDocument({ content: 'See  for more.', language: 'markdown' });
    const editor = await vscode.window.showTextDocument(note);
    editor.selection = new vscode.Selection(0, 4, 0, 4);
    await vscode.commands.executeCommand('grove.insertLink', item);
    assert.match(note.getText(), /^See \[.+\]\(.*\) for more\.$/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('a document is compared with the one that is open', async () => {
    const loaded = await englishAnalysis();
    await vscode.window.showTextDocument(vscode.Uri.file(loaded.fileOf(1)));
    await vscode.commands.executeCommand('grove.compareDocuments', { kind: 'document', document: 0 });
    const tab = await until('a comparison is open', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputTextDiff && input;
    });
    assert.equal(tab.original.fsPath, loaded.fileOf(1));
    assert.equal(tab.modified.fsPath, loaded.fileOf(0));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});

describe('similar documents', () => {
  it('are of unsaved text, and of the paragraph at the cursor or the selection when asked for', async () => {
    const loaded = await englishAnalysis();
    const { similar } = await grove();
    const [first, other] = [0, loaded.rows.findIndex(({ cluster }) => cluster !== loaded.rows[0]!.cluster)];
    const snippet = (document: number): string => loaded.rows[document]!.snippet.replace(/\s+/g, ' ');
    const content = `${snippet(first)}\n\n${snippet(other)}\n`;
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
    const clusterShown = async (): Promise<number | undefined> => {
      await similar.refresh();
      return similar.similar[0]?.cluster;
    };
    await until('the whole text has neighbours', async () => (await clusterShown()) !== undefined);
    await vscode.commands.executeCommand('grove.similarToPassage');
    try {
      editor.selection = new vscode.Selection(2, 3, 2, 3);
      await until('the second paragraph', async () => (await clusterShown()) === loaded.rows[other]!.cluster);
      assert.equal(similar.similar[0]!.id, loaded.rows[other]!.id);
      assert.ok(similar.similar[0]!.sharedTerms.length > 0);
      editor.selection = new vscode.Selection(0, 0, 0, snippet(first).length);
      await until('the selection', async () => (await clusterShown()) === loaded.rows[first]!.cluster);
      editor.selection = new vscode.Selection(1, 0, 1, 0);
      await until('nothing', async () => (await clusterShown()) === undefined);
    } finally {
      await vscode.commands.executeCommand('grove.similarToDocument');
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  it('are of the cell of a notebook that the cursor is in', async () => {
    const loaded = await englishAnalysis();
    const { similar } = await grove();
    const [first, other] = [0, loaded.rows.findIndex(({ cluster }) => cluster !== loaded.rows[0]!.cluster)];
    const cells = [first, other].map(
      (document) =>
        new vscode.NotebookCellData(vscode.NotebookCellKind.Code, loaded.rows[document]!.snippet, 'plaintext'),
    );
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', new vscode.NotebookData(cells));
    const editor = await vscode.window.showNotebookDocument(notebook);
    try {
      for (const [cell, document] of [first, other].entries()) {
        editor.selection = new vscode.NotebookRange(cell, cell + 1);
        await vscode.commands.executeCommand('notebook.cell.edit');
        const { uri } = notebook.cellAt(cell).document;
        await until('the cursor is in the cell', () => vscode.window.activeTextEditor?.document.uri.toString() === uri.toString()); // prettier-ignore
        await until('the neighbours of its text', async () => {
          await similar.refresh();
          return similar.similar[0]?.id === loaded.rows[document]!.id;
        });
      }
    } finally {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  it('can leave out what is in the same folder', async () => {
    const loaded = await englishAnalysis();
    const { similar } = await grove();
    const configuration = vscode.workspace.getConfiguration('grove', inWorkspace());
    await configuration.update('similar.leaveOutSameFolder', true, vscode.ConfigurationTarget.Workspace);
    try {
      const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
      const found = await similar.ask({ loaded, document: 0 });
      assert.deepEqual(
        found.filter(({ path }) => folderOf(path) === folderOf(loaded.rows[0]!.path)),
        [],
      );
    } finally {
      await configuration.update('similar.leaveOutSameFolder', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});
