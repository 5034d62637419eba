import { describe, expect, it } from 'vitest';
import { nearestNeighbours } from '../../../src/engine/math/nearestNeighbours';
import { StochasticGradient } from '../../../src/engine/math/stochasticGradient';
import { jointLikeness } from '../../../src/engine/projection/jointLikeness';
import { silentContext } from '../../../src/engine/runContext';
import { stochastic } from '../../fixtures/projection/references.json';
import { denseOf, largestDifference, matrixOf } from '../../support/matrices';

const { rows, columns, k, perplexity } = stochastic;

const likeness = async (): ReturnType<typeof jointLikeness> => {
  const x = matrixOf(rows, columns, stochastic.x);
  const found = await nearestNeighbours(x, k, silentContext, { similarity: 'squared-distance' });
  const squares = found.similarities.map((similarity) => -similarity);
  return jointLikeness(found.indices, squares, k, perplexity, silentContext);
};

/** scikit-learn's gradient has the factor 4. */
async function of(angle: number): Promise<{ divergence: number; gradient: Float64Array }> {
  const objective = new StochasticGradient(await likeness(), angle);
  const layout = Float64Array.from(stochastic.layout);
  for (let pass = 0; pass < 2; pass++) Array.from(objective.steps(layout, 1)); // the second forgets the first
  return { divergence: objective.divergence(layout), gradient: objective.gradient.map((value) => 4 * value) };
}

describe('against scikit-learn', () => {
  it('gives pairs the same likenesses at a perplexity', async () => {
    expect(largestDifference(denseOf(await likeness()).values, stochastic.joint)).toBeLessThan(1e-6);
  });

  it('has the same divergence and gradient, exactly', async () => {
    const found = await of(1e-9);
    expect(found.divergence).toBeCloseTo(stochastic.divergence, 4);
    expect(largestDifference(found.gradient, stochastic.gradient)).toBeLessThan(1e-6);
  });

  it('is as near to that by the tree as scikit-learn’s', async () => {
    const found = await of(0.5);
    const [own, theirs] = [found.gradient, stochastic.approximate.gradient].map((gradient) =>
      largestDifference(gradient, stochastic.gradient),
    );
    expect(own!).toBeLessThan(1.5 * theirs!);
    expect(Math.abs(found.divergence - stochastic.divergence)).toBeLessThan(
      1.5 * Math.abs(stochastic.approximate.divergence - stochastic.divergence),
    );
  });
});

it('pulls e times as strongly where likenesses are exaggerated', async () => {
  const layout = Float64Array.from(stochastic.layout);
  const objective = new StochasticGradient(await likeness(), 1e-9);
  const gradients = [0, 1, 12].map((exaggeration) => {
    Array.from(objective.steps(layout, exaggeration));
    return objective.gradient.slice();
  });
  const expected = gradients[0]!.map((push, at) => push + 12 * (gradients[1]![at]! - push));
  expect(largestDifference(gradients[2]!, expected)).toBeLessThan(1e-12);
});
