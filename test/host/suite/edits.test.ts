import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { GroveApi } from '../../../src/extension';
import type { LoadedAnalysis } from '../../../src/host/state/loadedAnalysis';
import type { ClusterNode } from '../../../src/host/views/pagedNodes';
import { editLine, editLogOf } from '../../../src/shared/edits/editLog';
import { cluster, documentsBelow, folderOf, grove, until } from './grove';

/** What a person changes by hand, on an analysis of a folder of its own. */
describe('edits of clusters', () => {
  const topics = {
    bread: 'Bread dough rises with yeast in a warm kitchen, then bakes in the oven until the crust is brown.',
    stars: 'The telescope showed a galaxy, a nebula and the moons of the planet on a clear night sky.',
    sea: 'Whales and sharks swim past the coral reef with the tide, and seals rest on the rocks.',
  };
  let api: GroveApi;

  before(async () => {
    api = await grove();
    const files = Object.entries(topics).flatMap(([topic, text]) =>
      Array.from({ length: 12 }, (_, i) => [
        `${topic} ${i}.md`,
        `# ${topic} ${i}\n\n${text} ${text
          .split(' ')
          .slice(i % 5)
          .join(' ')}`,
      ]),
    );
    assert.ok(await cluster(await folderOf('edited', Object.fromEntries(files) as Record<string, string>)));
  });

  beforeEach(async () => {
    const stored = api.store.analyses.find(({ analysis }) => analysis?.name === 'edited');
    assert.ok(stored);
    await api.store.activate(stored.id);
  });

  afterEach(async () => {
    while ((api.store.active?.history.done.length ?? 0) > 0) await vscode.commands.executeCommand('grove.undoEdit');
  });

  const active = (): LoadedAnalysis => {
    assert.ok(api.store.active);
    return api.store.active;
  };
  const roots = (): ClusterNode[] => api.clusters.getChildren();
  const nodeOf = (id: number): ClusterNode => {
    const node = roots().find((each) => each.kind === 'cluster' && each.id === id);
    assert.ok(node, `no cluster ${id}`);
    return node;
  };
  const ids = (): number[] => roots().flatMap((node) => (node.kind === 'cluster' ? [node.id] : []));
  const snapshot = (): string => JSON.stringify([active().analysis.clusters, active().rows]);

  it('merges the selected clusters, and undo and redo are exact', async () => {
    const before = snapshot();
    const [a, b] = ids();
    assert.ok(a !== undefined && b !== undefined);
    const size = active().cluster(a)!.size + active().cluster(b)!.size;
    await vscode.commands.executeCommand('grove.mergeClusters', nodeOf(a), [nodeOf(b), nodeOf(a)]);
    assert.equal(active().cluster(b), undefined);
    assert.equal(active().cluster(a)?.size, size);
    assert.deepEqual(api.selection.current, { kind: 'cluster', cluster: a });
    assert.equal(documentsBelow(api.clusters, nodeOf(a)).length, size);
    const after = snapshot();
    await vscode.commands.executeCommand('grove.undoEdit');
    assert.equal(snapshot(), before);
    await vscode.commands.executeCommand('grove.redoEdit');
    assert.equal(snapshot(), after);
  });

  it('moves documents that are dragged onto a cluster, and merges clusters that are', async () => {
    const [a, b, c] = ids();
    assert.ok(a !== undefined && b !== undefined && c !== undefined);
    const [document] = documentsBelow(api.clusters, nodeOf(a));
    assert.ok(document);
    const drop = (dragged: ClusterNode, target: ClusterNode): void => {
      const transfer = new vscode.DataTransfer();
      api.drag.handleDrag([dragged], transfer);
      api.drag.handleDrop(target, transfer);
    };
    drop(document, nodeOf(b));
    await until('the document is there', () => active().rows[document.document]?.cluster === b);
    const file = vscode.Uri.file(active().fileOf(document.document));
    await until('its badge tells so', () =>
      api.decorations.provideFileDecoration(file)?.tooltip?.includes(active().cluster(b)!.label),
    );
    drop(nodeOf(c), documentsBelow(api.clusters, nodeOf(b))[0]!);
    await until('the clusters are one', () => active().cluster(c) === undefined);
    assert.equal(roots().length, ids().length);
  });

  it('splits a cluster through the engine', async () => {
    const [a, b] = ids();
    assert.ok(a !== undefined && b !== undefined);
    const count = ids().length;
    await api.edits.merge(active().id, [b], a);
    const { size } = active().cluster(a)!;
    await vscode.commands.executeCommand('grove.splitCluster', nodeOf(a), 2);
    assert.equal(ids().length, count);
    const parts = active().analysis.clusters.slice(0, 2);
    assert.equal(parts.reduce((sum, part) => sum + part.size, 0), size); // prettier-ignore
    assert.ok(parts.every(({ label }) => label !== ''));
  });

  it('pins to the top, puts aside to the end', async () => {
    const before = ids();
    const [first, last] = [before[0], before.at(-1)];
    assert.ok(first !== undefined && last !== undefined);
    await vscode.commands.executeCommand('grove.pinCluster', nodeOf(last));
    await vscode.commands.executeCommand('grove.ignoreCluster', nodeOf(first));
    assert.equal(ids()[0], last);
    assert.equal(ids().at(-1), first);
    assert.equal(api.clusters.getTreeItem(nodeOf(last)).contextValue, 'pinnedCluster');
    assert.equal(api.clusters.getTreeItem(nodeOf(first)).contextValue, 'ignoredCluster');
  });

  it('are there again after a restart, leave the engine’s files as they were, and are in those of a re-run', async () => {
    const [a, b] = ids();
    assert.ok(a !== undefined && b !== undefined);
    const file = path.join(active().folder, 'documents.parquet');
    const bytes = await fs.readFile(file);
    const [moved] = documentsBelow(api.clusters, nodeOf(a));
    const id = active().rows[moved!.document]!.id;
    await api.edits.rename(active().id, b, 'Named by hand');
    await api.edits.move(active().id, [moved!.document], b);
    assert.deepEqual(await fs.readFile(file), bytes);
    await api.store.activate(active().id);
    assert.equal(active().cluster(b)?.label, 'Named by hand');
    await vscode.commands.executeCommand('grove.rerunAnalysis');
    const row = active().rows[active().indexOf(id)]!;
    assert.equal(row.cluster_label, 'Named by hand');
    assert.deepEqual([active().history.taken.length, active().history.done.length], [2, 0]); // in the files, and not to be undone
    assert.equal(active().written.rows[active().indexOf(id)]!.cluster, row.cluster);
    assert.equal(active().analysis.edits?.skipped.length, 0);
    // What can't be undone any more can be done back, which holds as well.
    await api.edits.move(active().id, [active().indexOf(id)], row.cluster === a ? b : a);
    await vscode.commands.executeCommand('grove.rerunAnalysis');
    assert.equal(active().rows[active().indexOf(id)]!.cluster_label, active().cluster(a)!.label);
  });

  it('of two windows on one folder hold both', async () => {
    const [a, b] = ids();
    assert.ok(a !== undefined && b !== undefined);
    const { analysis, folder } = active();
    const cluster = { id: a, isPart: false, anchors: [active().cluster(a)!.medoid] };
    const edit = { kind: 'rename', cluster, label: 'Named in the other window' } as const;
    await fs.appendFile(editLogOf(folder), editLine({ base: analysis.created, edit }));
    await api.edits.rename(active().id, b, 'Named in this one');
    assert.deepEqual([a, b].map((id) => active().cluster(id)?.label), ['Named in the other window', 'Named in this one']); // prettier-ignore
  });

  it('are in what is exported', async () => {
    const [a] = ids();
    await api.edits.rename(active().id, a!, 'In the export');
    const file = path.join(path.dirname(active().folder), 'edited.csv');
    await api.engine.export({ analysis: active().folder, format: 'csv', file });
    assert.match(await fs.readFile(file, 'utf8'), /In the export/);
  });

  it('are offered to be made where the person’s own cut is shown no more', async () => {
    const [a, b] = ids();
    api.cut.set(active(), 2, 'command');
    await until('branches', () => roots().every(({ kind }) => kind === 'branch'));
    const before = active();
    await api.edits.rename(active().id, a!, 'Under a cut'); // names are the same under any cut
    assert.notEqual(active(), before);
    const target = roots()[0]!;
    const transfer = new vscode.DataTransfer();
    api.drag.handleDrag([roots()[1]!], transfer);
    api.drag.handleDrop(target, transfer);
    assert.equal(active().history.done.length, 1);
    await vscode.commands.executeCommand('grove.resetCut');
    assert.ok(active().cluster(b!));
  });

  it('the filter leaves what holds its words, and counts tell how many', async () => {
    await api.clusters.setFilter('coral');
    const filtered = roots().flatMap((root) => documentsBelow(api.clusters, root));
    assert.equal(filtered.length, 12);
    await api.clusters.setFilter('bread 3');
    const [root] = roots();
    assert.ok(root);
    assert.match(String(api.clusters.getTreeItem(root).description), /of/);
    await api.clusters.setFilter('nowhere to be found');
    assert.deepEqual(roots(), []);
    await vscode.commands.executeCommand('grove.clearFilter');
    assert.equal(roots().flatMap((each) => documentsBelow(api.clusters, each)).length, 36); // prettier-ignore
  });

  it('clusters are sorted by size, name, cohesion and recency', async () => {
    const values = (of: (id: number) => number | string): (number | string)[] => ids().map(of);
    const sorted = (list: (number | string)[]): (number | string)[] =>
      [...list].sort((x, y) => (typeof x === 'string' ? x.localeCompare(String(y), undefined, { numeric: true }) : Number(y) - x)); // prettier-ignore
    try {
      for (const [order, of] of [
        ['size', (id: number) => active().cluster(id)!.size],
        ['name', (id: number) => active().cluster(id)!.label],
        ['cohesion', (id: number) => active().cluster(id)!.cohesion],
      ] as const) {
        await vscode.commands.executeCommand('grove.sortClusters', order);
        assert.deepEqual(values(of), sorted(values(of)), order);
      }
      const newest = active().fileOf(documentsBelow(api.clusters, nodeOf(ids().at(-1)!))[0]!.document);
      const cluster = active().rows[active().documentsInFile(newest)[0]!]!.cluster;
      await fs.utimes(newest, new Date(), new Date(Date.now() + 60_000));
      await vscode.commands.executeCommand('grove.sortClusters', 'recency');
      assert.equal(ids()[0], cluster);
    } finally {
      await vscode.commands.executeCommand('grove.sortClusters', 'tree');
    }
  });
});
