import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { click, cluster, documentsBelow, englishAnalysis, filesIn, folderOf, grove, inWorkspace, until } from './grove';

describe('clustering a folder', () => {
  it('clusters every document of the English samples and makes the analysis active', async () => {
    const { store } = await grove();
    const files = await filesIn(inWorkspace('english'));
    const result = await cluster(inWorkspace('english'));
    assert.ok(result);
    assert.equal(result.documents, files.length);
    assert.deepEqual(result.skipped, []);
    const active = await until('the analysis is active', () => store.active);
    assert.equal(active.folder, result.analysis);
    assert.equal(active.rows.length, files.length);
    assert.deepEqual(active.rows.map((_row, i) => active.fileOf(i)).sort(), files.sort());
    const top = result.clusters.filter(({ parent }) => parent === null);
    assert.ok(top.length >= 4 && top.length <= 16, `8 topics became ${top.length} clusters`);
  });

  it('writes the analysis into storage of its own, not into the folder', async () => {
    const { folder } = await englishAnalysis();
    assert.ok(!folder.startsWith(inWorkspace().fsPath));
    assert.deepEqual((await fs.readdir(folder)).sort(), [
      ...[
        'analysis.json',
        'documents.parquet',
        'encodings.npy',
        'linkage.npy',
        'model',
        'projection.npy',
        'vectors.npy',
      ],
    ]);
  });

  it('clusters Chinese, one of the files in GBK', async () => {
    const result = await cluster(inWorkspace('chinese'));
    assert.ok(result);
    assert.equal(result.documents, (await filesIn(inWorkspace('chinese'))).length);
    const labels = result.clusters.map(({ label }) => label).join(' ');
    assert.match(labels, /\p{Script=Han}{2}/u);
    assert.doesNotMatch(labels, /[�的]/u);
  });

  it('clusters the rows of a table and opens a document at its row', async () => {
    const { store, clusters } = await grove();
    const result = await cluster(inWorkspace('survey.csv'));
    assert.ok(result);
    const loaded = store.active;
    assert.equal(loaded?.analysis.source.kind, 'table');
    const index = loaded.rows.findIndex(({ row }) => row !== undefined && row > 5);
    const document = documentsBelow(clusters).find((node) => node.document === index);
    assert.ok(document);
    await click(clusters.getTreeItem(document));
    const editor = await until('the table is open', () => vscode.window.activeTextEditor);
    assert.equal(editor.document.uri.fsPath, inWorkspace('survey.csv').fsPath);
    const line = editor.document.lineAt(editor.selection.active.line).text;
    const words = (loaded.rows[index]?.snippet ?? '').split(/\s+/).slice(0, 4).join(' ');
    assert.ok(words.length > 0 && line.includes(words), `"${line}" does not have "${words}"`);
  });

  it('leaves out what files.exclude names', async () => {
    const folder = await folderOf('excluding', {
      ...Object.fromEntries(
        Array.from({ length: 8 }, (_, i) => [`kept ${i}.txt`, `Sourdough bread number ${i} rises slowly overnight.`]),
      ),
      'left out/secret.txt': 'Nobody is to read this file about bread.',
    });
    const files = vscode.workspace.getConfiguration('files');
    await files.update('exclude', { '**/left out': true }, vscode.ConfigurationTarget.Workspace);
    try {
      const result = await cluster(folder);
      assert.equal(result?.documents, 8);
    } finally {
      await files.update('exclude', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('reads, shows and opens names with spaces, quotes, #, %, emoji and right-to-left letters', async () => {
    const names = [
      "it's “quoted”.txt",
      '100% #1?.md',
      'a b  c.txt',
      '%41 %2F.txt',
      '🌳 trees.txt',
      'שלום.txt',
      '说明.txt',
    ];
    const folder = await folderOf(
      'odd #names% 🌲',
      Object.fromEntries(names.map((name, i) => [name, `Bread ${i} and butter, for tea at five o'clock.`])),
    );
    const { clusters, decorations, similar } = await grove();
    assert.equal((await cluster(folder))?.documents, names.length);
    const nodes = documentsBelow(clusters);
    const described = nodes.map((node) => clusters.getTreeItem(node).description);
    assert.deepEqual(described.sort(), [...names].sort());
    for (const node of nodes) {
      const item = clusters.getTreeItem(node);
      const uri = vscode.Uri.joinPath(folder, String(item.description));
      await click(item);
      await until(
        `${uri.toString()} is open`,
        () => vscode.window.activeTextEditor?.document.uri.toString() === uri.toString(),
      );
      assert.ok(decorations.provideFileDecoration(uri)?.badge, uri.toString());
      await similar.refresh();
      await until(`the others beside ${uri.toString()}`, () => similar.similar.length === names.length - 1);
    }
  });

  it('two runs on one folder at once both end, one after the other', async () => {
    const [first, second] = await Promise.all([cluster(inWorkspace('english')), cluster(inWorkspace('english'))]);
    assert.ok(first && second);
    assert.notEqual(first.analysis, second.analysis);
    const labels = (result: typeof first): string[] => result.clusters.map(({ label }) => label);
    assert.deepEqual(labels(first), labels(second));
  });
});
