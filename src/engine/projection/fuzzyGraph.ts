import type { SparseMatrix } from '../math/matrix';
import { symmetrize } from '../math/symmetrize';
import { breather, type RunContext } from '../runContext';

const searchSteps = 64;
const tolerance = 1e-5;
/** A row's scale is at least this share of its mean distance, so that equal rows don't make it zero. */
const leastScale = 1e-3;
const rowsABreath = 256;

/** How each row measures the distances to its neighbours: likeness = exp(−max(0, d − rho) / sigma). */
export interface SmoothDistances {
  /** Distance to the nearest neighbour that is not at the same place, 0 where all are. */
  readonly rhos: Float64Array; // [rows]
  readonly sigmas: Float64Array; // [rows]
}

/**
 * Chooses each row's sigma so that the likenesses of its neighbours add up to log₂(k + 1); a row counts itself as one of its
 * k + 1 neighbours. Source: McInnes, Healy, Melville, "UMAP", 2018, algorithm 3; the least scale is umap-learn's.
 *
 * @param distances of each row to its k nearest others, ascending [rows × k]
 */
export async function smoothDistances(
  distances: Float32Array,
  k: number,
  context: RunContext,
): Promise<SmoothDistances> {
  const rows = k === 0 ? 0 : distances.length / k;
  const breathe = breather(context);
  const target = Math.log2(k + 1);
  const meanOfAll = meanOf(distances, 0, distances.length, rows * (k + 1));
  const rhos = new Float64Array(rows);
  const sigmas = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const first = i * k;
    let nearest = first;
    while (nearest < first + k && distances[nearest] === 0) nearest++;
    const rho = nearest < first + k ? distances[nearest]! : 0;
    const mean = rho > 0 ? meanOf(distances, first, first + k, k + 1) : meanOfAll;
    rhos[i] = rho;
    sigmas[i] = Math.max(sigmaOf(distances, first, first + k, rho, target), leastScale * mean);
    if (i % rowsABreath === 0 && breathe.due()) await breathe();
  }
  return { rhos, sigmas };
}

/** By bisection; above, by doubling. */
function sigmaOf(distances: Float32Array, from: number, to: number, rho: number, target: number): number {
  let low = 0;
  let high = Infinity;
  let sigma = 1;
  for (let step = 0; step < searchSteps; step++) {
    let sum = 0;
    for (let e = from; e < to; e++) {
      const beyond = distances[e]! - rho;
      sum += beyond > 0 ? Math.exp(-beyond / sigma) : 1;
    }
    if (Math.abs(sum - target) < tolerance) break;
    if (sum > target) {
      high = sigma;
      sigma = (low + high) / 2;
    } else {
      low = sigma;
      sigma = high === Infinity ? 2 * sigma : (low + high) / 2;
    }
  }
  return sigma;
}

function meanOf(distances: Float32Array, from: number, to: number, count: number): number {
  let sum = 0;
  for (let e = from; e < to; e++) sum += distances[e]!;
  return sum / Math.max(1, count);
}

/**
 * How alike rows are by the neighbours of either: with p the likeness in i's eyes and q in j's, p + q − pq.
 *
 * @param indices the k nearest others of each row, nearest first [rows × k]
 * @param distances to them [rows × k]
 * @returns symmetric [rows × rows]
 */
export async function fuzzyGraph(
  indices: Int32Array,
  distances: Float32Array,
  k: number,
  context: RunContext,
): Promise<SparseMatrix> {
  const { rhos, sigmas } = await smoothDistances(distances, k, context);
  const likeness = Float64Array.from(distances, (distance, e) => {
    const i = Math.floor(e / k);
    const beyond = distance - rhos[i]!;
    return beyond <= 0 || sigmas[i] === 0 ? 1 : Math.exp(-beyond / sigmas[i]!);
  });
  return symmetrize(indices, likeness, k, (forth, back) => forth + back - forth * back);
}
