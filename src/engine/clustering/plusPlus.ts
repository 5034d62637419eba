import { kernels } from '../math/kernels';
import { type Matrix, zeros } from '../math/matrix';
import type { Random } from '../math/random';
import type { Steps } from '../runContext';

/**
 * Greedy k-means++: of the candidates drawn by squared distance, the one that lowers the potential most.
 *
 * @param weights as how many rows each counts; absent: as one
 */
export function* plusPlus(
  x: Matrix,
  k: number,
  candidates: number,
  random: Random,
  weights?: Float64Array,
): Steps<Matrix> {
  const { rows, columns } = x;
  const centroids = zeros(k, columns);
  const distances = kernels().distances(x, x);
  const least = new Float64Array(rows).fill(Infinity);
  const trial = new Float64Array(rows);
  const bestTrial = new Float64Array(rows);
  const take = (c: number, row: number): void =>
    centroids.values.set(x.values.subarray(row * columns, (row + 1) * columns), c * columns);
  const total = weights?.reduce((sum, weight) => sum + weight, 0);
  let potential = Infinity;
  for (let c = 0; c < k; c++) {
    let best = -1;
    let bestPotential = Infinity;
    for (let t = 0; t < (c === 0 ? 1 : candidates); t++) {
      const row =
        c > 0 ? draw(least, potential, random) : weights ? draw(weights, total!, random) : Math.floor(random() * rows);
      const toRow = distances.between(row, 1, 0, rows);
      let sum = 0;
      for (let i = 0; i < rows; i++) {
        const distance = weights ? weights[i]! * toRow[i]! : toRow[i]!;
        const lower = distance < least[i]! ? distance : least[i]!;
        trial[i] = lower;
        sum += lower;
      }
      if (sum < bestPotential) {
        bestPotential = sum;
        best = row;
        bestTrial.set(trial);
      }
      yield undefined;
    }
    take(c, best);
    least.set(bestTrial);
    potential = bestPotential;
  }
  return centroids;
}

/** A row drawn with probability in proportion to `weights`; any row where all weights are zero. */
function draw(weights: Float64Array, total: number, random: Random): number {
  if (!(total > 0)) return Math.floor(random() * weights.length);
  let rest = random() * total;
  for (let i = 0; i < weights.length; i++) {
    rest -= weights[i]!;
    if (rest < 0) return i;
  }
  return weights.length - 1;
}
