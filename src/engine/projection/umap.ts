import { kernels } from '../math/kernels';
import type { Matrix } from '../math/matrix';
import { nearestNeighbours, whyApproximate } from '../math/nearestNeighbours';
import { normal, type Random, seedFrom } from '../math/random';
import { breather, type RunContext } from '../runContext';
import { fuzzyGraph } from './fuzzyGraph';
import { principalLayout } from './principalLayout';
import type { Projected } from './projection';
import { projecting } from './projectProgress';

/** Neighbours of a document, itself among them, as umap-learn counts them. */
const neighbours = 15;
/** The curve 1 / (1 + a d^2b) nearest to what a least distance of 0.1 and a spread of 1 ask for, by least squares. */
export const curve = { a: 1.5769434603, b: 0.8950608781 };
const negatives = 5;
const startingSide = 10;
const noise = 1e-4;
const edgesABreath = 200_000;

/** More documents need fewer epochs, since each is moved by its neighbours too. */
export function epochsFor(rows: number): number {
  return rows <= 10_000 ? 500 : 200;
}

/**
 * Uniform manifold approximation and projection: documents that are among each other's nearest lie side by side. It starts
 * from the two principal components. By Euclidean distance, which for unit rows has the same nearest as the cosine.
 * Source: McInnes, Healy, Melville, "UMAP: uniform manifold approximation and projection for dimension reduction", 2018.
 * Throws GroveError('bad-input') where a row is not finite.
 *
 * @param x at least 2 rows
 */
export async function umap(x: Matrix, random: Random, context: RunContext): Promise<Projected> {
  const found = await nearestNeighbours(x, neighbours - 1, projecting(context), { similarity: 'squared-distance' });
  const { k, indices, similarities } = found;
  const distances = similarities.map((similarity) => Math.sqrt(Math.max(0, -similarity)));
  const graph = await fuzzyGraph(indices, distances, k, context);
  const start = await startingLayout(x, random, context);
  const epochs = epochsFor(x.rows);
  const seed = seedFrom(random);
  const descent = kernels().layout({ graph, start, ...curve, epochs, negatives, seed });
  const breathe = breather(context);
  let values: Float32Array;
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (let from = 0, to = 0; from < x.rows; from = to) {
        while (to < x.rows && graph.offsets[to]! - graph.offsets[from]! < edgesABreath) to++;
        descent.descend(epoch, from, to);
        if (breathe.due()) {
          context.progress({ stage: 'project', done: epoch, total: epochs, unit: 'epochs' });
          await breathe();
        }
      }
    }
    values = descent.places();
  } finally {
    descent.close();
  }
  const parameters = `${k + 1} neighbours, ${epochs} epochs, least distance 0.1, started from the two principal components`;
  const approximation = whyApproximate(found);
  return {
    layout: { rows: x.rows, columns: 2, values },
    reason: approximation === undefined ? parameters : `${parameters}; ${approximation}`,
  };
}

/** The two principal components, each stretched to 0 … 10, with a little noise so that equal rows can be told apart. */
async function startingLayout(x: Matrix, random: Random, context: RunContext): Promise<Float32Array> {
  const { values } = await principalLayout(x, context);
  const layout = values.slice();
  for (let axis = 0; axis < 2; axis++) {
    let least = Infinity;
    let most = -Infinity;
    for (let at = axis; at < layout.length; at += 2) {
      least = Math.min(least, layout[at]!);
      most = Math.max(most, layout[at]!);
    }
    const scale = most > least ? startingSide / (most - least) : 0;
    for (let at = axis; at < layout.length; at += 2)
      layout[at] = (layout[at]! - least) * scale + noise * normal(random);
  }
  return layout;
}
