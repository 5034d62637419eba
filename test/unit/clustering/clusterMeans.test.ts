import { expect, it } from 'vitest';
import { ClusterMeans } from '../../../src/engine/clustering/clusterMeans';
import { centroidsOf } from '../../../src/engine/clustering/clusterMeans';
import { seededRandom } from '../../../src/engine/math/random';
import { largestDifference, normalMatrix } from '../../support/matrices';

it('follows rows from cluster to cluster: the means are those of the rows that are there now', () => {
  const x = normalMatrix(200, 7, 1);
  const random = seededRandom(2);
  const means = new ClusterMeans(x, 5);
  const labels = new Int32Array(200).map(() => Math.floor(random() * 4)); // the last has no row yet
  expect(means.follow(labels)).toBe(200);
  expect(means.follow(labels)).toBe(0);
  for (let round = 0; round < 10; round++) {
    const before = labels.slice();
    for (let i = 0; i < 30; i++) labels[Math.floor(random() * 200)] = Math.floor(random() * 5);
    const changed = labels.filter((label, i) => label !== before[i]).length;
    expect(means.follow(labels)).toBe(changed);
    expect(largestDifference(means.means().values, centroidsOf(x, labels, 5).values)).toBeLessThan(1e-6);
  }
});
