import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { GroveApi } from '../../../src/extension';
import { cluster, folderOf, grove, inWorkspace, until } from './grove';
import { textsOfTwoKinds } from './twoKinds';

describe('tags in front matter', () => {
  const markdown: Record<string, string | Uint8Array> = {
    'plain.md': 'Bread dough, yeast, oven and crust.\n',
    'windows.md': '---\r\ntitle: Flour\r\ntags: [mine]\r\n---\r\nKnead the dough and let the loaf rise.\r\n',
    'marked.md': '\uFEFF# Planets\n\nPlanet, orbit, telescope, star and moon.\n',
    'no end of line.md': 'Galaxy, comet, lens and eclipse',
  };
  const unfit: Record<string, string | Uint8Array> = {
    'mixed lines.md': 'Comet and moon.\r\nStar and galaxy.\n',
    'toml.md': '+++\ntitle = "Stars"\n+++\nA star and its planet.\n',
    'latin.md': Buffer.from('Brot, Hefe, M\xfchle, oven, crust\n', 'latin1'),
  };
  const all = { ...textsOfTwoKinds, ...markdown, ...unfit };
  let api: GroveApi;
  let folder: vscode.Uri;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('grove');

  before(async () => {
    api = await grove();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    folder = await folderOf('front matter', all);
    const earlier = new Date(Date.now() - 3_600_000);
    for (const name of Object.keys(all)) await fs.utimes(at(name), earlier, earlier);
    await settings().update('writeFrontMatter', true, vscode.ConfigurationTarget.Workspace);
    assert.ok(await cluster(folder));
  });

  after(() => settings().update('writeFrontMatter', undefined, vscode.ConfigurationTarget.Workspace));

  const at = (name: string): string => path.join(folder.fsPath, name);
  const bytes = (name: string): Promise<Buffer> => fs.readFile(at(name));
  const tagged = async (name: string): Promise<boolean> => (await bytes(name)).includes('grove/');
  const expectAsBefore = async (): Promise<void> => {
    for (const [name, content] of Object.entries(all))
      assert.deepEqual(await bytes(name), Buffer.from(content), `${name} is not as it was`);
  };

  /** Tags with a person who presses a button of the question. */
  const tag = async (button: string | undefined): Promise<string[]> => {
    const { window } = vscode;
    const { showInformationMessage } = window;
    const said: string[] = [];
    const answer = (message: string, ...rest: unknown[]): Promise<unknown> => {
      said.push(message);
      return Promise.resolve(rest.find((each) => each === button));
    };
    Object.assign(window, { showInformationMessage: answer });
    try {
      await vscode.commands.executeCommand('grove.tagFiles');
    } finally {
      Object.assign(window, { showInformationMessage });
    }
    return said;
  };
  const untag = (): Thenable<unknown> => vscode.commands.executeCommand('grove.untagFiles');

  it('are written where that is safe, and what is left is counted', async () => {
    const said = await tag('Add Tags');
    for (const name of Object.keys(markdown)) assert.ok(await tagged(name), name);
    for (const name of Object.keys(unfit)) assert.deepEqual(await bytes(name), Buffer.from(unfit[name]!), name);
    assert.match(said.at(-1) ?? '', /4 Markdown files .* 3 were left/);
    const windows = (await bytes('windows.md')).toString();
    assert.match(windows, /^---\r\ntitle: Flour\r\ntags: \[mine, grove\/[^\]]+\]\r\n---\r\n/);
    assert.ok((await bytes('marked.md')).toString().startsWith('\uFEFF---\n'));
  });

  it('are no change of the text', async () => {
    await until('nothing has changed', () => api.changed.files.size === 0);
    const { id } = api.store.active!;
    await api.store.activate(id);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual([...api.changed.files], []);
  });

  it('are taken back to the byte', async () => {
    await untag();
    await expectAsBefore();
    await until('nothing has changed', () => api.changed.files.size === 0);
  });

  it('nothing is written where the person says no', async () => {
    await tag(undefined);
    await expectAsBefore();
    await untag();
  });

  it('those that are chosen in the preview alone are written', async () => {
    const tagging = tag('Review Changes…');
    // The least clear file waits for a tick; the others have theirs.
    for (let isApplied = false; !isApplied;) {
      await vscode.commands.executeCommand('refactorPreview.apply').then(undefined, () => undefined);
      isApplied = await Promise.race([tagging.then(() => true), new Promise<false>((resolve) => setTimeout(() => resolve(false), 200))]); // prettier-ignore
    }
    const written = await Promise.all(Object.keys(markdown).map(tagged));
    assert.equal(written.filter(Boolean).length, Object.keys(markdown).length - 1);
    assert.match((await tagging).at(-1) ?? '', /3 Markdown files .* 4 were left/);
    await untag();
    await expectAsBefore();
  });

  it('leave a file with unsaved changes alone, and go from it once it is saved', async () => {
    await tag('Add Tags');
    const document = await vscode.workspace.openTextDocument(at('plain.md'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(document.lineAt(document.lineCount - 1).range.end, 'More.\n'));
    await untag();
    assert.ok(await tagged('plain.md'));
    await document.save();
    await tag(undefined);
    await untag();
    assert.equal((await bytes('plain.md')).toString(), `${String(markdown['plain.md'])}More.\n`);
    await fs.writeFile(at('plain.md'), markdown['plain.md']!);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('follow files and folders that are renamed or moved in the editor, in tags.json, too', async () => {
    const move = async (from: string, to: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.renameFile(vscode.Uri.file(at(from)), vscode.Uri.file(at(to)));
      assert.ok(await vscode.workspace.applyEdit(edit));
    };
    const tagFile = inWorkspace('.grove', 'tags.json').fsPath;
    const tags = async (): Promise<Record<string, { tag: string }>> =>
      (
        JSON.parse(await fs.readFile(tagFile, 'utf8').catch(() => '{ "files": {} }')) as {
          files: Record<string, { tag: string }>;
        }
      ).files; // while it is replaced there is none
    await tag('Add Tags');
    const { tag: plain } = (await tags())['front matter/plain.md']!;
    await move('plain.md', 'renamed.md');
    await until('its tag follows', async () => (await tags())['front matter/renamed.md']?.tag === plain);
    assert.equal((await tags())['front matter/plain.md'], undefined);
    await fs.mkdir(at('inner'));
    await move('marked.md', 'inner/marked.md');
    await move('inner', 'outer');
    await until('tags follow a folder', async () => (await tags())['front matter/outer/marked.md'] !== undefined);
    await untag();
    await assert.rejects(fs.access(tagFile), 'what Grove made is gone');
    assert.deepEqual(await bytes('renamed.md'), Buffer.from(all['plain.md']!));
    assert.deepEqual(await bytes('outer/marked.md'), Buffer.from(all['marked.md']!));
    await move('renamed.md', 'plain.md');
    await move('outer/marked.md', 'marked.md');
    await expectAsBefore();
  });

  it('a file that was renamed since is told and the others are restored', async () => {
    await until('the editor has noticed what the test before wrote', async () => (await vscode.workspace.openTextDocument(at('plain.md'))).getText() === markdown['plain.md']); // prettier-ignore
    await tag('Add Tags');
    await fs.rename(at('plain.md'), at('renamed.md'));
    await untag();
    assert.ok(await tagged('renamed.md'));
    await fs.rename(at('renamed.md'), at('plain.md'));
    await fs.writeFile(at('plain.md'), markdown['plain.md']!);
    await expectAsBefore();
  });

  it('are undone in the editor', async () => {
    // With one file alone: of several the editor asks whether to undo all.
    const one = 'Bread dough, yeast, oven and crust.\n';
    const undone = await folderOf('front matter undone', { ...textsOfTwoKinds, 'one.md': one });
    const file = path.join(undone.fsPath, 'one.md');
    assert.ok(await cluster(undone));
    await tag('Add Tags');
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    assert.ok(document.getText().includes('grove/'));
    await vscode.commands.executeCommand('undo');
    await until('the tag is gone', () => document.getText() === one);
    await document.save();
    assert.equal(await fs.readFile(file, 'utf8'), one);
    await untag();
    assert.equal(await fs.readFile(file, 'utf8'), one);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
