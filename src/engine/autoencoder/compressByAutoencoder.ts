import type { ClusterOptions } from '../../shared/options';
import { kMeans } from '../clustering/kMeans';
import { neighbourGraph, smooth } from '../clustering/neighbourGraph';
import type { EncodedView } from '../encoder/encoder';
import { gatherRows, type Matrix, matrixOf, npyOf } from '../math/matrix';
import { permutation, type Random } from '../math/random';
import type { RunContext } from '../runContext';
import { arrayOf, type ModelPart } from '../storage/model';
import { Autoencoder, type AutoencoderWeights } from './autoencoder';

export interface Compressed {
  /** The space in which documents are clustered, [documents × dimensions]. */
  readonly vectors: Matrix;
  readonly model: ModelPart;
  /** Where a network was trained. */
  readonly trained?: EncodedView['trained'];
}

export const neighbours = 15;
export const hops = 2;
/** More rows than this are not all learned from: the graph over them takes time with their square. */
const mostLearned = 20_000;
/** Clusters that codes are drawn together by where the person leaves their number open. */
const clustersWhenOpen = 30;
const fewestRowsACluster = 5;

/**
 * A network that reads the encoding and makes of it what the document's neighbours are like (the encoding after two steps of
 * graph convolution), then draws the codes of k-means' clusters of those together.
 */
export async function compressByAutoencoder(
  x: Matrix,
  { dimensions, backend, clusters }: ClusterOptions,
  random: Random,
  context: RunContext,
): Promise<Compressed> {
  const learned = x.rows > mostLearned ? gatherRows(x, permutation(x.rows, random).subarray(0, mostLearned).sort()) : x;
  const quiet = { ...context, progress: () => {} };
  const target = smooth(await neighbourGraph(learned, neighbours, quiet), learned, hops);
  const request = { dimensions: Math.min(dimensions, x.columns - 1), backend, random, context };
  const network = await Autoencoder.fit(learned, request, target);
  const k = Math.min(clusters === 'auto' ? clustersWhenOpen : clusters, Math.floor(x.rows / fewestRowsACluster));
  const sharpened =
    k < 2
      ? network
      : await network.sharpen(learned, target, (await kMeans(target, k, { random, context: quiet })).labels, request);
  return {
    vectors: await sharpened.transform(x, context),
    model: {
      arrays: Object.fromEntries(Object.entries(sharpened.weights).map(([name, weights]) => [name, npyOf(weights)])),
    },
    trained: {
      training: { name: 'autoencoder', loss: [...sharpened.loss] },
      versions: { tensorflow: sharpened.version },
    },
  };
}

/** Compresses new documents by saved weights. */
export async function transformByAutoencoder(
  part: ModelPart,
  x: Matrix,
  backend: ClusterOptions['backend'],
  context: RunContext,
): Promise<Matrix> {
  const weights: Record<string, Matrix> = {};
  for (const name of Object.keys(part.arrays)) weights[name] = matrixOf(arrayOf(part, name, Float32Array));
  const network = await Autoencoder.load(weights satisfies AutoencoderWeights, backend, context);
  return network.transform(x, context);
}
