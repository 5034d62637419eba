import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BottleneckEvidence, informationBottleneck } from '../../../src/engine/clustering/informationBottleneck';
import { permutation, seededRandom } from '../../../src/engine/math/random';
import { silentContext } from '../../../src/engine/runContext';
import { denseOf, normalMatrix, sparseMatrix } from '../../support/matrices';

/** Word counts of 1 to 3 at random places, and unit vectors. */
function evidenceOf(documents: number, words: number, seed: number): BottleneckEvidence {
  const counts = sparseMatrix(documents, words, 0.3, seed);
  counts.values.forEach((value, at) => (counts.values[at] = 1 + (Math.floor(Math.abs(value) * 10) % 3)));
  const vectors = normalMatrix(documents, 4, seed + 1);
  for (let i = 0; i < documents; i++) {
    const row = vectors.values.subarray(4 * i, 4 * i + 4);
    const length = Math.hypot(...row);
    row.forEach((value, d) => (row[d] = value / length));
  }
  return { counts, vectors };
}

/** Σ h(W) − (1 − λ) Σ h(p_t) + g Σ |C_t| / n as its formula says, from the labels alone. */
function objectiveOf(
  { counts, vectors }: BottleneckEvidence,
  labels: ArrayLike<number>,
  k: number,
  sizeWeight: number,
): number {
  const h = (v: number): number => (v > 0 ? v * Math.log(v) : 0);
  const { rows: n, columns: words, values } = denseOf(counts);
  const g = Math.min(10, (20_000 * k) / counts.indices.length);
  let sum = 0;
  for (let t = 0; t < k; t++) {
    const members = Array.from({ length: n }, (_, i) => i).filter((i) => labels[i] === t);
    const mean = new Float64Array(words);
    const centre = new Float64Array(vectors.columns);
    for (const i of members) {
      const row = values.subarray(i * words, (i + 1) * words);
      const length = row.reduce((total, count) => total + count, 0);
      if (length > 0) row.forEach((count, q) => (mean[q] = mean[q]! + count / length / n));
      centre.forEach((value, d) => (centre[d] = value + vectors.values[i * vectors.columns + d]!));
    }
    for (const weight of mean) sum += h(weight);
    sum += (g * Math.hypot(...centre)) / n - (1 - sizeWeight) * h(members.length / n);
  }
  return sum;
}

const startOf = (documents: number, k: number): Int32Array => Int32Array.from({ length: documents }, (_, i) => i % k);

/** λ of every run: as a rule it is in play. */
const sizeWeight = 0.3;

const run = (evidence: BottleneckEvidence, k: number, maxPasses: number, seed = 1, start?: Int32Array, weight = sizeWeight) =>
  informationBottleneck(evidence, start ?? startOf(evidence.counts.rows, k), k, { maxPasses, sizeWeight: weight }, seededRandom(seed), silentContext); // prettier-ignore

const shapes = fc.record({
  documents: fc.integer({ min: 4, max: 40 }),
  words: fc.integer({ min: 3, max: 20 }),
  k: fc.integer({ min: 2, max: 16 }),
  seed: fc.integer({ min: 1, max: 1000 }),
});

describe('informationBottleneck', () => {
  it('keeps count of its objective as the formula says', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async ({ documents, words, k: most, seed }) => {
        const k = Math.min(most, documents);
        const evidence = evidenceOf(documents, words, seed);
        fc.pre(evidence.counts.indices.length > 0);
        const { labels, objective } = await run(evidence, k, 3, seed);
        expect(objective).toBeCloseTo(objectiveOf(evidence, labels, k, sizeWeight), 6);
      }),
      { numRuns: 40 },
    );
  });

  it('never empties a cluster, and never loses by a pass', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async ({ documents, words, k: most, seed }) => {
        const k = Math.min(most, documents);
        const evidence = evidenceOf(documents, words, seed);
        fc.pre(evidence.counts.indices.length > 0);
        let last = objectiveOf(evidence, startOf(documents, k), k, sizeWeight);
        for (const passes of [1, 2, 4]) {
          const { labels } = await run(evidence, k, passes, seed);
          expect(new Set(labels).size).toBe(k);
          // By the formula, as the run's own sums of vectors are in single precision.
          const objective = objectiveOf(evidence, labels, k, sizeWeight);
          expect(objective).toBeGreaterThanOrEqual(last - 1e-7);
          last = objective;
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each([2, 5])('moves each document where the objective is best, as trying every cluster does: %i', async (k) => {
    const evidence = evidenceOf(30, 12, 3);
    const labels = startOf(30, k);
    for (const document of permutation(30, seededRandom(9))) {
      if (labels.filter((label) => label === labels[document]).length === 1) continue;
      const tried = Array.from({ length: k }, (_, t) =>
        objectiveOf(
          evidence,
          labels.map((label, i) => (i === document ? t : label)),
          k,
          sizeWeight,
        ),
      );
      labels[document] = tried.indexOf(Math.max(...tried));
    }
    expect(labels).not.toEqual(startOf(30, k));
    expect((await run(evidence, k, 1, 9)).labels).toEqual(labels);
  });

  it('gives the same labels for the same seed, and leaves its start as it was', async () => {
    const evidence = evidenceOf(60, 25, 5);
    const start = startOf(60, 4);
    const first = await run(evidence, 4, 10, 2, start);
    expect(await run(evidence, 4, 10, 2, start)).toEqual(first);
    expect(start).toEqual(startOf(60, 4));
  });

  it('stops when no document moves any more', async () => {
    const evidence = evidenceOf(50, 20, 6);
    const settled = await run(evidence, 3, 50);
    expect(settled.passes).toBeLessThan(50);
    const again = await run(evidence, 3, 50, 4, settled.labels);
    expect(again).toMatchObject({ passes: 1, labels: settled.labels });
  });

  it('places documents without a word by their vectors', async () => {
    const evidence = evidenceOf(40, 10, 7);
    const { offsets } = evidence.counts;
    offsets.fill(offsets[20]!, 21); // the second half says nothing
    const counts = { ...evidence.counts, indices: evidence.counts.indices.slice(0, offsets[20]), values: evidence.counts.values.slice(0, offsets[20]) }; // prettier-ignore
    const { labels, objective } = await run({ ...evidence, counts }, 3, 5);
    expect(new Set(labels).size).toBe(3);
    expect(Number.isFinite(objective)).toBe(true);
  });
});
