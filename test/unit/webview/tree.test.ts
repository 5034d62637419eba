import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DendrogramLayout,
  isUnfolded,
  layoutDendrogram,
  mergesUnder,
} from '../../../webview-ui/dendrogram/layout';
import { clustersAtHeight, cutNodes, heightOfCut } from '../../../src/shared/tree/cut';
import { mergeTree, type MergeTree, sizeOf } from '../../../src/shared/tree/mergeTree';
import { chainLinkage, generator, ownLeaves, randomLinkage } from './trees';

const trees = fc
  .record({ leaves: fc.integer({ min: 1, max: 60 }), seed: fc.nat() })
  .map(({ leaves, seed }) => ({ leaves, linkage: randomLinkage(leaves, generator(seed)), seed }));

/** The partition after all but the last k − 1 merges, by merging sets: what a cut must give. */
function partition(linkage: Float64Array, leaves: number, clusters: number): string[] {
  const sets = new Map<number, number[]>(Array.from({ length: leaves }, (_, i) => [i, [i]]));
  for (let i = 0; i < leaves - clusters; i++) {
    const a = linkage[4 * i]!;
    const b = linkage[4 * i + 1]!;
    sets.set(leaves + i, [...sets.get(a)!, ...sets.get(b)!]);
    sets.delete(a);
    sets.delete(b);
  }
  return [...sets.values()].map((set) => set.sort((x, y) => x - y).join(' ')).sort();
}

function documentsOf(tree: MergeTree, node: number): number[] {
  return Array.from(tree.documentOrder.subarray(tree.start[node], tree.end[node])).sort((x, y) => x - y);
}

test('a cut into k gives the partition that merging sets gives', () => {
  fc.assert(
    fc.property(trees, fc.nat(), ({ leaves, linkage }, pick) => {
      const clusters = 1 + (pick % leaves);
      const tree = mergeTree(linkage, ownLeaves(leaves));
      const nodes = Array.from(cutNodes(tree, clusters));
      expect(nodes.map((node) => documentsOf(tree, node).join(' ')).sort()).toEqual(
        partition(linkage, leaves, clusters),
      );
      expect(nodes.map((node) => tree.start[node])).toEqual(
        [...nodes.map((node) => tree.start[node]!)].sort((a, b) => a - b),
      );
    }),
  );
});

test('a cut at a height counts the merges above it', () => {
  fc.assert(
    fc.property(trees, fc.double({ min: -1, max: 40, noNaN: true }), ({ leaves, linkage }, height) => {
      const tree = mergeTree(linkage, ownLeaves(leaves));
      let above = 0;
      for (let i = 0; i < leaves - 1; i++) if (linkage[4 * i + 2]! > height) above++;
      expect(clustersAtHeight(tree, height)).toBe(above + 1);
    }),
  );
});

test('the line of a cut stands where a cut at its height gives the same number, unless merges tie', () => {
  const tree = mergeTree(chainLinkage(20), ownLeaves(20));
  for (let clusters = 1; clusters <= 20; clusters++)
    expect(clustersAtHeight(tree, heightOfCut(tree, clusters))).toBe(clusters);
});

test('leaves that are micro-clusters hold several documents or none', () => {
  const tree = mergeTree(Float64Array.of(0, 1, 1, 2, 2, 3, 2, 3), Int32Array.of(2, 0, 2, 0, 0));
  expect(Array.from(tree.documentOrder)).toEqual([0, 2, 1, 3, 4]);
  expect([0, 1, 2, 3, 4].map((node) => sizeOf(tree, node))).toEqual([3, 0, 2, 3, 5]);
  expect(Array.from(tree.positionOf)).toEqual([0, 2, 1, 3, 4]);
});

test('a damaged linkage is refused', () => {
  expect(() => mergeTree(Float64Array.of(0, 0, 1, 2), ownLeaves(2))).toThrow(/merge 1 joins 0 and 0/);
  expect(() => mergeTree(Float64Array.of(0, 9, 1, 2), ownLeaves(2))).toThrow(/damaged/);
  expect(() => mergeTree(Float64Array.of(0, Number.NaN, 1, 2), ownLeaves(2))).toThrow(/damaged/);
  expect(() => mergeTree(Float64Array.of(0, 1, 1, 2, 0, 2, 2, 3), ownLeaves(3))).toThrow(/merge 2/);
});

