import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ClusterNode } from '../../../src/host/views/pagedNodes';
import { cluster, englishAnalysis, grove, inWorkspace, until } from './grove';

describe('the Clusters view', () => {
  it('holds every document exactly once, under clusters and their parts', async () => {
    const { rows } = await englishAnalysis();
    const { clusters } = await grove();
    const seen = new Map<number, number>();
    const visit = (node: ClusterNode): number => {
      if (node.kind === 'document') seen.set(node.document, (seen.get(node.document) ?? 0) + 1);
      const documents = clusters
        .getChildren(node)
        .map(visit)
        .reduce((sum, count) => sum + count, 0);
      if (node.kind === 'cluster') assert.equal(documents, node.cluster.size, node.cluster.label);
      return node.kind === 'document' ? 1 : documents;
    };
    const total = clusters
      .getChildren()
      .map(visit)
      .reduce((sum, count) => sum + count, 0);
    assert.equal(total, rows.length);
    assert.deepEqual([...new Set(seen.values())], [1]);
    assert.equal(seen.size, rows.length);
  });

  it('names siblings differently and tells size, keywords and a snippet', async () => {
    await englishAnalysis();
    const { clusters } = await grove();
    const roots = clusters.getChildren();
    const labels = roots.map((root) => textOf(clusters.getTreeItem(root).label));
    assert.equal(new Set(labels).size, labels.length);
    for (const root of roots) {
      assert.ok(root.kind === 'cluster');
      const item = clusters.getTreeItem(root);
      assert.equal(item.tooltip, undefined, 'tooltips are made when they are looked at');
      const { description, tooltip } = clusters.resolveTreeItem(item, root);
      assert.equal(description, String(root.cluster.size));
      assert.ok(tooltip instanceof vscode.MarkdownString);
      assert.ok(!tooltip.isTrusted && tooltip.supportHtml !== true);
      const strongest = root.cluster.keywords[0]?.term ?? '';
      assert.ok(strongest !== '' && tooltip.value.includes(strongest), tooltip.value);
    }
  });

  it('opens a document that is clicked, and says so when the file is gone', async () => {
    const loaded = await englishAnalysis();
    const file = loaded.fileOf(0);
    await vscode.commands.executeCommand('grove.openDocument', { file });
    await until('the document is open', () => vscode.window.activeTextEditor?.document.uri.fsPath === file);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('grove.openDocument', { file: `${file}.gone` });
    assert.equal(vscode.window.activeTextEditor, undefined);
  });

  it('keeps a new name of a cluster on disk', async () => {
    const loaded = await englishAnalysis();
    const { store, edits, clusters } = await grove();
    await edits.rename(loaded.id, 0, 'A name of mine');
    const root = clusters.getChildren().find((node) => node.kind === 'cluster' && node.id === 0);
    assert.ok(root);
    assert.equal(clusters.getTreeItem(root).label, 'A name of mine');
    await store.activate(loaded.id);
    assert.equal(store.active?.cluster(0)?.label, 'A name of mine');
    await store.undo(loaded.id);
  });
});

