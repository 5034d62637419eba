import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { StoredAnalysis } from '../../../src/host/state/analysisStore';
import { cluster, englishAnalysis, folderOf, grove, inWorkspace, messagesOf, until } from './grove';

describe('a run that does not end well', () => {
  /** The earlier analysis must still be there and active, and nothing half-written beside it. */
  async function assertNothingLost(work: () => Promise<void>): Promise<void> {
    const before = await englishAnalysis();
    const { store } = await grove();
    const ids = (list: readonly StoredAnalysis[]): string[] => list.map(({ id }) => id).sort();
    const listed = ids(store.analyses);
    await work();
    await store.refresh();
    assert.deepEqual(ids(store.analyses), listed);
    assert.equal(store.active?.id, before.id);
    assert.deepEqual(
      (await fs.readdir(path.dirname(before.folder))).filter((name) => name.includes('.partial')),
      [],
    );
  }

  it('cancelled: leaves nothing behind', async () => {
    await assertNothingLost(async () => {
      const { engine } = await grove();
      const run = cluster(await manyFiles());
      await until('the run', () => engine.isRunning);
      await vscode.commands.executeCommand('grove.cancelRun');
      assert.equal(await run, undefined);
    });
  });

  it('its process killed: leaves nothing behind, and the next run works', async () => {
    await assertNothingLost(async () => {
      const { engine } = await grove();
      const run = cluster(await manyFiles());
      const pid = await until('the run', () => engine.isRunning && engine.processIds.runs);
      const said = await messagesOf(async () => {
        process.kill(pid, 'SIGKILL');
        assert.equal(await run, undefined);
      });
      assert.match(said.join('\n'), /SIGKILL.*Nothing was changed/);
    });
    const { engine, store } = await grove();
    const result = await cluster(inWorkspace('english'));
    assert.ok(result, 'the engine did not start again');
    assert.notEqual(engine.processIds.runs, undefined);
    await store.delete(path.basename(result.analysis));
  });

  it('the panel closed while it is under way: it ends well', async () => {
    const { engine, store } = await grove();
    await vscode.commands.executeCommand('grove.openAnalysis', store.find((await englishAnalysis()).id));
    const run = cluster(await manyFiles());
    await until('the run', () => engine.isRunning);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const result = await run;
    assert.ok(result);
    const id = path.basename(result.analysis);
    assert.equal(store.active?.id, id);
    await store.delete(id);
    await store.activate((await englishAnalysis()).id);
  });

  it('an empty folder, and one with binary files only: are refused with a sentence that names them', async () => {
    const bytes = Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256);
    const places = [await folderOf('empty', {}), await folderOf('binary', { 'a.bin': bytes, 'b.png': bytes })];
    await assertNothingLost(async () => {
      for (const place of places) {
        const said = await messagesOf(async () => assert.equal(await cluster(place), undefined));
        assert.equal(said.length, 1);
        assert.ok(said[0]?.includes(place.fsPath), said[0]);
      }
    });
  });

  it('a folder that is not there: is refused with a sentence that names it', async () => {
    await assertNothingLost(async () => {
      const said = await messagesOf(async () => assert.equal(await cluster(inWorkspace('never was')), undefined));
      assert.match(said.join('\n'), /never was/);
    });
  });

  it('a place that can’t be written to: is refused before the work begins, and hides no analysis', async () => {
    const inTheWay = inWorkspace('.grove').fsPath;
    const grovesSettings = vscode.workspace.getConfiguration('grove');
    await fs.writeFile(inTheWay, 'a file where the folder would be');
    await grovesSettings.update('storage', 'workspace', vscode.ConfigurationTarget.Workspace);
    try {
      await assertNothingLost(async () => {
        const said = await messagesOf(async () => assert.equal(await cluster(inWorkspace('chinese')), undefined));
        assert.equal(said.length, 1);
        assert.match(said[0] ?? '', /\.grove is a file\. Choose another place/);
      });
    } finally {
      await grovesSettings.update('storage', undefined, vscode.ConfigurationTarget.Workspace);
      await fs.rm(inTheWay);
    }
  });

  for (const count of [1, 2, 3]) {
    it(`a folder of ${count}: works`, async () => {
      const texts = [
        'Bread rises overnight in a cold kitchen.',
        'The telescope found a faint galaxy.',
        'Trams ran late on Monday.',
      ];
      const folder = await folderOf(
        `of ${count}`,
        Object.fromEntries(texts.slice(0, count).map((text, i) => [`${i}.txt`, text])),
      );
      const result = await cluster(folder);
      assert.equal(result?.documents, count);
    });
  }

  async function manyFiles(): Promise<vscode.Uri> {
    const words = ['bread', 'planet', 'whale', 'football', 'garden', 'vaccine', 'railway', 'pension', 'yeast', 'orbit'];
    const text = (i: number): string =>
      Array.from({ length: 120 }, (_, j) => words[(i * 31 + j * j) % words.length]).join(' ');
    return folderOf('many', Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`${i}.txt`, text(i)])));
  }
});
