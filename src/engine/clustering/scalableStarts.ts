import { gatherRows, type Matrix } from '../math/matrix';
import type { CentroidSearch } from '../math/nearestCentroids';
import type { Random } from '../math/random';
import type { Steps } from '../runContext';
import { plusPlus } from './plusPlus';

const rounds = 5;
/** Rows drawn a round, on average, as a multiple of k: l = 2k in the paper. */
const oversampling = 2;

/**
 * k-means‖ (Bahmani, Moseley, Vattani, Kumar and Vassilvitskii, "Scalable k-means++", 2012, algorithm 2): in five rounds each
 * row becomes a candidate with a probability in proportion to its squared distance to the nearest candidate so far. Each candidate
 * weighs as many rows as are nearest to it, and weighted k-means++ chooses k of them. The rows are passed six times instead of k times;
 * for the same rows and seed the answer is the same for any number of threads.
 *
 * @param k at most the number of rows
 * @param candidates that k-means++ draws a step
 * @param search over the rows of x; what it holds is overwritten
 * @returns [k × columns]
 */
export function* scalableStarts(
  x: Matrix,
  k: number,
  candidates: number,
  search: CentroidSearch,
  random: Random,
): Steps<Matrix> {
  const { rows } = x;
  const least = new Float64Array(rows).fill(Infinity);
  const nearest = new Int32Array(rows);
  const drawn: number[] = [];
  let added = [Math.floor(random() * rows)];
  for (let round = 0; added.length > 0; round++) {
    const before = drawn.length;
    for (const row of added) drawn.push(row);
    yield* search.assign(gatherRows(x, Int32Array.from(added)));
    let potential = 0;
    for (let i = 0; i < rows; i++) {
      if (search.squared[i]! < least[i]!) {
        least[i] = search.squared[i]!;
        nearest[i] = before + search.labels[i]!;
      }
      potential += least[i]!;
    }
    if (round === rounds || !(potential > 0)) break;
    added = [];
    const share = (oversampling * k) / potential;
    for (let i = 0; i < rows; i++) if (random() < share * least[i]!) added.push(i);
    yield undefined;
  }
  // Fewer are drawn where there are few different rows.
  if (drawn.length <= k) return yield* plusPlus(x, k, candidates, random);
  const weights = new Float64Array(drawn.length);
  for (const candidate of nearest) weights[candidate] = weights[candidate]! + 1;
  return yield* plusPlus(gatherRows(x, Int32Array.from(drawn)), k, candidates, random, weights);
}
