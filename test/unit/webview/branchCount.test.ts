import { branchWords } from '../../../webview-ui/model/branchWords';
import { expect, test } from 'vitest';
import { branchCount } from '../../../webview-ui/dendrogram/branchCount';
import { branchesOf } from '../../../src/shared/tree/branches';
import { analysisGrouping, cutGrouping, placesAlongTree } from '../../../src/shared/tree/grouping';
import { mergeTree } from '../../../src/shared/tree/mergeTree';
import { searchDocuments, searchTexts } from '../../../webview-ui/model/search';
import type { Scene } from '../../../webview-ui/scene';
import { makePageData } from '../../support/pageData';

/** An analysis whose first document was moved to the last cluster after the cut. */
function movedScene(): Scene {
  const made = makePageData(120, 4, 3);
  const cluster = made.documents.cluster.slice();
  const subcluster = made.documents.subcluster.slice();
  cluster[0] = 3;
  subcluster[0] = subcluster[119]!;
  const clusters = made.analysis.clusters.map((each) => {
    const change = [
      each.id === 0 || each.id === made.documents.subcluster[0],
      each.id === 3 || each.id === subcluster[0],
    ];
    return { ...each, size: each.size - Number(change[0]) + Number(change[1]) };
  });
  const data = {
    ...made,
    analysis: { ...made.analysis, clusters },
    documents: { ...made.documents, cluster, subcluster },
  };
  const tree = mergeTree(data.linkage, data.leafOfDocument);
  const branches = branchesOf(data, tree, branchWords);
  const grouping = analysisGrouping(data, branches);
  return { data, tree, branches, grouping, matches: null } as unknown as Scene;
}

test('a branch that became a cluster has the cluster’s size, and says what the tree has', () => {
  const scene = movedScene();
  for (const group of scene.grouping.groups) {
    const { documents, inTree } = branchCount(scene, group.node);
    const members = scene.data.documents.cluster.filter((id) => id === group.cluster).length;
    expect(documents).toBe(members);
    expect(documents).toBe(group.size);
    expect(documents - inTree).toBe(group.cluster === 0 ? -1 : group.cluster === 3 ? 1 : 0);
  }
});

test('what was found is counted by cluster too', () => {
  const scene = movedScene();
  const matches = searchDocuments(searchTexts(scene.data), scene.tree, 'day')!;
  expect(matches.documents.length).toBeGreaterThan(10);
  for (const group of scene.grouping.groups) {
    const found = [...matches.documents].filter((d) => scene.data.documents.cluster[d] === group.cluster).length;
    expect(branchCount({ ...scene, matches }, group.node).found).toBe(found);
  }
});

test('under another cut, branches have their own sizes', () => {
  const scene = movedScene();
  const grouping = cutGrouping(scene.tree, 4, scene.branches, placesAlongTree(scene.tree, scene.grouping));
  for (const { node, size } of grouping.groups) {
    const { documents, inTree } = branchCount({ ...scene, grouping }, node);
    expect(documents).toBe(size);
    expect(inTree).toBe(size);
  }
});