test('rows cover every document once, and no two shown nodes overlap', () => {
  fc.assert(
    fc.property(trees, fc.nat(), fc.array(fc.nat(), { maxLength: 12 }), ({ leaves, linkage }, pick, hands) => {
      const tree = mergeTree(linkage, ownLeaves(leaves));
      const clusters = 1 + (pick % leaves);
      const touched = hands.map((hand) => hand % tree.nodes);
      const folding = {
        clusters,
        unfolded: new Set(touched.filter((_, i) => i % 2 === 0)),
        folded: new Set(touched.filter((_, i) => i % 2 === 1)),
      };
      const layout = layoutDendrogram(tree, folding);
      expect(Array.from(layout.rows).flatMap((node) => documentsOf(tree, node)).length).toBe(leaves);
      Array.from(layout.rows).forEach((node, row) => expect(layout.position[node]).toBe(row + 0.5));
      for (const node of layout.visible) {
        if (!isUnfolded(tree, folding, node)) continue;
        const left = tree.left[node]!;
        const right = tree.right[node]!;
        expect(layout.lastRow[left]! + 1).toBe(layout.firstRow[right]);
        expect(layout.position[node]).toBe((layout.position[left]! + layout.position[right]!) / 2);
        expect(layout.level[left]).toBe(layout.level[node]! + 1);
      }
      expect(new Set(layout.visible).size).toBe(layout.visible.length);
    }),
  );
});

test('the arrays of a retired layout are used again, and show nothing of it', () => {
  fc.assert(
    fc.property(trees, fc.array(fc.nat(), { minLength: 2, maxLength: 6 }), ({ leaves, linkage }, picks) => {
      const tree = mergeTree(linkage, ownLeaves(leaves));
      const foldings = picks.map((pick) => ({
        clusters: 1 + (pick % leaves),
        unfolded: new Set([pick % tree.nodes]),
        folded: new Set<number>(),
      }));
      const shown = ({ visible, rows, position, firstRow, lastRow, level, indexOf }: DendrogramLayout): unknown => [
        ...[Array.from(visible), Array.from(rows), Array.from(position)],
        ...Array.from(visible, (node) => [firstRow[node], lastRow[node], level[node], indexOf[node]]),
      ];
      const layouts: DendrogramLayout[] = [];
      foldings.forEach((folding, i) => {
        const layout = layoutDendrogram(tree, folding, layouts[i - 2]);
        layouts.push(layout);
        expect(layout.position).toBe(layouts[i - 2]?.position ?? layout.position);
        expect(shown(layout)).toEqual(shown(layoutDendrogram(tree, folding)));
      });
    }),
  );
});

test('without a hand, a cut into k has k rows and k − 1 merges above them', () => {
  const tree = mergeTree(randomLinkage(200, generator(3)), ownLeaves(200));
  for (const clusters of [1, 2, 17, 200]) {
    const layout = layoutDendrogram(tree, { clusters, unfolded: new Set(), folded: new Set() });
    expect(Array.from(layout.rows)).toEqual(Array.from(cutNodes(tree, clusters)));
    expect(layout.visible.length).toBe(2 * clusters - 1);
  }
});

test('a chain of 50,000 leaves is laid out whole', () => {
  const leaves = 50_000;
  const tree = mergeTree(chainLinkage(leaves), ownLeaves(leaves));
  const layout = layoutDendrogram(tree, { clusters: leaves, unfolded: new Set(), folded: new Set() });
  expect(layout.rows.length).toBe(leaves);
  expect(layout.level[0]).toBe(leaves);
  expect(mergesUnder(tree, tree.nodes - 1).length).toBe(leaves - 1);
  expect(clustersAtHeight(tree, 0)).toBe(leaves);
});
