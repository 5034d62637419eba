import { describe, expect, it } from 'vitest';
import { dbscan } from '../../../src/engine/clustering/density/dbscan';
import { hdbscan } from '../../../src/engine/clustering/density/hdbscan';
import { externalMetrics } from '../../../src/engine/evaluation/externalMetrics';
import { silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import references from '../../fixtures/clustering/density.json';
import {
  blobs,
  isSamePartition,
  largestDifference,
  matrixOf,
  matrixOfRows,
  normalMatrix,
} from '../../support/matrices';

interface Reference {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly x: readonly number[];
  readonly options: {
    readonly min_cluster_size: number;
    readonly min_samples?: number;
    readonly cluster_selection_method?: string;
    readonly cluster_selection_epsilon?: number;
  };
  readonly labels: readonly number[];
  readonly probabilities: readonly number[];
  readonly outlierScores: readonly number[];
  readonly eps: number;
  readonly min_samples: number;
  readonly dbscan: readonly number[];
}

const named = (references as readonly Reference[]).map((reference) => [reference.name, reference] as const);
const ari = (found: Int32Array, expected: readonly number[]): number =>
  externalMetrics(found, expected.map(String)).ari;

describe('hdbscan', () => {
  it('is held against twenty data sets', () => {
    expect(new Set(named.map(([name]) => name)).size).toBe(20);
  });

  it.each(named)("finds scikit-learn's clusters, and how firmly: %s", async (_, { rows, columns, x, options, ...expected }) => {
    const found = await hdbscan(
      matrixOf(rows, columns, x),
      {
        minClusterSize: options.min_cluster_size,
        selection: options.cluster_selection_method === 'leaf' ? 'leaf' : 'stable',
        epsilon: options.cluster_selection_epsilon ?? 0,
        ...(options.min_samples !== undefined && { minSamples: options.min_samples }),
      },
      silentContext,
    );
    expect(ari(found.labels, expected.labels)).toBeGreaterThanOrEqual(0.999);
    const isNoise = Array.from(found.labels, (label) => label < 0);
    expect(isNoise.filter((noise, i) => noise !== expected.labels[i]! < 0)).toHaveLength(0);
    expect(largestDifference(found.probabilities, expected.probabilities)).toBeLessThan(1e-4);
    expect(largestDifference(found.outlierScores, expected.outlierScores)).toBeLessThan(1e-4);
  }); // prettier-ignore

  it('takes no, one and two rows', async () => {
    for (const n of [0, 1, 2]) {
      const found = await hdbscan(normalMatrix(n, 3, 1), { minClusterSize: 5 }, silentContext);
      expect([...found.labels]).toEqual(new Array<number>(n).fill(-1));
      expect(found.probabilities).toHaveLength(n);
    }
  });

  it('takes thousands of equal rows, and finds them where there are others', async () => {
    const equal = await hdbscan(matrixOf(2000, 2, new Array<number>(4000).fill(1)), { minClusterSize: 5 }, silentContext);
    expect(equal.labels.every((label) => label >= -1)).toBe(true);
    expect([...equal.probabilities, ...equal.outlierScores].every((value) => value >= 0 && value <= 1)).toBe(true);
    const places = [0, 10, 25];
    const values = Float32Array.from({ length: 3000 }, (_, i) => places[i % 3]!);
    const three = await hdbscan(matrixOf(3000, 1, values), { minClusterSize: 50 }, silentContext);
    expect(isSamePartition(three.labels, Array.from({ length: 3000 }, (_, i) => i % 3))).toBe(true);
    expect(three.probabilities.every((value) => value === 1)).toBe(true);
  }); // prettier-ignore

  it('finds one huge cluster and a small one, and calls single rows far away noise', async () => {
    const crowd = blobs(900, 3, 1, 0.3, 1);
    const few = blobs(30, 3, 1, 0.1, 2).values.map((value) => value + 40);
    const lonely = [[-90, 0, 0], [0, -90, 0], [0, 0, -90]]; // prettier-ignore
    const x = matrixOf(933, 3, [...crowd.values, ...few, ...lonely.flat()]);
    const { labels, outlierScores } = await hdbscan(x, { minClusterSize: 15, minSamples: 5 }, silentContext);
    expect([...labels.subarray(930)]).toEqual([-1, -1, -1]);
    expect(Math.min(...outlierScores.subarray(930))).toBeGreaterThan(0.95);
    expect(new Set(labels.subarray(900, 930)).size).toBe(1);
  });

  it('keeps its stack on a line of 20,000 points whose gaps grow', async () => {
    const n = 20_000;
    const x = matrixOf(n, 1, Float32Array.from({ length: n }, (_, i) => (i * i) / 100)); // prettier-ignore
    const { labels } = await hdbscan(x, { minClusterSize: 5, minSamples: 2 }, silentContext);
    expect(labels).toHaveLength(n);
  });

  it('names the row that is not finite', async () => {
    const run = hdbscan(matrixOfRows([[1, 2], [3, Infinity]]), { minClusterSize: 2 }, silentContext); // prettier-ignore
    await expect(run).rejects.toSatisfy(
      (error) => GroveError.is(error, 'bad-input') && error.message.includes('document 1 '),
    );
  });
});

describe('dbscan', () => {
  it.each(named)("finds scikit-learn's clusters, in its order: %s", async (_, { rows, columns, x, ...expected }) => {
    const { eps, min_samples } = expected;
    const found = await dbscan(matrixOf(rows, columns, x), { epsilon: eps, minSamples: min_samples }, silentContext);
    expect([...found]).toEqual([...expected.dbscan]);
  });

  it('finds the same where pairs are too many to be remembered', async () => {
    const x = blobs(900, 3, 4, 0.2, 2);
    const options = { epsilon: 0.25, minSamples: 6 };
    const remembered = await dbscan(x, options, silentContext);
    expect(new Set(remembered).size).toBeGreaterThan(2);
    expect(await dbscan(x, { ...options, mostPairs: 1000 }, silentContext)).toEqual(remembered);
  });

  it('takes no rows, equal rows, and rows without neighbours', async () => {
    const options = { epsilon: 0.5, minSamples: 3 };
    expect(await dbscan(matrixOf(0, 3, []), options, silentContext)).toHaveLength(0);
    expect([...(await dbscan(matrixOf(3, 1, [1, 1, 1]), options, silentContext))]).toEqual([0, 0, 0]);
    expect([...(await dbscan(matrixOf(3, 1, [1, 5, 9]), options, silentContext))]).toEqual([-1, -1, -1]);
    const broken = dbscan(matrixOf(2, 1, [NaN, 1]), options, silentContext);
    await expect(broken).rejects.toSatisfy((error) => GroveError.is(error, 'bad-input'));
  });

  it('stops within a run that is cancelled', async () => {
    let asked = 0;
    let clock = 0;
    const context = { ...silentContext, now: () => (clock += 50), isCancelled: () => ++asked > 1 };
    const run = dbscan(normalMatrix(900, 2, 1), { epsilon: 0.1, minSamples: 4 }, context);
    await expect(run).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled'));
  });
});
