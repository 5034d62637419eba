import { describe, expect, it } from 'vitest';
import reference from '../../fixtures/clustering/predictability.json';
import { predictability } from '../../../src/engine/clustering/predictability';
import { seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { blobs, normalMatrix } from '../../support/matrices';

const { k, seed, scores } = reference;
const labels = Int32Array.from(reference.labels);
const views = reference.views.map(({ columns, values }) => ({
  rows: labels.length,
  columns,
  values: Float32Array.from(values),
}));

describe('predictability', () => {
  it('is what scikit-learn says of each view, and their mean', async () => {
    for (const [i, view] of views.entries())
      expect(await predictability([view], labels, k, seededRandom(seed), silentContext)).toBeCloseTo(scores[i]!, 6);
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    expect(await predictability(views, labels, k, seededRandom(seed), silentContext)).toBeCloseTo(mean, 6);
  });

  it('is 1 for clusters that are far apart, little for labels by chance, and does not mind how clusters are numbered', async () => {
    const apart = blobs(90, 8, 3, 0.01, 4);
    const truth = Int32Array.from({ length: 90 }, (_, i) => i % 3);
    expect(await predictability([apart], truth, 3, seededRandom(1), silentContext)).toBeCloseTo(1, 9);
    const byChance = Int32Array.from({ length: 90 }, (_, i) => Math.floor(i / 30));
    expect(await predictability([normalMatrix(90, 8, 5)], byChance, 3, seededRandom(1), silentContext)).toBeLessThan(
      0.2,
    );
    const renumbered = labels.map((label) => (label + 1) % k);
    expect(await predictability(views, renumbered, k, seededRandom(seed), silentContext)).toBeCloseTo(
      await predictability(views, labels, k, seededRandom(seed), silentContext),
      9,
    );
  });

  it('keeps to numbers where there is nothing to see: no view, one cluster, documents without a vector', async () => {
    expect(await predictability([], labels, k, seededRandom(1), silentContext)).toBe(0);
    expect(await predictability(views, new Int32Array(labels.length), 1, seededRandom(1), silentContext)).toBe(1);
    const blind = { rows: labels.length, columns: 2, values: new Float32Array(2 * labels.length) };
    expect(await predictability([blind], labels, k, seededRandom(1), silentContext)).toBeCloseTo(0, 9);
  });
});
