import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GroveApi } from '../../../src/extension';
import type { LoadedAnalysis } from '../../../src/host/state/loadedAnalysis';
import { englishAnalysis, grove, messagesOf, until } from './grove';

type Request = (
  messages: readonly vscode.LanguageModelChatMessage[],
  token: vscode.CancellationToken,
) => Promise<string>;

/** Names by a language model that answers as a test says. */
describe('Name Clusters with a Language Model', () => {
  let api: GroveApi;
  let loaded: LoadedAnalysis;
  const asked: string[] = [];
  const confirmations: string[] = [];
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('grove');
  const switchOn = (isOn: boolean | undefined): Thenable<void> =>
    settings().update('languageModelNames', isOn, vscode.ConfigurationTarget.Global);
  const active = (): LoadedAnalysis => {
    assert.ok(api.store.active);
    return api.store.active;
  };
  const labels = (): string[] =>
    active()
      .childrenOf(null)
      .map(({ label }) => label);

  /** Runs the command with a model in the window, and a person who agrees to what is asked or not. */
  async function nameBy(
    answer: Request,
    { agrees = true, cancels }: { agrees?: boolean; cancels?: Promise<void> } = {},
  ): Promise<string[]> {
    const model = {
      ...{ name: 'Stub', id: 'stub', vendor: 'test', family: 'stub', version: '1', maxInputTokens: 4000 },
      countTokens: () => Promise.resolve(1),
      sendRequest: async (
        messages: readonly vscode.LanguageModelChatMessage[],
        _: unknown,
        token: vscode.CancellationToken,
      ) => {
        asked.push(JSON.stringify(messages.map(({ content }) => content)));
        const text = await answer(messages, token);
        return { text: (async function* () { for (const character of text) yield await Promise.resolve(character); })() }; // prettier-ignore
      },
    };
    const { selectChatModels } = vscode.lm;
    const { showWarningMessage, withProgress } = vscode.window;
    Object.assign(vscode.lm, { selectChatModels: () => Promise.resolve([model]) });
    Object.assign(vscode.window, {
      showWarningMessage: (message: string, { detail }: vscode.MessageOptions, send: string) => {
        confirmations.push(`${message} ${detail ?? ''}`);
        return Promise.resolve(agrees ? send : undefined);
      },
      ...(cancels && {
        withProgress: (_: unknown, task: (progress: object, token: vscode.CancellationToken) => Promise<unknown>) => {
          const source = new vscode.CancellationTokenSource();
          void cancels.then(() => source.cancel());
          return task({ report() {} }, source.token);
        },
      }),
    });
    try {
      return await messagesOf(async () => vscode.commands.executeCommand('grove.nameClusters'));
    } finally {
      Object.assign(vscode.lm, { selectChatModels });
      Object.assign(vscode.window, { showWarningMessage, withProgress });
    }
  }

  before(async () => {
    api = await grove();
    loaded = await englishAnalysis();
  });

  beforeEach(() => {
    asked.length = 0;
    confirmations.length = 0;
  });

  afterEach(async () => {
    while (active().history.done.length > 0) await vscode.commands.executeCommand('grove.undoEdit');
    await switchOn(undefined);
  });

  it('is switched off: nothing is asked', async () => {
    assert.match((await nameBy(() => Promise.resolve('Sea'))).join(), /switched off/);
    assert.deepEqual([asked, confirmations], [[], []]);
  });

  it('sends nothing where the person does not agree', async () => {
    await switchOn(true);
    await nameBy(() => Promise.resolve('Sea'), { agrees: false });
    assert.deepEqual(asked, []);
    assert.match(confirmations.join(), /“Stub”.*300 characters.*test/s);
  });

  it('names each cluster, marks it, asks the person once, and is undone like a rename', async () => {
    await switchOn(true);
    const before = labels();
    let count = 0;
    assert.deepEqual(await nameBy(() => Promise.resolve(`“Topic number ${++count}.”`)), []);
    assert.equal(confirmations.length, 1);
    assert.deepEqual(
      labels(),
      before.map((_, i) => `Topic number ${i + 1}`),
    );
    assert.ok(asked.every((messages) => messages.length < 8000));
    const [node] = api.clusters.getChildren();
    assert.ok(node?.kind === 'cluster');
    assert.equal(node.cluster.namedBy, 'Stub');
    const item = api.clusters.getTreeItem(node);
    assert.match(String(item.description), /✦/);
    assert.match(item.accessibilityInformation?.label ?? '', /Named by Stub/);
    await api.edits.rename(loaded.id, node.id, 'My own');
    assert.equal(active().cluster(node.id)?.namedBy, undefined);
    await nameBy(() => Promise.resolve(`Another ${++count}`));
    assert.equal(confirmations.length, 1);
    assert.equal(active().cluster(node.id)?.label, 'My own', 'the name that a person gave is kept');
    while (active().history.done.length > 0) await vscode.commands.executeCommand('grove.undoEdit');
    assert.deepEqual(labels(), before);
    assert.ok(
      active()
        .childrenOf(null)
        .every(({ namedBy }) => namedBy === undefined),
    );
  });

  it('takes no answer that is no name', async () => {
    await switchOn(true);
    const before = labels();
    const bad = ['<img src=x>', 'Sure! Here it is:\nSea', before[0]!, 'x'.repeat(5000)];
    let count = 0;
    const said = await nameBy(() => Promise.resolve(bad[count++ % bad.length]!));
    const different = labels().filter((label, i) => label !== before[i]);
    assert.deepEqual(different, []);
    assert.match(said.join(), /named 0 of/);
  });

  it('stops at once when it is cancelled, whatever the model does', async () => {
    await switchOn(true);
    const before = labels();
    const began = performance.now();
    const cancels = until('a question', () => asked.length === 1).then(() => {});
    assert.deepEqual(await nameBy(() => new Promise(() => {}), { cancels }), []);
    assert.ok(performance.now() - began < 30_000);
    assert.deepEqual(labels(), before);
    assert.equal(asked.length, 1);
  });

  it('tells what is wrong with the model', async () => {
    await switchOn(true);
    const blocked = vscode.LanguageModelError.Blocked('no');
    assert.match((await nameBy(() => Promise.reject(blocked))).join(), /“Stub” takes no more requests now/);
    assert.match((await nameBy(() => Promise.reject(new Error('the line is dead')))).join(), /the line is dead/);
    assert.equal(asked.length, 2);
  });
});
