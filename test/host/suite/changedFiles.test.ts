import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ClusterNode } from '../../../src/host/views/pagedNodes';
import { cluster, filesIn, folderOf, grove, inWorkspace, until } from './grove';

const texts = Object.fromEntries(
  [
    'bread and yeast',
    'flour and salt',
    'stars and planets',
    'moons and comets',
    'goals and players',
    'a late match',
  ].map((text, i) => [`note ${i}.md`, `Notes on ${text}, written down on day ${i}.`]),
);

const baking = 'Knead flour, water, salt and yeast; let the dough rise, then bake the bread in a hot oven.';
const sky = 'Through the telescope we saw planets, moons and a comet pass among the stars of the galaxy.';

/** A folder of notes written an hour ago. */
async function olderNotes(name: string): Promise<vscode.Uri> {
  const folder = await folderOf(name, texts);
  const earlier = new Date(Date.now() - 3_600_000);
  for (const file of Object.keys(texts)) await fs.utimes(path.join(folder.fsPath, file), earlier, earlier);
  return folder;
}

describe('the status bar', () => {
  it('says which files changed, came or went since the analysis, and nothing of those that are not its own', async () => {
    const folder = await olderNotes('watched');
    assert.ok(await cluster(folder));
    const { changed, status } = await grove();
    await until('it is up to date', () => status.text.includes('up to date'));
    assert.deepEqual([...changed.files], []);

    const at = (name: string): string => path.join(folder.fsPath, name);
    await fs.writeFile(at('note 0.md'), 'Something else altogether.');
    await fs.writeFile(at('note 6.md'), 'One more note.');
    await fs.rm(at('note 5.md'));
    await fs.writeFile(at('program.exe'), 'no document');
    await fs.mkdir(at('.hidden'));
    await fs.writeFile(at('.hidden/note.md'), 'No document either.');
    await until('three files are counted', () => changed.files.size === 3 && status.text.includes('3'));
    assert.deepEqual([...changed.files].map((file) => path.basename(file)).sort(), [
      'note 0.md',
      'note 5.md',
      'note 6.md',
    ]);

    const { clusters, edits, store } = await grove();
    await until('the badge of the view counts them', () => clusters.badge?.value === 3);
    await edits.rename(store.active!.id, 0, 'Renamed');
    assert.equal(changed.files.size, 3, 'a new name is no change of files');

    await vscode.commands.executeCommand('grove.rerunAnalysis');
    await until('it is up to date again', () => status.text.includes('up to date'));
    assert.equal(changed.files.size, 0);
    await until('there is no badge', () => clusters.badge === undefined);
  });

  it('asks files for their time once while the analysis stays in memory, and goes on watching it', async () => {
    const folder = await olderNotes('kept in memory');
    assert.ok(await cluster(folder));
    const { changed, panels, store } = await grove();
    const { id } = store.active!;
    panels.open(id);
    await until('its page is there', () => panels.of(id)?.isReady);
    const watched = changed.filesOf(id);
    const other = store.analyses.find((stored) => stored.id !== id && stored.analysis !== undefined)!;
    await store.activate(other.id);
    assert.equal(changed.filesOf(id), watched);
    await fs.writeFile(path.join(folder.fsPath, 'note 1.md'), 'Written while another one was active.');
    await until('it is found', () => changed.filesOf(id).size === 1);
    await store.focus(id);
    assert.deepEqual([...changed.files], [path.join(folder.fsPath, 'note 1.md')]);
    assert.equal(changed.filesOf(id), watched);
    panels.of(id)!.dispose();
  });

  it('gives changed and new files their cluster without running again, and follows them', async () => {
    const folder = await folderOf('assigned', texts);
    for (const name of ['baking', 'sky'])
      for (let i = 0; i < 8; i++)
        await folderOf('assigned', { [`${name}/${i}.md`]: `${name === 'sky' ? sky : baking} Written on day ${i}.` });
    const earlier = new Date(Date.now() - 3_600_000);
    for (const file of await filesIn(folder)) await fs.utimes(file, earlier, earlier);
    assert.ok(await cluster(folder));
    const { assigned, changed, clusters, decorations, status, store } = await grove();
    const loaded = store.active!;
    const clusterOf = (name: string): number => loaded.rows.find(({ path: own }) => own === name)!.cluster;
    const [bread, stars] = [clusterOf('baking/0.md'), clusterOf('sky/0.md')];
    assert.notEqual(bread, stars);
    const at = (name: string): string => path.join(folder.fsPath, name);

    await fs.writeFile(at('new.md'), sky);
    await fs.writeFile(at('baking/1.md'), sky);
    await until('both are assigned', () => assigned.clusterOf(at('new.md')) === stars && assigned.clusterOf(at('baking/1.md')) === stars); // prettier-ignore
    assert.equal(loaded, store.active, 'nothing was run');
    const label = loaded.cluster(stars)!.label;
    assert.match(decorations.provideFileDecoration(vscode.Uri.file(at('new.md')))?.tooltip ?? '', new RegExp(label));
    await until('the status bar counts them', () => status.text.includes('2'));
    const node = (): ClusterNode | undefined => clusters.getChildren().find((each) => each.kind === 'cluster' && each.id === stars); // prettier-ignore
    const newFiles = (): string[] =>
      clusters.getChildren(node()).flatMap((each) => (each.kind === 'newFile' ? [each.file] : []));
    await until('the new one is listed in its cluster', () => newFiles().join() === at('new.md'));
    assert.match(String(clusters.getTreeItem(node()!).description), /1 new/);

    await fs.writeFile(at('new.md'), baking);
    await until('it follows the text', () => assigned.clusterOf(at('new.md')) === bread);
    await until('it is listed there no more', () => newFiles().length === 0);
    await fs.rename(at('new.md'), at('renamed.md'));
    await until('it follows the name', () => assigned.clusterOf(at('renamed.md')) === bread);
    assert.equal(assigned.clusterOf(at('new.md')), undefined);
    await fs.rename(at('sky'), at('heaven'));
    await until('it follows a folder', () => assigned.clusterOf(at('heaven/7.md')) === stars && changed.files.has(at('sky/7.md'))); // prettier-ignore
    await fs.rm(at('heaven'), { recursive: true });
    await until('what is gone is forgotten', () => assigned.clusterOf(at('heaven/7.md')) === undefined && !changed.files.has(at('heaven/7.md'))); // prettier-ignore

    const configuration = vscode.workspace.getConfiguration('grove', inWorkspace());
    await configuration.update('assignChangedFiles', false, vscode.ConfigurationTarget.Workspace);
    try {
      await until('it is switched off', () => assigned.clusterOf(at('renamed.md')) === undefined);
      assert.ok(changed.files.has(at('renamed.md')));
    } finally {
      await configuration.update('assignChangedFiles', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await until('it is switched on', () => assigned.clusterOf(at('renamed.md')) === bread);
  });

  it('finds what changed while nobody watched', async () => {
    const folder = await olderNotes('not watched');
    assert.ok(await cluster(folder));
    const { changed, store } = await grove();
    const { id } = store.active!;
    const other = store.analyses.find((stored) => stored.id !== id && stored.analysis !== undefined)!;
    await store.activate(other.id);
    const later = new Date(Date.now() + 60_000);
    await fs.utimes(path.join(folder.fsPath, 'note 2.md'), later, later);
    await store.activate(id);
    await until('it is found', () => changed.files.size === 1);
  });
});
