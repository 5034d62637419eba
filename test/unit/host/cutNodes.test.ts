import { describe, expect, it } from 'vitest';
import { LoadedAnalysis } from '../../../src/host/state/loadedAnalysis';
import { CutNodes } from '../../../src/host/views/cutNodes';
import { type ClusterNode, pageSize } from '../../../src/host/views/pagedNodes';
import type { DocumentRow } from '../../../src/shared/analysis';
import { finish } from '../../../src/shared/steps';
import { branchesOf } from '../../../src/shared/tree/branches';
import { groupColourIndexes } from '../../../src/shared/tree/groupColours';
import { analysisGrouping, cutGrouping, placesAlongTree } from '../../../src/shared/tree/grouping';
import { mergeTree } from '../../../src/shared/tree/mergeTree';
import { makePageData } from '../../support/pageData';

const words = {
  severalClusters: (name: string, n: number) => `${name} + ${n}`,
  partOf: (title: string) => `${title} …`,
};

function cutOf(documents: number, count: number) {
  const data = makePageData(documents, 12);
  const { id, path, title, snippet, cluster, subcluster, confidence } = data.documents;
  const rows = id.map((_, i): DocumentRow => ({
    ...{ id: id[i]!, path: path[i]!, title: title[i]!, snippet: snippet[i]!, language: 'en', cluster: cluster[i]! },
    ...{ subcluster: subcluster[i]!, confidence: confidence[i]!, cluster_label: '', x: 0, y: 0 },
  }));
  const loaded = LoadedAnalysis.of('id', '/place/id', data.analysis, rows);
  const tree = mergeTree(data.linkage, data.leafOfDocument);
  const branches = branchesOf(data, tree, words);
  const places = placesAlongTree(tree, analysisGrouping(data, branches));
  const nodes = finish(CutNodes.of({ loaded, tree, branches, places }, count));
  return { data, loaded, tree, branches, places, nodes };
}

const branch = (node: ClusterNode) => {
  if (node.kind !== 'branch') throw new Error(`a ${node.kind} where a branch was expected`);
  return node;
};

describe('CutNodes', () => {
  it('has the groups, names, sizes and colours that the page shows for the same cut', () => {
    for (const count of [1, 5, 12, 40]) {
      const { data, tree, branches, places, nodes } = cutOf(240, count);
      const page = cutGrouping(tree, count, branches, places);
      const own = data.analysis.clusters.filter(({ parent }) => parent === null);
      const colours = groupColourIndexes(page.groups, own);
      const shown = nodes.roots().map(branch);
      expect(shown.map(({ group, colour }) => [group.label, group.size, group.cluster, colour])).toEqual(
        page.groups.map((group, g) => [group.label, group.size, group.cluster, colours[g]]),
      );
    }
  });

  it('holds every document once, the clearest first, and knows the parent of every node', () => {
    const { nodes, loaded } = cutOf(240, 7);
    const seen: number[] = [];
    for (const root of nodes.roots()) {
      expect(nodes.parentOf(root)).toBeUndefined();
      const documents = nodes.childrenOf(root).map((node) => {
        if (node.kind !== 'document') throw new Error(node.kind);
        expect(nodes.parentOf(node)).toBe(root);
        return node.document;
      });
      const confidence = documents.map((d) => loaded.rows[d]!.confidence);
      expect(confidence).toEqual([...confidence].sort((a, b) => b - a));
      seen.push(...documents);
    }
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 240 }, (_, i) => i));
  });

  it('lists groups and documents a page at a time, and the one that must be shown', () => {
    const { nodes, loaded } = cutOf(1500, 1000);
    expect(nodes.roots()).toHaveLength(pageSize + 1);
    const more = nodes.roots().at(-1)!;
    expect(more).toEqual({ kind: 'more', under: undefined, hidden: 800 });
    nodes.showMore(undefined);
    expect(nodes.roots()).toHaveLength(2 * pageSize + 1);
    const last = nodes.documentNode(loaded.rows.length - 1);
    expect(nodes.makeListed(last)).toBe(true);
    expect(nodes.makeListed(last)).toBe(false);
    const parent = nodes.parentOf(last)!;
    expect(nodes.roots()).toContain(parent);
    expect(nodes.childrenOf(parent)).toContain(last);
    const one = cutOf(1500, 1).nodes;
    const [root] = one.roots();
    expect(one.childrenOf(root!).at(-1)).toEqual({ kind: 'more', under: root, hidden: 1300 });
  });

  it('finds what stands for a selection', () => {
    const { nodes, branches, tree } = cutOf(240, 12);
    const roots = nodes.roots().map(branch);
    for (const root of roots) {
      expect(nodes.nodeOf({ kind: 'cluster', cluster: root.group.cluster! })).toBe(root);
      expect(nodes.nodeOf({ kind: 'branch', node: root.group.node })).toBe(root);
      expect(nodes.nodeOf({ kind: 'branch', node: tree.documentOrder[tree.start[root.group.node]!]! })).toBe(root);
    }
    expect(nodes.nodeOf({ kind: 'branch', node: tree.nodes - 1 })).toBeUndefined();
    expect(nodes.nodeOf({ kind: 'branch', node: tree.nodes })).toBeUndefined();
    expect(nodes.nodeOf({ kind: 'cluster', cluster: -1 })).toBeUndefined();
    expect(nodes.nodeOf({ kind: 'none' })).toBeUndefined();
    expect(branches.nodeOfCluster.size).toBeGreaterThan(11);
  });

  it('does no step of many', () => {
    const { loaded, tree, branches } = cutOf(60_000, 3);
    const steps = CutNodes.of({ loaded, tree, branches, places: new Float64Array(60_001) }, 60_000);
    let count = 0;
    while (steps.next().done !== true) count++;
    expect(count).toBeGreaterThan(5);
  });
});
