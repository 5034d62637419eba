import type { SparseMatrix } from '../math/matrix';
import { symmetrize } from '../math/symmetrize';
import { breather, type RunContext } from '../runContext';

const searchSteps = 100;
const tolerance = 1e-5;
const rowsABreath = 64;

/**
 * How likely each pair of rows is to be neighbours: p_ij = (p_j|i + p_i|j) / 2n, where p_j|i falls with the squared distance as
 * a Gaussian whose width gives row i as many neighbours as `perplexity` says. Adds up to 1.
 * Source: van der Maaten and Hinton, "Visualizing data using t-SNE", JMLR 2008, equations 1 and 4.
 *
 * @param indices the k nearest others of each row, nearest first [rows × k]
 * @param squares squared distances to them [rows × k]
 * @returns symmetric [rows × rows]
 */
export async function jointLikeness(
  indices: Int32Array,
  squares: Float32Array,
  k: number,
  perplexity: number,
  context: RunContext,
): Promise<SparseMatrix> {
  const rows = indices.length / k;
  const breathe = breather(context);
  const conditional = new Float64Array(indices.length);
  for (let i = 0; i < rows; i++) {
    writeRow(squares, i * k, k, Math.log(perplexity), conditional);
    if (i % rowsABreath === 0 && breathe.due()) await breathe();
  }
  return symmetrize(indices, conditional, k, (forth, back) => (forth + back) / (2 * rows));
}

/** Finds by bisection the precision at which a row's likenesses have the wanted entropy (in nats). */
function writeRow(squares: Float32Array, first: number, k: number, wanted: number, conditional: Float64Array): void {
  const nearest = squares[first]!; // taken away from all, which changes no share, so that not all powers are 0
  let precision = 1;
  let low = 0;
  let high = Infinity;
  let sum = 1;
  for (let step = 0; step < searchSteps; step++) {
    sum = 0;
    let weighted = 0;
    for (let e = first; e < first + k; e++) {
      const beyond = squares[e]! - nearest;
      const likeness = Math.exp(-precision * beyond);
      conditional[e] = likeness;
      sum += likeness;
      weighted += likeness * beyond;
    }
    const entropy = Math.log(sum) + (precision * weighted) / sum;
    if (Math.abs(entropy - wanted) <= tolerance) break;
    if (entropy > wanted) {
      low = precision;
      precision = high === Infinity ? 2 * precision : (low + high) / 2;
    } else {
      high = precision;
      precision = (low + high) / 2;
    }
  }
  for (let e = first; e < first + k; e++) conditional[e] = conditional[e]! / sum;
}
