import { branchWords } from '../../../webview-ui/model/branchWords';
import { expect, test } from 'vitest';
import { branchesOf, countWithin } from '../../../src/shared/tree/branches';
import { analysisGrouping, cutGrouping, placesAlongTree } from '../../../src/shared/tree/grouping';
import { groupOfNode } from '../../../webview-ui/model/groupOfNode';
import { mergeTree, type MergeTree, sizeOf } from '../../../src/shared/tree/mergeTree';
import { searchDocuments, searchTexts } from '../../../webview-ui/model/search';
import { makePageData } from '../../support/pageData';
import { chainLinkage, generator, randomLinkage } from './trees';

const data = makePageData(240, 12, 5);
const tree = mergeTree(data.linkage, data.leafOfDocument);
const branches = branchesOf(data, tree, branchWords);

function documentsOf(of: MergeTree, node: number): Set<number> {
  return new Set(of.documentOrder.subarray(of.start[node], of.end[node]));
}

test('the branch of a cluster is the one of highest Jaccard index, where that is over one half', () => {
  // Clusters that fit the tree only partly: documents of a random tree, dealt out by its leaf order with mistakes.
  const random = generator(11);
  const other = { ...data, linkage: randomLinkage(240, random) };
  const otherTree = mergeTree(other.linkage, other.leafOfDocument);
  const cluster = data.documents.cluster.map((_, d) =>
    random() < 0.15 ? Math.floor(random() * 12) : Math.floor((otherTree.positionOf[d]! * 12) / 240),
  );
  const mixed = { ...other, documents: { ...other.documents, cluster, subcluster: cluster } };
  const found = branchesOf(mixed, otherTree, branchWords).nodeOfCluster;
  let matched = 0;
  for (let id = 0; id < 12; id++) {
    const members = new Set([...cluster.keys()].filter((d) => cluster[d] === id));
    const jaccards = Array.from({ length: otherTree.nodes }, (_, node) => {
      const inside = documentsOf(otherTree, node);
      const both = [...inside].filter((d) => members.has(d)).length;
      return both / (inside.size + members.size - both);
    });
    const best = Math.max(...jaccards);
    const node = found.get(id);
    if (best <= 0.5) expect(node).toBeUndefined();
    else expect(jaccards[node!]).toBe(best);
    if (node !== undefined) matched++;
  }
  expect(matched).toBeGreaterThan(0);
});

test('where clusters are branches, those branches carry their names; larger ones say how many more they hold', () => {
  for (const cluster of data.analysis.clusters) {
    const node = branches.nodeOfCluster.get(cluster.id)!;
    expect(sizeOf(tree, node)).toBe(cluster.size);
    expect(branches.describe(node)).toEqual({ label: cluster.label, cluster: cluster.id, keywords: cluster.keywords });
  }
  const largest = data.analysis.clusters.filter(({ parent }) => parent === null).sort((a, b) => b.size - a.size)[0]!;
  const root = branches.describe(tree.nodes - 1);
  expect(root.label).toBe(`${largest.label} + 11 more`);
  expect(root.cluster).toBeNull();
  expect(branches.describe(0).label).toBe(data.documents.title[0]);
});

test('at the analysis’ own number, a cut groups documents as the analysis does', () => {
  const ofAnalysis = analysisGrouping(data, branches);
  const cut = cutGrouping(tree, 12, branches, placesAlongTree(tree, ofAnalysis));
  const names = (grouping: typeof cut): string[] =>
    Array.from(grouping.groupOfDocument, (group) => grouping.groups[group]!.label);
  expect(names(cut)).toEqual(names(ofAnalysis));
  const placeOf = new Map(ofAnalysis.groups.map((group) => [group.label, group.place]));
  for (const group of cut.groups) expect(group.place).toBeCloseTo(placeOf.get(group.label)!, 10);
  const colourGroup = groupOfNode(tree, ofAnalysis);
  for (const group of ofAnalysis.groups) expect(ofAnalysis.groups[colourGroup(group.node)]).toBe(group);
});

test('every cut groups every document, with sizes that add up', () => {
  const ofAnalysis = analysisGrouping(data, branches);
  for (const count of [1, 2, 5, 30, 240]) {
    const { groups, groupOfDocument } = cutGrouping(tree, count, branches, placesAlongTree(tree, ofAnalysis));
    expect(groups.length).toBe(count);
    const sizes = new Int32Array(count);
    for (const group of groupOfDocument) sizes[group]!++;
    expect(groups.map((group) => group.size)).toEqual(Array.from(sizes));
    const places = groups.map((group) => group.place);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }
});

test('noise has no group and does not break branches', () => {
  const cluster = data.documents.cluster.map((id, d) => (d % 10 === 0 ? -1 : id));
  const noisy = { ...data, documents: { ...data.documents, cluster, subcluster: cluster } };
  const of = branchesOf(noisy, tree, branchWords);
  const grouping = analysisGrouping(noisy, of);
  expect(grouping.groupOfDocument.filter((group) => group === -1).length).toBe(24);
  expect(grouping.groups.reduce((sum, group) => sum + group.size, 0)).toBe(216);
  expect(of.nodeOfCluster.size).toBeGreaterThanOrEqual(12);
});

test('a chain of 50,000 merges is described without recursion', () => {
  const large = makePageData(50_000, 5);
  const chain = { ...large, linkage: chainLinkage(50_000) };
  const deep = mergeTree(chain.linkage, chain.leafOfDocument);
  const found = branchesOf(chain, deep, branchWords);
  expect(found.describe(deep.nodes - 1).label).toContain('more');
  expect(found.nodeOfCluster.has(0)).toBe(true);
});

test('countWithin counts positions in a half-open range', () => {
  const positions = Int32Array.of(2, 3, 5, 8);
  expect([countWithin(positions, 0, 9), countWithin(positions, 3, 8), countWithin(positions, 6, 8)]).toEqual([4, 2, 0]);
  expect(countWithin(undefined, 0, 9)).toBe(0);
});

test('search wants every word, in any case, in title, path or snippet', () => {
  const texts = searchTexts(data);
  const matches = searchDocuments(texts, tree, '  HERON note ')!;
  const expected = texts.flatMap((text, d) => (text.includes('heron') && text.includes('note') ? [d] : []));
  expect(Array.from(matches.documents)).toEqual(expected);
  expect(expected.length).toBeGreaterThan(0);
  expect(matches.foundBefore[240]).toBe(expected.length);
  expect(searchDocuments(texts, tree, '  ')).toBeNull();
});
