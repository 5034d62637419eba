import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { revealTargetOf } from '../../../src/host/commands/reveal';
import { englishAnalysis, grove, messagesOf, until } from './grove';

describe('a link into an analysis', () => {
  it('selects a cluster by its id or name, and opens the panel', async () => {
    const loaded = await englishAnalysis();
    const { selection, panels } = await grove();
    await vscode.commands.executeCommand('grove.reveal', { analysis: loaded.id, cluster: '2' });
    assert.deepEqual(selection.current, { kind: 'cluster', cluster: 2 });
    await vscode.commands.executeCommand('grove.reveal', { cluster: loaded.cluster(1)!.label });
    assert.deepEqual(selection.current, { kind: 'cluster', cluster: 1 });
    await until('the page is ready', () => panels.of(loaded.id)?.isReady);
  });

  it('selects and opens a document', async () => {
    const loaded = await englishAnalysis();
    const { selection } = await grove();
    await vscode.commands.executeCommand('grove.reveal', { document: loaded.rows[3]!.id });
    assert.deepEqual(selection.current, { kind: 'document', document: 3 });
    await until('it is open', () => vscode.window.activeTextEditor?.document.uri.fsPath === loaded.fileOf(3));
  });

  it('says what is not there', async () => {
    await englishAnalysis();
    const said = await messagesOf(async () => {
      for (const target of [{ analysis: 'no such' }, { cluster: 'no such' }, { document: 'no such' }])
        await vscode.commands.executeCommand('grove.reveal', target);
    });
    assert.equal(said.length, 3);
    assert.ok(said.every((message) => message.includes('no such')));
  });

  it('is read from an address', () => {
    const uri = vscode.Uri.parse('vscode://grove.grove/reveal?analysis=a%20b&cluster=3');
    assert.deepEqual(revealTargetOf(uri), { analysis: 'a b', cluster: '3' });
    assert.equal(revealTargetOf(vscode.Uri.parse('vscode://grove.grove/other')), undefined);
  });
});
