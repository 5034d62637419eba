import * as v from 'valibot';
import type { ClusterOptions } from '../../shared/options';
import { kMeans } from '../clustering/kMeans';
import { neighbourGraph, smooth } from '../clustering/neighbourGraph';
import type { EncodedView } from '../encoder/encoder';
import { kernels } from '../math/kernels';
import { gatherRows, type Matrix, matrixOf, npyOf, zeros } from '../math/matrix';
import { permutation, type Random } from '../math/random';
import { pca } from '../projection/pca';
import type { RunContext } from '../runContext';
import { arrayOf, type ModelPart, settingOf } from '../storage/model';
import { Autoencoder, type AutoencoderWeights } from './autoencoder';

export interface Compressed {
  /** The space in which documents are clustered, [documents × dimensions]. */
  readonly vectors: Matrix;
  readonly model: ModelPart;
  /** Where a network was trained. */
  readonly trained?: EncodedView['trained'];
}

type Compressor = (x: Matrix, options: ClusterOptions, random: Random, context: RunContext) => Promise<Compressed>;

/** Every compression by name. A new one is a function here, or a file of its own and a line here. */
const compressors: Record<Exclude<ClusterOptions['compress'], 'auto'>, Compressor> = {
  none: (x) => Promise.resolve({ vectors: x, model: { arrays: {} } }),
  pca: compressByPca,
  autoencoder: compressByAutoencoder,
};

/** Compresses the encoding before clustering; 'auto' says what it chose and why. */
export async function compress(
  x: Matrix,
  options: ClusterOptions,
  random: Random,
  context: RunContext,
): Promise<Compressed & { resolved: Record<string, unknown>; reasons: Record<string, string> }> {
  const { name, reason } = chooseCompressor(x, options);
  const compressed = await compressors[name](x, options, random, context);
  context.progress({ stage: 'compress', done: x.rows, total: x.rows, unit: 'documents' });
  return {
    ...compressed,
    model: { ...compressed.model, settings: { name: compressed.vectors === x ? 'none' : name } },
    resolved: { compress: name, dimensions: compressed.vectors.columns },
    reasons: reason === undefined ? {} : { compress: reason },
  };
}

/** A network or PCA can't have more components than the data spans. */
function chooseCompressor(
  x: Matrix,
  { compress: asked }: ClusterOptions,
): { name: keyof typeof compressors; reason?: string } {
  if (asked === 'auto')
    return { name: 'none', reason: `the fused views have only ${x.columns} dimensions, few enough to cluster as they are` }; // prettier-ignore
  if (asked !== 'none' && (x.columns < 3 || x.rows < 3))
    return { name: 'none', reason: `there is too little to compress: ${x.rows} documents, ${x.columns} dimensions` };
  return { name: asked };
}

async function compressByPca(
  x: Matrix,
  { dimensions }: ClusterOptions,
  random: Random,
  context: RunContext,
): Promise<Compressed> {
  const { mean, components, projected } = await pca(x, Math.min(dimensions, x.columns), random, context);
  const model = {
    arrays: { mean: { shape: [mean.length], values: mean }, components: npyOf(components) },
  };
  return { vectors: projected.columns === 0 ? x : projected, model };
}

const neighbours = 15;
const hops = 2;
/** More rows than this are not all learned from: the graph over them takes time with their square. */
const mostLearned = 20_000;
/** Clusters that codes are drawn together by where the person leaves their number open. */
const clustersWhenOpen = 30;
const fewestRowsACluster = 5;

/**
 * A network that reads the encoding and makes of it what the document's neighbours are like (the encoding after two steps of
 * graph convolution), then draws the codes of k-means' clusters of those together.
 */
async function compressByAutoencoder(
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

type Transformer = (
  part: ModelPart,
  x: Matrix,
  backend: ClusterOptions['backend'],
  context: RunContext,
) => Promise<Matrix>;

const transformers: Record<keyof typeof compressors, Transformer> = {
  none: (_, x) => Promise.resolve(x),
  pca: (part, x) => Promise.resolve(transformByPca(part, x)),
  autoencoder: transformByAutoencoder,
};

const namesSchema = v.picklist(Object.keys(compressors) as (keyof typeof compressors)[]);

/** Compresses the encodings of new documents by a saved model, as those of the old ones were. */
export function transformCompressed(
  part: ModelPart,
  x: Matrix,
  backend: ClusterOptions['backend'],
  context: RunContext,
): Promise<Matrix> {
  return transformers[settingOf(part, 'name', namesSchema)](part, x, backend, context);
}

function transformByPca(part: ModelPart, x: Matrix): Matrix {
  const mean = arrayOf(part, 'mean', Float32Array).values;
  const components = matrixOf(arrayOf(part, 'components', Float32Array));
  const centred = zeros(x.rows, x.columns);
  for (let i = 0, at = 0; i < x.rows; i++)
    for (let j = 0; j < x.columns; j++, at++) centred.values[at] = x.values[at]! - mean[j]!;
  return kernels().multiply(centred, components);
}

async function transformByAutoencoder(
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
