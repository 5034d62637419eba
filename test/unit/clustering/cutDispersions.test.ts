import { expect, it } from 'vitest';
import { cutDispersions } from '../../../src/engine/clustering/cutDispersions';
import { cutByCount } from '../../../src/engine/clustering/dendrogram';
import { centroidsOf } from '../../../src/engine/clustering/clusterMeans';
import { inertiaOf } from '../../../src/engine/clustering/kMeansSteps';
import { linkage } from '../../../src/engine/clustering/linkage';
import { treeOverRows } from '../../../src/engine/clustering/microClusters';
import { silentContext } from '../../../src/engine/runContext';
import { normalMatrix } from '../../support/matrices';

it('is the dispersion of each cut by itself, and the size of the smaller part that it splits off', async () => {
  const x = normalMatrix(60, 5, 1);
  const z = await linkage(x, 'ward', silentContext);
  const { dispersion, splitOff } = cutDispersions(x, treeOverRows(x, 'ward', z), 12);
  let before = cutByCount(z, 60, 1);
  for (let k = 1; k <= 12; k++) {
    const labels = cutByCount(z, 60, k);
    expect(dispersion[k]).toBeCloseTo(inertiaOf(x, labels, centroidsOf(x, labels, k)), 3);
    if (k > 1) {
      // The cluster that has come apart: its rows have two labels now.
      const old = before.find((label) => new Set(labels.filter((_, i) => before[i] === label)).size === 2)!;
      const parts = [...labels.filter((_, i) => before[i] === old)];
      const first = parts.filter((label) => label === parts[0]).length;
      expect(splitOff[k]).toBe(Math.min(first, parts.length - first));
    }
    before = labels;
  }
});
