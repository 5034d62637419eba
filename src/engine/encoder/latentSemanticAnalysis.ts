import { kernels } from '../math/kernels';
import { type Matrix, normalizeRows, type SparseMatrix, zeros } from '../math/matrix';
import type { Random } from '../math/random';
import { randomizedSvd } from '../math/svd';
import type { RunContext } from '../runContext';
import { documentFrequencies, selectColumns } from '../preprocessing/termCounts';

/**
 * Weighs term counts for latent semantic analysis: (1 + ln tf) · ln(n / df) · weight, rows of unit length. Columns in fewer
 * than two documents or in more than half of them are left out (they tell no two documents alike, or all of them).
 * Without "+ 1" in the idf, terms that are everywhere weigh nothing (measured better than scikit-learn's smoothed form).
 *
 * @param counts [documents × features] term frequencies
 * @param featureWeights a further weight a feature, such as smooth inverse frequency; absent: 1
 * @param mostColumns rare columns beyond this many are left out
 */
export function weighTfIdf(
  counts: SparseMatrix,
  {
    featureWeights,
    mostColumns = usualColumns,
  }: { readonly featureWeights?: Float64Array | undefined; readonly mostColumns?: number } = {},
): { matrix: SparseMatrix; columns: Int32Array; weights: Float64Array } {
  const documentFrequency = documentFrequencies(counts);
  const n = counts.rows;
  const most = Math.max(n / 2, 1);
  const least = leastFrequency(documentFrequency, n < 10 ? 1 : 2, most, mostColumns);
  const { matrix, columns } = selectColumns(
    counts,
    (column) => documentFrequency[column]! >= least && documentFrequency[column]! <= most,
  );
  const weights = Float64Array.from(
    columns,
    (column) => Math.log(n / documentFrequency[column]!) * (featureWeights?.[column] ?? 1),
  );
  return { matrix: weighCounts(matrix, weights), columns, weights };
}

/**
 * (1 + ln tf) · weight, rows of unit length, in place.
 *
 * @param weights one a column
 */
export function weighCounts(matrix: SparseMatrix, weights: Float64Array): SparseMatrix {
  const { rows, offsets, indices, values } = matrix;
  for (let i = 0; i < rows; i++) {
    let squares = 0;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const value = (1 + Math.log(values[e]!)) * weights[indices[e]!]!;
      values[e] = value;
      squares += value * value;
    }
    if (squares === 0) continue;
    const scale = 1 / Math.sqrt(squares);
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) values[e] = values[e]! * scale;
  }
  return matrix;
}

/** Rare columns beyond this many add time and little else. */
const usualColumns = 40_000;

/** The least document frequency, from `least` up, that keeps at most `mostColumns` columns. */
function leastFrequency(documentFrequency: Uint32Array, least: number, most: number, mostColumns: number): number {
  const kept = documentFrequency.filter((frequency) => frequency >= least && frequency <= most).sort();
  return kept.length <= mostColumns ? least : kept[kept.length - mostColumns]! + 1;
}

/**
 * Latent semantic analysis: unit rows of U · S^1.5 of the truncated singular value decomposition of a weighted
 * [documents × terms] matrix A (Deerwester et al. 1990; the exponent by measurement: plain U·S and U both cluster worse).
 * It is computed as A · V · S^½, which `foldIn` repeats exactly for documents that come later.
 */
export async function latentSemanticAnalysis(
  weighted: SparseMatrix,
  dimensions: number,
  random: Random,
  context: RunContext,
): Promise<{ encoding: Matrix; singularValues: Float32Array; termVectors: Matrix }> {
  const rank = Math.max(1, Math.min(dimensions, weighted.columns, weighted.rows - 1));
  if (weighted.columns === 0 || weighted.values.length === 0) {
    return { encoding: zeros(weighted.rows, 1), singularValues: new Float32Array(1), termVectors: zeros(0, 1) };
  }
  const { s, v } = await randomizedSvd(weighted, rank, { powerIterations: 4, oversampling: 10, random, context });
  return { encoding: foldIn(weighted, v, s), singularValues: s, termVectors: v };
}

/** Unit rows of A · V · S^½: documents seen by an earlier decomposition. Rows without a known term are zero. */
export function foldIn(weighted: SparseMatrix, termVectors: Matrix, singularValues: Float32Array): Matrix {
  const encoding = kernels().sparseTimes(weighted, termVectors);
  const scale = Float64Array.from(singularValues, Math.sqrt);
  const { rows, columns, values } = encoding;
  for (let i = 0, at = 0; i < rows; i++) for (let d = 0; d < columns; d++, at++) values[at] = values[at]! * scale[d]!;
  return normalizeRows(encoding);
}
