import { describe, expect, it } from 'vitest';
import { neighbourGraph, smooth } from '../../../src/engine/clustering/neighbourGraph';
import { silentContext } from '../../../src/engine/runContext';
import reference from '../../fixtures/clustering/neighbourGraph.json';
import { denseOf, largestDifference, matrixOf, matrixOfRows } from '../../support/matrices';

const x = matrixOf(reference.rows, reference.columns, reference.x);

describe('against scikit-learn and NumPy', () => {
  it('joins documents that are near', async () => {
    const graph = await neighbourGraph(x, reference.k, silentContext);
    expect(largestDifference(denseOf(graph).values, reference.graph)).toBeLessThan(1e-6);
  });

  it('lets each row become like its neighbours', async () => {
    const graph = await neighbourGraph(x, reference.k, silentContext);
    expect(largestDifference(smooth(graph, x, reference.hops).values, reference.smoothed)).toBeLessThan(1e-6);
  });
});

it('a document without neighbours stays as it is', async () => {
  const lonely = matrixOfRows([[0.6, 0.8]]);
  expect(Array.from(smooth(await neighbourGraph(lonely, 5, silentContext), lonely, 2).values)).toEqual(Array.from(lonely.values)); // prettier-ignore
});
