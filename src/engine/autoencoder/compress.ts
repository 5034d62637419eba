import * as v from 'valibot';
import type { ClusterOptions } from '../../shared/options';
import { kernels } from '../math/kernels';
import { type Matrix, matrixOf, npyOf, zeros } from '../math/matrix';
import type { Random } from '../math/random';
import { pca } from '../projection/pca';
import type { RunContext } from '../runContext';
import { arrayOf, type ModelPart, settingOf } from '../storage/model';
import { autoencoderIfBetter } from './autoencoderIfBetter';
import { type Compressed, compressByAutoencoder, transformByAutoencoder } from './compressByAutoencoder';
import { compressByUmap, transformByUmap } from './compressByUmap';

type Compressor = (x: Matrix, options: ClusterOptions, random: Random, context: RunContext) => Promise<Compressed>;

/** Every compression by name. A new one is a function here, or a file of its own and a line here. */
const compressors: Record<Exclude<ClusterOptions['compress'], 'auto'>, Compressor> = {
  none: (x) => Promise.resolve({ vectors: x, model: { arrays: {} } }),
  pca: compressByPca,
  autoencoder: compressByAutoencoder,
  umap: compressByUmap,
};

/** Compresses the encoding before clustering; 'auto' says what it chose and why. */
export async function compress(
  x: Matrix,
  options: ClusterOptions,
  random: Random,
  context: RunContext,
): Promise<Compressed & { resolved: Record<string, unknown>; reasons: Record<string, string> }> {
  const {
    name,
    reason,
    compressed = await compressors[name](x, options, random, context),
  } = await chooseCompressor(x, options, random, context);
  context.progress({ stage: 'compress', done: x.rows, total: x.rows, unit: 'documents' });
  return {
    ...compressed,
    model: { ...compressed.model, settings: { name: compressed.vectors === x ? 'none' : name } },
    resolved: { compress: name, dimensions: compressed.vectors.columns },
    reasons: reason === undefined ? {} : { compress: reason },
  };
}

/** The words that clusters are refined by; none where they would undo what the autoencoder has drawn together (Tweet: accuracy .70 instead of .86). */
export function refiningEvidence<T>({ resolved }: { resolved: Record<string, unknown> }, evidence: T): T | undefined {
  return resolved['compress'] === 'autoencoder' ? undefined : evidence;
}

interface Choice {
  readonly name: keyof typeof compressors;
  readonly reason?: string;
  /** Where choosing took doing it. */
  readonly compressed?: Compressed;
}

/** A network or PCA can't have more components than the data spans. */
async function chooseCompressor(
  x: Matrix,
  options: ClusterOptions,
  random: Random,
  context: RunContext,
): Promise<Choice> {
  if (options.compress === 'auto') {
    const { compressed, reason } = await autoencoderIfBetter(x, options, random, context);
    return compressed === undefined ? { name: 'none', reason } : { name: 'autoencoder', reason, compressed };
  }
  if (options.compress !== 'none' && (x.columns < 3 || x.rows < 3))
    return { name: 'none', reason: `there is too little to compress: ${x.rows} documents, ${x.columns} dimensions` };
  return { name: options.compress };
}

async function compressByPca(
  x: Matrix,
  { dimensions }: ClusterOptions,
  _random: Random,
  context: RunContext,
): Promise<Compressed> {
  const { mean, components, projected } = await pca(x, Math.min(dimensions, x.columns), context);
  const model = {
    arrays: { mean: { shape: [mean.length], values: mean }, components: npyOf(components) },
  };
  return { vectors: projected.columns === 0 ? x : projected, model };
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
  umap: transformByUmap,
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
