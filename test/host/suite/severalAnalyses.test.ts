import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { GroveApi } from '../../../src/extension';
import { cluster, folderOf, grove, until } from './grove';
import { textsOfTwoKinds } from './twoKinds';

describe('several analyses open at once', () => {
  let api: GroveApi;
  let first: string;
  let second: string;

  before(async () => {
    api = await grove();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    first = await analysisOf('opened first');
    second = await analysisOf('opened second');
  });

  const analysisOf = async (name: string): Promise<string> => {
    const made = await cluster(await folderOf(name, textsOfTwoKinds));
    assert.ok(made);
    return path.basename(made.analysis);
  };
  const open = async (id: string): Promise<void> => {
    await vscode.commands.executeCommand('grove.openAnalysis', api.store.find(id));
    await until('its page is ready', () => api.panels.of(id)?.isReady);
    await until('the editor has told so', () => api.panels.of(id)?.isActive);
  };
  const tabs = (): string[] =>
    vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview)
      .map(({ label }) => label);
  const activeId = (): string | undefined => api.store.active?.id;
  const activeTab = (): string | undefined => vscode.window.tabGroups.activeTabGroup.activeTab?.label;

  it('have a tab each with their name, and the one that is opened again comes to the front', async () => {
    await open(first);
    await open(second);
    assert.deepEqual(tabs(), ['opened first', 'opened second']);
    assert.equal(activeId(), second);
    await vscode.commands.executeCommand('grove.openAnalysis', api.store.find(first));
    await until('its tab is in front', () => activeTab() === 'opened first');
    assert.equal(tabs().length, 2);
    assert.equal(activeId(), first);
  });

  it('the side bar follows the tab that is looked at', async () => {
    await open(first);
    await vscode.commands.executeCommand('workbench.action.nextEditorInGroup');
    await until('the other is active', () => activeId() === second);
    await until('its clusters are listed', () => listed().every((id) => id.startsWith(`${second} `)));
    assert.match(String(analysesItem(second).description), /active/);
    assert.doesNotMatch(String(analysesItem(first).description), /active/);
    await vscode.commands.executeCommand('workbench.action.previousEditorInGroup');
    await until('the first is active again', () => activeId() === first);
  });

  it('each keeps its own selection', async () => {
    await open(first);
    const { selection, store } = api;
    selection.set(store.loaded(first)!, { kind: 'cluster', cluster: 1 }, 'panel');
    await open(second);
    assert.deepEqual(selection.of(store.loaded(second)!), { kind: 'none' });
    selection.set(store.loaded(second)!, { kind: 'cluster', cluster: 0 }, 'panel');
    await open(first);
    assert.deepEqual(selection.of(store.loaded(first)!), { kind: 'cluster', cluster: 1 });
  });

  it('an edit and its undoing go to the analysis they were made in, whichever is active', async () => {
    await open(second);
    const name = api.store.loaded(first)!.cluster(0)!.label;
    await api.edits.rename(first, 0, 'In the first only');
    assert.equal(api.store.loaded(first)!.cluster(0)?.label, 'In the first only');
    assert.notEqual(api.store.loaded(second)!.cluster(0)?.label, 'In the first only');
    await vscode.commands.executeCommand('grove.undoEdit'); // of the active one, which has none
    assert.equal(api.store.loaded(first)!.cluster(0)?.label, 'In the first only');
    await open(first);
    await vscode.commands.executeCommand('grove.undoEdit');
    assert.equal(api.store.loaded(first)!.cluster(0)?.label, name);
  });

  it('a link that names one brings its tab to the front', async () => {
    await open(second);
    await vscode.commands.executeCommand('grove.reveal', { analysis: first, cluster: 1 });
    await until('its tab is in front', () => activeTab() === 'opened first');
    assert.equal(activeId(), first);
    assert.deepEqual(api.selection.current, { kind: 'cluster', cluster: 1 });
  });

  it('a run in the place of one that is open and not active is what its panel shows', async () => {
    await open(first);
    await open(second);
    const { index } = api.store.loaded(first)!;
    await vscode.commands.executeCommand('grove.rerunAnalysis', api.store.find(first));
    assert.notEqual(api.store.loaded(first)?.index, index);
    assert.equal(activeId(), first);
    assert.equal(tabs().length, 2);
  });

  it('a panel that is closed lets go of documents that nothing else shows', async () => {
    await open(first);
    await open(second);
    api.panels.of(first)!.dispose();
    await until('its documents are released', () => api.store.loaded(first) === undefined);
    assert.ok(api.store.loaded(second));
    await until('its tab is closed', () => tabs().join() === 'opened second');
  });

  it('one that is gone from disk says so, and is there again when it is', async () => {
    await open(first);
    const panel = api.panels.of(first)!;
    const { folder } = api.store.find(first)!;
    const aside = path.join(path.dirname(path.dirname(folder)), 'aside');
    await fs.rename(folder, aside);
    try {
      await api.store.refresh();
      assert.equal(api.store.loaded(first), undefined);
      assert.equal(panel.title, 'Analysis');
    } finally {
      await fs.rename(aside, folder);
      await api.store.refresh();
    }
    await until('it is shown again', () => api.store.loaded(first));
    assert.equal(panel.title, 'opened first');
  });

  it('one that is deleted takes its panel with it', async () => {
    await open(second);
    await api.store.delete(first);
    await until('its tab is closed', () => tabs().length === 1);
    assert.equal(api.panels.of(first), undefined);
    assert.equal(activeId(), second);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('two of the same name are told apart by their time', async () => {
    const again = await analysisOf('opened second');
    await open(second);
    await open(again);
    assert.equal(new Set(tabs()).size, 2);
    assert.ok(tabs().every((label) => label.startsWith('opened second · ')), tabs().join(' | ')); // prettier-ignore
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const listed = (): string[] => api.clusters.getChildren().map((node) => api.clusters.getTreeItem(node).id ?? '');
  const analysesItem = (id: string): vscode.TreeItem => api.analyses.getTreeItem(api.store.find(id)!);
});
