import { describe, expect, it } from 'vitest';
import { chooseClusterCount } from '../../../src/engine/clustering/clusterCount';
import { confidences } from '../../../src/engine/clustering/confidence';
import { linkage } from '../../../src/engine/clustering/linkage';
import { treeOverRows } from '../../../src/engine/clustering/microClusters';
import { subclusters } from '../../../src/engine/clustering/subclusters';
import { silentContext } from '../../../src/engine/runContext';
import { blobs, isSamePartition, matrixOf } from '../../support/matrices';

describe('confidences', () => {
  it('are 1 − d₁/d₂: one at the centre, none midway or nearer to another', () => {
    const x = matrixOf(4, 1, [0, 5, 2, 9]);
    const centroids = matrixOf(2, 1, [0, 10]);
    const found = confidences(x, Int32Array.of(0, 0, 0, 0), centroids);
    [1, 0, 1 - 2 / 8, 0].forEach((expected, i) => expect(found[i]).toBeCloseTo(expected, 6));
  });

  it('are 1 where there is one cluster, and 0 between equal centres', () => {
    const x = matrixOf(2, 1, [3, 4]);
    expect([...confidences(x, Int32Array.of(0, 0), matrixOf(1, 1, [0]))]).toEqual([1, 1]);
    expect([...confidences(x, Int32Array.of(0, 1), matrixOf(2, 1, [3, 3]))]).toEqual([0, 0]);
  });
});

describe('subclusters', () => {
  it('divides each cluster into the groups inside it, and leaves small ones whole', async () => {
    // Two clusters far apart: one of three groups, one of two; a third of six documents.
    const inner = blobs(150, 4, 5, 0.05, 3);
    const values = Array.from(inner.values, (value, at) => value + (Math.floor(at / 4) % 5 < 3 ? 0 : 100));
    const x = matrixOf(156, 4, [...values, ...new Array<number>(24).fill(-50)]);
    const labels = Int32Array.from({ length: 156 }, (_, i) => (i >= 150 ? 2 : i % 5 < 3 ? 0 : 1));
    const parts = await subclusters(x, labels, 3, 5, silentContext);
    for (const [cluster, count] of [
      [0, 3],
      [1, 2],
    ] as const) {
      // prettier-ignore
      const members = Array.from(labels.keys()).filter((i) => labels[i] === cluster);
      const found = members.map((i) => parts[i]!);
      expect(isSamePartition(found, members.map((i) => i % 5))).toBe(true); // prettier-ignore
      expect(new Set(found).size).toBe(count);
    }
    expect([...parts.subarray(150)].every((part) => part === -1)).toBe(true);
  });

  it('divides a cluster of thousands on a sample', async () => {
    const x = blobs(3000, 4, 3, 0.05, 4);
    const parts = await subclusters(x, new Int32Array(3000), 1, 5, silentContext);
    expect(
      isSamePartition(
        parts,
        Array.from({ length: 3000 }, (_, i) => i % 3),
      ),
    ).toBe(true);
  });
});

describe('chooseClusterCount', () => {
  it('scores each cut, and none that splits off too few', async () => {
    const x = blobs(62, 4, 4, 0.1, 5);
    x.values.fill(40, 60 * 4); // two documents far from all others
    const tree = treeOverRows(x, 'ward', await linkage(x, 'ward', silentContext));
    const { k, scores } = await chooseClusterCount(x, tree, { minClusterSize: 5 }, silentContext);
    expect(scores.map((score) => score.k)).not.toContain(2); // the two alone
    expect(k).toBe(5); // the four groups and the two
    const loose = await chooseClusterCount(x, tree, { minClusterSize: 1 }, silentContext);
    expect(loose.scores.map((score) => score.k)).toContain(2);
  });

  it('does not divide fewer documents than two clusters need', async () => {
    const x = blobs(9, 3, 2, 0.1, 1);
    const tree = treeOverRows(x, 'ward', await linkage(x, 'ward', silentContext));
    expect((await chooseClusterCount(x, tree, { minClusterSize: 5 }, silentContext)).k).toBe(1);
  });
});
