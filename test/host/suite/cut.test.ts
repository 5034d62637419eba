import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ClusterNode } from '../../../src/host/views/pagedNodes';
import { cluster, documentsBelow, englishAnalysis, grove, inWorkspace, until } from './grove';

describe('the cut of the tree', () => {
  const kindsOf = (nodes: readonly ClusterNode[]): string => [...new Set(nodes.map(({ kind }) => kind))].join();

  afterEach(async () => {
    await vscode.commands.executeCommand('grove.resetCut');
  });

  it('that the panel tells is the tree of the Clusters view, with every document once', async () => {
    const loaded = await englishAnalysis();
    const { clusters, cut } = await grove();
    cut.set(loaded, 4, 'panel');
    const roots = await until('four branches', () => {
      const nodes = clusters.getChildren();
      return kindsOf(nodes) === 'branch' && nodes.length === 4 && nodes;
    });
    const documents = roots.flatMap((root) => documentsBelow(clusters, root).map(({ document }) => document));
    assert.deepEqual(
      documents.sort((a, b) => a - b),
      [...loaded.rows.keys()],
    );
    for (const root of roots) {
      assert.ok(root.kind === 'branch');
      const item = clusters.getTreeItem(root);
      assert.equal(item.description, String(root.group.size));
      assert.ok(item.iconPath instanceof vscode.ThemeIcon);
      assert.match(item.iconPath.color?.id ?? '', /^grove\.cluster\d+$/);
      assert.ok(clusters.resolveTreeItem(item, root).tooltip instanceof vscode.MarkdownString);
    }
  });

  it('is taken back by a command', async () => {
    const loaded = await englishAnalysis();
    const { clusters, cut } = await grove();
    cut.set(loaded, 3, 'panel');
    await until('branches', () => kindsOf(clusters.getChildren()) === 'branch');
    await vscode.commands.executeCommand('grove.resetCut');
    assert.equal(cut.of(loaded), undefined);
    assert.equal(kindsOf(clusters.getChildren()), 'cluster');
  });

  it('is kept for each analysis by itself', async () => {
    const english = await englishAnalysis();
    const { store, clusters, cut } = await grove();
    cut.set(english, 5, 'panel');
    const survey = await cluster(inWorkspace('survey.csv'));
    assert.ok(survey && store.active);
    assert.equal(cut.of(store.active), undefined);
    assert.equal(kindsOf(clusters.getChildren()), 'cluster');
    await store.activate(english.id);
    await until('five branches again', () => clusters.getChildren().length === 5);
    assert.equal(kindsOf(clusters.getChildren()), 'branch');
  });

  it('of many quick moves is where the last one was', async () => {
    const loaded = await englishAnalysis();
    const { clusters, cut } = await grove();
    for (let count = 2; count <= 30; count++) cut.set(loaded, count, 'panel');
    await until('thirty branches', () => clusters.getChildren().length === 30);
    cut.set(loaded, 100_000, 'panel');
    assert.equal(cut.of(loaded), loaded.analysis.linkage.leaves);
  });

  it('a cluster keeps its colour and can be renamed under it', async () => {
    const loaded = await englishAnalysis();
    const { edits, clusters, cut } = await grove();
    const colourOf = (node: ClusterNode): string | undefined => {
      const { iconPath } = clusters.getTreeItem(node);
      return iconPath instanceof vscode.ThemeIcon ? iconPath.color?.id : undefined;
    };
    const own = new Map(
      clusters.getChildren().map((node) => [node.kind === 'cluster' ? node.id : -1, colourOf(node)] as const),
    );
    cut.set(loaded, own.size, 'panel');
    const roots = await until('branches', () => {
      const nodes = clusters.getChildren();
      return kindsOf(nodes) === 'branch' && nodes;
    });
    const coinciding = roots.filter((node) => node.kind === 'branch' && own.has(node.group.cluster ?? -1));
    assert.ok(coinciding.length > 0, 'no branch is a cluster');
    for (const node of coinciding)
      assert.ok(node.kind === 'branch' && colourOf(node) === own.get(node.group.cluster ?? -1));
    const [first] = coinciding;
    assert.ok(first?.kind === 'branch' && first.group.cluster !== null);
    await edits.rename(loaded.id, first.group.cluster, 'Named under a cut');
    await until('the new name', () =>
      clusters.getChildren().some((node) => clusters.getTreeItem(node).label === 'Named under a cut'),
    );
  });
});
