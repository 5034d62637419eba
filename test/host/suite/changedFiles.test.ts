import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { cluster, folderOf, grove, until } from './grove';

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

    const { edits } = await grove();
    await edits.rename(0, 'Renamed');
    assert.equal(changed.files.size, 3, 'a new name is no change of files');

    await vscode.commands.executeCommand('grove.rerunAnalysis');
    await until('it is up to date again', () => status.text.includes('up to date'));
    assert.equal(changed.files.size, 0);
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
