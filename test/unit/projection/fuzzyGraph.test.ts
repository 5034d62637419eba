import { describe, expect, it } from 'vitest';
import { fuzzyGraph, smoothDistances } from '../../../src/engine/projection/fuzzyGraph';
import { silentContext } from '../../../src/engine/runContext';
import { fuzzy } from '../../fixtures/projection/references.json';
import { denseOf, largestDifference } from '../../support/matrices';

const distances = Float32Array.from(fuzzy.distances);

describe('against umap-learn', () => {
  it('scales the distances of each row, equal rows too', async () => {
    const { rhos, sigmas } = await smoothDistances(distances, fuzzy.k, silentContext);
    expect(largestDifference(rhos, fuzzy.rhos)).toBeLessThan(1e-6);
    expect(largestDifference(sigmas, fuzzy.sigmas)).toBeLessThan(1e-4);
  });

  it('joins what is alike in the eyes of either', async () => {
    const graph = await fuzzyGraph(Int32Array.from(fuzzy.indices), distances, fuzzy.k, silentContext);
    expect(largestDifference(denseOf(graph).values, fuzzy.graph)).toBeLessThan(1e-4);
  });
});

it('takes rows that are all equal', async () => {
  const graph = await fuzzyGraph(Int32Array.of(1, 2, 0, 2, 0, 1), new Float32Array(6), 2, silentContext);
  expect([...graph.values]).toEqual([1, 1, 1, 1, 1, 1]);
});
