import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { PageComparison } from '../../../src/shared/viewProtocol';
import { cluster, folderOf, grove, messagesOf, until } from './grove';
import { textsOfTwoKinds } from './twoKinds';

describe('comparing analyses', () => {
  it('says how to come by another analysis where there is one alone', async () => {
    const folder = await folderOf('compare alone', textsOfTwoKinds);
    const made = await cluster(folder);
    assert.ok(made);
    const { store } = await grove();
    const stored = store.find(path.basename(made.analysis));
    const said = await messagesOf(async () => vscode.commands.executeCommand('grove.compareAnalyses', stored));
    assert.equal(said.length, 1);
    assert.ok(said[0]!.includes(folder.fsPath), said[0]);
  });

  it('shows an analysis held against the one that is chosen, and again after an edit by hand', async () => {
    const folder = await folderOf('compare two', textsOfTwoKinds);
    const settings = vscode.workspace.getConfiguration('grove');
    const earlier = await cluster(folder);
    await settings.update('clusters', 4, vscode.ConfigurationTarget.Workspace);
    const later = await cluster(folder).finally(() =>
      settings.update('clusters', undefined, vscode.ConfigurationTarget.Workspace),
    );
    assert.ok(earlier && later);
    const { store, panels, edits } = await grove();
    const id = path.basename(later.analysis);
    const compared = (): PageComparison | undefined => panels.of(id)?.comparison;
    const offered = await choosing(path.basename(earlier.analysis), () =>
      vscode.commands.executeCommand('grove.compareAnalyses', store.find(id)),
    );
    assert.deepEqual(offered, [path.basename(earlier.analysis)], 'only analyses of the same folder are offered');
    assert.equal(store.active?.folder, later.analysis);
    const told = await until('the page was told', () => compared());
    assert.equal(told.shown, 'second');
    assert.equal(told.figures.common, 40);
    assert.deepEqual([told.figures.first.clusters.length, told.figures.second.clusters.length], [earlier.clusters, later.clusters].map((all) => all.filter(({ parent }) => parent === null).length)); // prettier-ignore
    const { rows } = store.active;
    for (const { from, to, documents } of told.figures.flows)
      assert.equal(rows.filter((row, d) => row.cluster === to && told.otherCluster[d] === from).length, documents);
    await edits.rename(id, 0, 'A name of mine');
    const again = await until('the page was told again', () => compared() !== told && compared());
    assert.equal(again.figures.second.clusters.find(({ id }) => id === 0)?.label, 'A name of mine');
    await store.undo(id);
  });

  it('is there again when the panel was closed and opened', async () => {
    const { store, panels } = await grove();
    const { id } = store.active!;
    await until('the page was told', () => panels.of(id)?.comparison);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('the panel is closed', () => panels.of(id) === undefined);
    await vscode.commands.executeCommand('grove.openAnalysis', store.find(id));
    await until('the page is ready', () => panels.of(id)?.isReady);
    const told = await until('the page was told', () => panels.of(id)?.comparison);
    assert.equal(told.figures.common, 40);
  });
});

/** Does `work` with a person who takes the analysis `id` from the list; returns what was offered. */
async function choosing(id: string, work: () => Thenable<unknown>): Promise<string[]> {
  const { window } = vscode;
  const { showQuickPick } = window;
  let offered: string[] = [];
  const choose = (items: readonly { other: { id: string } }[]): Promise<unknown> => {
    offered = items.map(({ other }) => other.id);
    return Promise.resolve(items.find(({ other }) => other.id === id));
  };
  Object.assign(window, { showQuickPick: choose });
  try {
    await work();
  } finally {
    Object.assign(window, { showQuickPick });
  }
  return offered;
}
