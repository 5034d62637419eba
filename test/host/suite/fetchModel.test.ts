import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { type FileServer, serveFiles } from '../../support/fileServer';
import { grove, messagesOf, until } from './grove';

/** The suite is bundled to out/hostSuite. */
const tiny = path.resolve(__dirname, '../../test/fixtures/encoder/transformer/tiny');

describe('Fetch Sentence Encoder', () => {
  let server: FileServer;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('grove');
  /** Runs the command; `answer` is what the person types. */
  const fetch = async (answer: string | undefined): Promise<string[]> => {
    const { showInputBox } = vscode.window;
    Object.assign(vscode.window, { showInputBox: () => Promise.resolve(answer) });
    try {
      return await messagesOf(async () => vscode.commands.executeCommand('grove.fetchModel'));
    } finally {
      Object.assign(vscode.window, { showInputBox });
    }
  };

  before(async () => {
    await grove();
    server = await serveFiles();
    for (const name of ['model.onnx', 'tokenizer.json'])
      server.files.set(`org/mini/${name}`, { content: fs.readFileSync(path.join(tiny, name)) });
  });
  after(async () => {
    server.close();
    await settings().update('model', undefined, vscode.ConfigurationTarget.Global);
  });

  it('asks nobody unless the person gives an address', async () => {
    assert.deepEqual(await fetch(undefined), []);
    assert.deepEqual(server.asked, []);
    assert.equal(settings().get('model'), '');
  });

  it('fetches it and sets grove.model', async () => {
    const said = await fetch(`${server.address}/org/mini`);
    assert.match(said.join(), /org\/mini is fetched and set as grove\.model\. .*no checksum/);
    const folder = await until('the setting', () => settings().get<string>('model'));
    assert.ok(fs.existsSync(path.join(folder, 'model.onnx')));
    assert.equal(path.basename(folder), 'mini');
  });

  it('tells what is wrong, and leaves the setting', async () => {
    const before = settings().get('model');
    assert.match(
      (await fetch(`${server.address}/org/none`)).join(),
      /tokenizer\.json is not there\. Check the address/,
    );
    assert.match((await fetch('http://example.org/org/mini')).join(), /is not protected/);
    assert.equal(settings().get('model'), before);
  });
});
