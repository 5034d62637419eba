import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { englishAnalysis, inWorkspace } from './grove';

interface Tags {
  readonly format: string;
  readonly files: Readonly<Record<string, { tag: string; analysis: string }>>;
}

describe('tags', () => {
  const tagFile = (): string => inWorkspace('.grove', 'tags.json').fsPath;
  const readTags = async (): Promise<Tags> => JSON.parse(await fs.readFile(tagFile(), 'utf8')) as Tags;

  it('are written a line a file, sorted, with the label of each cluster', async () => {
    const loaded = await englishAnalysis();
    await vscode.commands.executeCommand('grove.tagFiles');
    const { format, files } = await readTags();
    assert.equal(format, 'grove-tags');
    const paths = Object.keys(files);
    assert.equal(paths.length, loaded.rows.length);
    assert.deepEqual(paths, [...paths].sort());
    for (const row of loaded.rows) {
      assert.equal(files[`english/${row.path}`]?.tag, loaded.cluster(row.cluster)?.label, row.path);
    }
    const text = await fs.readFile(tagFile(), 'utf8');
    for (const each of paths)
      assert.equal(text.split('\n').filter((line) => line.includes(JSON.stringify(each))).length, 1);
  });

  it('are taken back whole, with the file where Grove made it', async () => {
    await englishAnalysis();
    await vscode.commands.executeCommand('grove.tagFiles');
    await vscode.commands.executeCommand('grove.untagFiles');
    await assert.rejects(fs.access(path.dirname(tagFile())));
  });

  it('leave the tags of a person to the byte when they are taken back', async () => {
    const loaded = await englishAnalysis();
    const first = `english/${loaded.rows[0]!.path}`;
    const own = {
      [first]: { tag: 'mine', analysis: 'by hand' },
      'elsewhere.txt': { tag: 'mine too', analysis: 'by hand' },
    };
    const text = `${JSON.stringify({ format: 'grove-tags', version: 1, files: own })}\n`;
    await fs.mkdir(path.dirname(tagFile()), { recursive: true });
    await fs.writeFile(tagFile(), text);
    try {
      await vscode.commands.executeCommand('grove.tagFiles');
      const { files } = await readTags();
      assert.equal(files['elsewhere.txt']?.tag, 'mine too');
      assert.notEqual(files[first]?.tag, 'mine');
      await vscode.commands.executeCommand('grove.untagFiles');
      assert.equal(await fs.readFile(tagFile(), 'utf8'), text);
    } finally {
      await fs.rm(path.dirname(tagFile()), { recursive: true, force: true });
    }
  });
});
