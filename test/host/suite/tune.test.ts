import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { writeSettings } from '../../../src/host/commands/tune';
import type { TuneResult } from '../../../src/shared/tuning';
import { folderOf, inWorkspace, until } from './grove';
import { textsOfTwoKinds } from './twoKinds';

type Pick = vscode.QuickPickItem & { readonly minutes?: number; readonly resume?: boolean };

describe('Tune', () => {
  let source: vscode.Uri;
  /** What the person was told and offered, and what was listed before. */
  let told: { message: string; actions: string[] }[];
  let listed: readonly Pick[];
  /** Runs the command for a few seconds; `action` is the button that the person takes in the end. */
  const tune = async (resume: boolean, action?: string): Promise<TuneResult | undefined> => {
    const { showQuickPick, showInformationMessage } = vscode.window;
    told = [];
    Object.assign(vscode.window, {
      showQuickPick: (items: readonly Pick[]) => {
        listed = items;
        return Promise.resolve({ label: '', minutes: 0.1, resume });
      },
      showInformationMessage: (message: string, ...actions: string[]) => {
        told.push({ message, actions });
        return Promise.resolve(actions.find((each) => each === action));
      },
    });
    try {
      return await vscode.commands.executeCommand<TuneResult | undefined>('grove.tune', source);
    } finally {
      Object.assign(vscode.window, { showQuickPick, showInformationMessage });
    }
  };
  const table = (): string =>
    vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'grove-trials')?.getText() ?? '';

  before(async () => {
    source = await folderOf('tune', textsOfTwoKinds);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await fs.rm(inWorkspace('tune').fsPath, { recursive: true, force: true });
  });

  it('shows every trial in a table, and tells the best', async () => {
    const result = await tune(false);
    assert.ok(result && result.trials.length > 1);
    assert.deepEqual(listed.map(({ resume }) => resume), [false, false, false, false]); // prettier-ignore
    const rows = result.trials.map(
      ({ number, score }) => new RegExp(`^ +${number} .*${score === null ? '–' : score.toFixed(4)}`, 'm'),
    );
    await until('every trial is in the table', () => rows.every((row) => row.test(table())));
    assert.equal(told.length, 1);
    assert.match(told[0]!.message, result.best.number === 1 ? /none did better/ : /^Best of \d+ trials: \w+/);
  });

  it('goes on with the last search', async () => {
    const before = table().match(/^ +\d+ /gm)?.length ?? 0;
    const result = await tune(true);
    assert.ok(result && before > 0 && result.trials.length >= before, 'trials were lost');
    assert.ok(listed.some(({ resume }) => resume === true));
  });

  it('writes options into the settings of the folder', async () => {
    const read = (): unknown[] => ['algorithm', 'views', 'seed'].map((name) => vscode.workspace.getConfiguration('grove', source).get(name)); // prettier-ignore
    await writeSettings(source, { algorithm: 'leiden', views: ['tfidf', 'corpus-vectors:0.5'], seed: 1 });
    assert.deepEqual(read(), ['leiden', ['tfidf', 'corpus-vectors:0.5'], 1]);
    for (const name of ['algorithm', 'views'])
      await vscode.workspace.getConfiguration('grove', source).update(name, undefined, vscode.ConfigurationTarget.WorkspaceFolder); // prettier-ignore
  });
});
