import { describe, expect, it } from 'vitest';
import { describeClusters } from '../../../src/engine/labelling/describeClusters';
import { normalizeRows } from '../../../src/engine/math/matrix';
import { silentContext } from '../../../src/engine/runContext';
import { blobs } from '../../support/matrices';
import { corpusOfWords } from '../../support/sequences';

// Two clusters of twelve; the first has two parts. 'interest rate' stands together, so it is a phrase.
const documents = Array.from({ length: 24 }, (_, i) => {
  if (i >= 12) return ['orbit', '.', 'telescope', '.', i % 2 === 0 ? 'comet' : 'eclipse'];
  return i < 6 ? ['money', '.', 'interest', 'rate', '.', 'loan'] : ['money', '.', 'pension', '.', 'annuity'];
});
const labels = Int32Array.from(documents, (_, i) => (i < 12 ? 0 : 1));
const parts = Int32Array.from(documents, (_, i) => (i < 6 ? 0 : i < 12 ? 1 : -1));
const vectors = blobs(24, 5, 2, 0.2, 1);
const encoding = normalizeRows(blobs(24, 6, 2, 0.3, 2));
const made = () => describeClusters(corpusOfWords(documents), encoding, vectors, { labels, parts }, silentContext);

describe('describeClusters', () => {
  it('lists the clusters of the cut, then their parts', async () => {
    const { clusters, subcluster } = await made();
    expect(clusters.map(({ id, parent, size }) => [id, parent, size])).toEqual([
      [0, null, 12],
      [1, null, 12],
      [2, 0, 6],
      [3, 0, 6],
    ]);
    expect([...subcluster]).toEqual(documents.map((_, i) => (i < 6 ? 2 : i < 12 ? 3 : 1)));
  });

  it('names each against its siblings, by phrases where words stand together', async () => {
    const { clusters } = await made();
    const terms = clusters.map(({ keywords }) => keywords.map(({ term }) => term));
    expect(terms[0]).toContain('money');
    expect(terms[1]).toEqual(expect.arrayContaining(['orbit', 'telescope']));
    expect(terms[2]).toEqual(expect.arrayContaining(['interest rate', 'loan']));
    expect(terms[3]).toEqual(expect.arrayContaining(['pension', 'annuity']));
    for (const part of [2, 3]) expect(terms[part]).not.toContain('money'); // both have it
    for (const { keywords } of clusters) {
      const weights = keywords.map(({ weight }) => weight);
      expect(weights).toEqual([...weights].sort((a, b) => b - a));
    }
  });

  it('takes as medoid a member, and as cohesion the length of the mean of unit rows', async () => {
    const { clusters } = await made();
    const members = [Array.from(labels.keys()).slice(0, 12), Array.from(labels.keys()).slice(12)];
    members.forEach((own, id) => {
      const { medoid, cohesion } = clusters[id]!;
      const centre = (values: Float32Array, columns: number): number[] =>
        Array.from({ length: columns }, (_, d) => own.reduce((sum, i) => sum + values[i * columns + d]!, 0) / own.length); // prettier-ignore
      const mean = centre(vectors.values, 5);
      const distance = (i: number): number => Math.hypot(...mean.map((value, d) => value - vectors.values[i * 5 + d]!));
      const nearest = own.reduce((best, i) => (distance(i) < distance(best) ? i : best));
      expect(medoid).toBe(`document ${nearest}`);
      expect(cohesion).toBeCloseTo(Math.hypot(...centre(encoding.values, 6)), 5);
    });
  });
});
