import type { Matrix } from '../math/matrix';
import { nearestNeighbours } from '../math/nearestNeighbours';
import { normal, type Random } from '../math/random';
import { StochasticGradient } from '../math/stochasticGradient';
import { breather, type RunContext } from '../runContext';
import { jointLikeness } from './jointLikeness';
import { principalLayout } from './principalLayout';
import type { Projected } from './projection';
import { projecting } from './projectProgress';

const usualPerplexity = 30;
/** Neighbours a row, as many times the perplexity. */
const reach = 3;
const angle = 0.5;
const exaggeration = 12;
const exaggerated = 250;
const iterations = 750;
const startingDeviation = 1e-4;
const leastRate = 50;

/**
 * t-distributed stochastic neighbour embedding, by the Barnes–Hut tree: each document's nearest keep near. It starts from the
 * two principal components. O(rows² · columns) for the neighbours, then O(rows log rows) an iteration.
 * Sources: van der Maaten, "Accelerating t-SNE using tree-based algorithms", JMLR 2014; the learning rate by Belkina et al.,
 * Nature Communications 2019; the start by Kobak and Berens, Nature Communications 2019.
 * Throws GroveError('bad-input') where a row is not finite.
 *
 * @param x at least 4 rows
 */
export async function tsne(x: Matrix, random: Random, context: RunContext): Promise<Projected> {
  const perplexity = Math.min(usualPerplexity, (x.rows - 1) / reach);
  const wanted = Math.floor(reach * perplexity);
  const { k, indices, similarities } = await nearestNeighbours(x, wanted, projecting(context), {
    similarity: 'squared-distance',
  });
  const squares = similarities.map((similarity) => Math.max(0, -similarity));
  const likeness = await jointLikeness(indices, squares, k, perplexity, context);
  const layout = await startingLayout(x, random, context);
  const objective = new StochasticGradient(likeness, angle);
  const rate = Math.max(leastRate, x.rows / exaggeration);
  const velocity = new Float64Array(layout.length);
  const gains = new Float64Array(layout.length).fill(1);
  const breathe = breather(context);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const isEarly = iteration < exaggerated;
    const steps = objective.steps(layout, isEarly ? exaggeration : 1);
    while (steps.next().done !== true)
      if (breathe.due()) {
        context.progress({ stage: 'project', done: iteration, total: iterations, unit: 'epochs' });
        await breathe();
      }
    move(layout, { gradient: objective.gradient, velocity, gains, rate, momentum: isEarly ? 0.5 : 0.8 });
  }
  return {
    layout: { rows: x.rows, columns: 2, values: Float32Array.from(layout) },
    reason: `perplexity ${Math.round(perplexity * 10) / 10}, ${iterations} epochs, started from the two principal components; divergence ${objective.divergence(layout).toFixed(3)}`,
  };
}

interface Motion {
  readonly gradient: Float64Array;
  readonly velocity: Float64Array;
  /** Grow where a coordinate keeps its direction, shrink where it turns (Jacobs, 1988). */
  readonly gains: Float64Array;
  readonly rate: number;
  readonly momentum: number;
}

function move(layout: Float64Array, { gradient, velocity, gains, rate, momentum }: Motion): void {
  for (let at = 0; at < layout.length; at++) {
    const turns = velocity[at]! * gradient[at]! >= 0;
    gains[at] = Math.max(0.01, turns ? gains[at]! * 0.8 : gains[at]! + 0.2);
    velocity[at] = momentum * velocity[at]! - rate * gains[at]! * gradient[at]!;
    layout[at] = layout[at]! + velocity[at]!;
  }
}

/** The two principal components, tiny, with a little noise so that equal rows can be told apart. */
async function startingLayout(x: Matrix, random: Random, context: RunContext): Promise<Float64Array> {
  const { values } = await principalLayout(x, context);
  let squares = 0;
  for (let at = 0; at < values.length; at += 2) squares += values[at]! * values[at]!;
  const scale = squares > 0 ? startingDeviation / Math.sqrt(squares / x.rows) : 0;
  return Float64Array.from(values, (value) => value * scale + 0.01 * startingDeviation * normal(random));
}
