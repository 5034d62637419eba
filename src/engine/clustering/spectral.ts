import { normalizeRows, type SparseMatrix, zeros } from '../math/matrix';
import type { Random } from '../math/random';
import { randomizedSvd } from '../math/svd';
import type { RunContext } from '../runContext';
import { kMeans } from './kMeans';

/** Eigenvalues of well-separated clusters lie close together under 1: it takes many products to tell them apart. */
const powerIterations = 30;
const oversampling = 10;

/**
 * Spectral clustering: k-means of the rows, brought to unit length, of the k leading eigenvectors of D^−½ A D^−½.
 * Source: Ng, Jordan and Weiss, "On spectral clustering: analysis and an algorithm", 2001.
 *
 * @param graph A, symmetric, weights not negative
 * @returns clusters 0 … k − 1 [nodes]
 */
export async function spectralClusters(
  graph: SparseMatrix,
  k: number,
  { starts, random, context }: { readonly starts: number; readonly random: Random; readonly context: RunContext },
): Promise<Int32Array> {
  if (k < 2) return new Int32Array(graph.rows);
  const rank = k + oversampling;
  const options = { powerIterations, oversampling, random, context };
  const { u: leftVectors, v } = await randomizedSvd(normalised(graph), rank, options);
  const u = leftVectors();
  // Singular values are absolute eigenvalues: where left and right vectors point opposite ways, the eigenvalue is negative.
  const leading: number[] = [];
  for (let j = 0; j < u.columns && leading.length < k; j++) {
    let product = 0;
    for (let i = 0; i < u.rows; i++) product += u.values[i * u.columns + j]! * v.values[i * v.columns + j]!;
    if (product > 0) leading.push(j);
  }
  const embedding = zeros(graph.rows, leading.length);
  for (let i = 0; i < graph.rows; i++)
    leading.forEach((j, place) => (embedding.values[i * leading.length + place] = u.values[i * u.columns + j]!));
  return (await kMeans(normalizeRows(embedding), k, { nInit: starts, random, context })).labels;
}

function normalised(graph: SparseMatrix): SparseMatrix {
  const { rows, offsets, indices, values } = graph;
  const scale = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) sum += values[e]!;
    scale[i] = sum > 0 ? 1 / Math.sqrt(sum) : 0;
  }
  const scaled = new Float32Array(values.length);
  for (let i = 0; i < rows; i++)
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) scaled[e] = values[e]! * scale[i]! * scale[indices[e]!]!;
  return { ...graph, values: scaled };
}