describe('the badges of files', () => {
  it('are at most two characters, in the colour of the cluster’s icon, with the cluster as tooltip', async () => {
    const loaded = await englishAnalysis();
    const { clusters, decorations } = await grove();
    const iconColours = new Map<number, string | undefined>();
    for (const root of clusters.getChildren()) {
      const { iconPath } = clusters.getTreeItem(root);
      if (root.kind === 'cluster' && iconPath instanceof vscode.ThemeIcon) iconColours.set(root.id, iconPath.color?.id);
    }
    assert.equal(new Set(iconColours.values()).size, iconColours.size);
    for (const [i, row] of loaded.rows.entries()) {
      const decoration = decorations.provideFileDecoration(vscode.Uri.file(loaded.fileOf(i)));
      assert.ok(decoration?.badge !== undefined && decoration.badge.length <= 2, row.path);
      assert.ok(decoration.tooltip?.includes(loaded.cluster(row.cluster)?.label ?? '?'));
      assert.equal(decoration.color?.id, iconColours.get(row.cluster), row.path);
    }
    assert.equal(decorations.provideFileDecoration(inWorkspace('labels.csv')), undefined);
  });

  it('can be turned off', async () => {
    const loaded = await englishAnalysis();
    const { decorations } = await grove();
    const file = vscode.Uri.file(loaded.fileOf(0));
    const settings = vscode.workspace.getConfiguration('grove');
    await settings.update('decorations.enabled', false, vscode.ConfigurationTarget.Workspace);
    try {
      await until('no badge', () => decorations.provideFileDecoration(file) === undefined);
    } finally {
      await settings.update('decorations.enabled', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await until('a badge again', () => decorations.provideFileDecoration(file) !== undefined);
  });
});

describe('the Similar Documents view', () => {
  it('lists the nearest documents of the active editor, the nearest first', async () => {
    const loaded = await englishAnalysis();
    const { similar } = await grove();
    await openFile(loaded.fileOf(0));
    await vscode.commands.executeCommand('grove.similarDocuments');
    const listed = await until('similar documents', () => similar.similar.length > 0 && similar.similar);
    assert.equal(listed.length, 20);
    assert.ok(!listed.some(({ id }) => id === loaded.rows[0]?.id), 'a document is not similar to itself');
    const cosines = listed.map((each) => each.similarity);
    assert.deepEqual(
      cosines,
      [...cosines].sort((a, b) => b - a),
    );
    assert.ok(cosines.every((cosine) => cosine > -1 && cosine <= 1.000001));
    assert.ok((listed[0]?.sharedTerms.length ?? 0) > 0);
    const { label, description } = similar.getTreeItem(listed[0]!);
    assert.ok(textOf(label).length > 0);
    assert.match(String(description), /\d/);
  });

  it('follows the editor', async () => {
    const loaded = await englishAnalysis();
    const { similar } = await grove();
    await vscode.commands.executeCommand('grove.similar.focus');
    await openFile(loaded.fileOf(1));
    await similar.refresh();
    const before = similar.similar;
    await openFile(loaded.fileOf(2));
    await until('other documents', () => similar.similar !== before && similar.similar.length > 0);
    assert.ok(!similar.similar.some(({ id }) => id === loaded.rows[2]?.id));
  });

  it('is empty for a file outside the analysis', async () => {
    await englishAnalysis();
    const { similar } = await grove();
    await openFile(inWorkspace('labels.csv').fsPath);
    await similar.refresh();
    assert.deepEqual(similar.similar, []);
  });

  it('answers while a run is under way', async () => {
    const loaded = await englishAnalysis();
    const { engine } = await grove();
    let isRunning = true;
    const run = cluster(inWorkspace('chinese')).finally(() => (isRunning = false));
    const { similar } = await engine.similar({ analysis: loaded.folder, document: loaded.rows[0]!.id, top: 3 });
    assert.equal(similar.length, 3);
    assert.ok(isRunning, 'the run was over before the question was answered');
    await run;
  });
});

describe('the Analyses view', () => {
  it('deletes an analysis and nothing else', async () => {
    const { store } = await grove();
    const result = await cluster(inWorkspace('survey.csv'));
    assert.ok(result);
    const others = store.analyses.filter(({ folder }) => folder !== result.analysis).map(({ id }) => id);
    await store.delete(path.basename(result.analysis));
    assert.deepEqual(
      store.analyses.map(({ id }) => id),
      others,
    );
    await assert.rejects(fs.access(result.analysis));
    assert.equal(store.active, undefined);
  });

  it('lists a damaged analysis and one of an unknown version with the reason', async () => {
    const { folder } = await englishAnalysis();
    const { store } = await grove();
    const place = path.dirname(folder);
    const text = await fs.readFile(path.join(folder, 'analysis.json'), 'utf8');
    await fs.mkdir(path.join(place, 'from-the-future'));
    await fs.writeFile(
      path.join(place, 'from-the-future/analysis.json'),
      text.replace('"version": 1,', '"version": 99,').replace('"version":1,', '"version":99,'),
    );
    await fs.mkdir(path.join(place, 'damaged'));
    await fs.writeFile(path.join(place, 'damaged/analysis.json'), text.slice(0, 200));
    try {
      await store.refresh();
      assert.match(store.find('from-the-future')?.fault ?? '', /version|newer/i);
      assert.ok((store.find('damaged')?.fault ?? '').length > 0);
      assert.equal(store.find(path.basename(folder))?.fault, undefined);
    } finally {
      await fs.rm(path.join(place, 'from-the-future'), { recursive: true });
      await fs.rm(path.join(place, 'damaged'), { recursive: true });
      await store.refresh();
    }
  });
});

describe('the panel', () => {
  it('opens on the active analysis and its page says that it is ready', async () => {
    const { id } = await englishAnalysis();
    const { panels, store } = await grove();
    await vscode.commands.executeCommand('grove.openAnalysis', store.find(id));
    await until('the page is ready', () => panels.of(id)?.isReady);
  });

  it('shares its selection with the Clusters view', async () => {
    const loaded = await englishAnalysis();
    const { selection } = await grove();
    selection.set(loaded, { kind: 'cluster', cluster: 1 }, 'panel');
    assert.deepEqual(selection.current, { kind: 'cluster', cluster: 1 });
  });
});

async function openFile(file: string): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(file));
}

function textOf(label: string | vscode.TreeItemLabel | undefined): string {
  return typeof label === 'string' ? label : (label?.label ?? '');
}
