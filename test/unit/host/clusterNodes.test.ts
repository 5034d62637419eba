import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LoadedAnalysis } from '../../../src/host/state/loadedAnalysis';
import { ClusterNodes } from '../../../src/host/views/clusterNodes';
import { type ClusterNode, nodeKey, pageSize } from '../../../src/host/views/pagedNodes';
import { analysisOf, clusterOf, rowOf } from './support';

const clusters = [clusterOf(0, null, 3), clusterOf(1, null, 450), clusterOf(2, 0, 2), clusterOf(3, 0, 1)];
const rows = [
  ...[rowOf(0, 0, 2, 0.1), rowOf(1, 0, 3), rowOf(2, 0, 2, 0.9), rowOf(3, -1, -1)],
  ...Array.from({ length: 450 }, (_, i) => rowOf(4 + i, 1, 1, 1 - i / 1000)),
];
const make = (): ClusterNodes =>
  new ClusterNodes(LoadedAnalysis.of('id', '/place/id', analysisOf(clusters, rows.length), rows));
const keys = (nodes: readonly ClusterNode[]): string[] => nodes.map(nodeKey);

describe('ClusterNodes', () => {
  it('has the clusters of the cut at the top, and what is in none of them last', () => {
    expect(keys(make().roots())).toEqual(['cluster 0', 'cluster 1', 'cluster -1']);
  });

  it('has subclusters under clusters and documents under these, the clearest first', () => {
    const nodes = make();
    const [first] = nodes.roots();
    const parts = nodes.childrenOf(first!);
    expect(keys(parts)).toEqual(['cluster 2', 'cluster 3']);
    expect(keys(nodes.childrenOf(parts[0]!))).toEqual(['document 2', 'document 0']);
    expect(keys(nodes.childrenOf(nodes.roots()[2]!))).toEqual(['document 3']);
  });

  it('lists a page of documents at a time', () => {
    const nodes = make();
    const big = nodes.clusterNode(1)!;
    const listed = (): number => nodes.childrenOf(big).filter(({ kind }) => kind === 'document').length;
    expect(listed()).toBe(pageSize);
    expect(nodes.childrenOf(big).at(-1)).toEqual({ kind: 'more', under: big, hidden: 250 });
    nodes.showMore(big);
    expect(listed()).toBe(400);
    nodes.showMore(big);
    expect(listed()).toBe(450);
    expect(nodes.childrenOf(big).at(-1)?.kind).toBe('document');
  });

  it('lists a document that is beyond the page when it must be shown', () => {
    const nodes = make();
    expect(nodes.makeListed(nodes.documentNode(4))).toBe(false);
    expect(nodes.makeListed(nodes.documentNode(4 + 399))).toBe(true);
    const children = nodes.childrenOf(nodes.clusterNode(1)!);
    expect(children).toContain(nodes.documentNode(4 + 399));
    expect(children).toHaveLength(401);
  });

  it('knows the parent of every node, and every node is one object', () => {
    const nodes = make();
    const visit = (node: ClusterNode, parent: ClusterNode | undefined): void => {
      expect(nodes.parentOf(node)).toBe(parent);
      for (const child of nodes.childrenOf(node)) visit(child, node);
    };
    for (const root of nodes.roots()) visit(root, undefined);
  });
});

describe('LoadedAnalysis', () => {
  it('finds documents by file and id', () => {
    const { loaded } = make();
    const file = path.resolve('/texts/folder/2.txt');
    expect(loaded.fileOf(2)).toBe(file);
    expect(loaded.documentsInFile(file)).toEqual([2]);
    expect(loaded.documentsInFile(path.resolve('/texts/other.txt'))).toEqual([]);
    expect(loaded.indexOf('folder/2.txt')).toBe(2);
    expect(loaded.indexOf('nothing')).toBe(-1);
  });

  it('finds the rows of a table in the table', () => {
    const table = {
      ...analysisOf(clusters, 2),
      source: { path: '/data/answers.csv', kind: 'table' as const, options: {} },
    };
    const ofTable = [0, 1].map((i) => ({ ...rowOf(i, 0, 0), path: 'answers.csv', row: i + 2 }));
    const loaded = LoadedAnalysis.of('id', '/place/id', table, ofTable);
    expect(loaded.documentsInFile(path.join('/data', 'answers.csv'))).toEqual([0, 1]);
  });
});
