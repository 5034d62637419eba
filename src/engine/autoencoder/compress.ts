import type { ClusterOptions } from '../../shared/options';
import { type Matrix, npyOf } from '../math/matrix';
import type { Random } from '../math/random';
import { pca } from '../projection/pca';
import type { RunContext } from '../runContext';
import type { ModelPart } from '../storage/model';
import { Autoencoder } from './autoencoder';

export interface Compressed {
  /** The space in which documents are clustered, [documents × dimensions]. */
  readonly vectors: Matrix;
  readonly model: ModelPart;
  /** Loss per epoch, where a network was trained. */
  readonly training?: { readonly name: string; readonly loss: number[] };
  /** Versions of what computed it. */
  readonly versions: Readonly<Record<string, string>>;
}

type Compressor = (x: Matrix, options: ClusterOptions, random: Random, context: RunContext) => Promise<Compressed>;

/** Every compression by name. A new one is a function here, or a file of its own and a line here. */
const compressors: Record<Exclude<ClusterOptions['compress'], 'auto'>, Compressor> = {
  none: (x) => Promise.resolve({ vectors: x, model: { arrays: {} }, versions: {} }),
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
  return { vectors: projected.columns === 0 ? x : projected, model, versions: {} };
}

async function compressByAutoencoder(
  x: Matrix,
  { dimensions, backend }: ClusterOptions,
  random: Random,
  context: RunContext,
): Promise<Compressed> {
  const width = Math.min(dimensions, x.columns - 1);
  const network = await Autoencoder.fit(x, { dimensions: width, backend, random, context });
  return {
    vectors: await network.transform(x, context),
    model: {
      arrays: Object.fromEntries(Object.entries(network.weights).map(([name, weights]) => [name, npyOf(weights)])),
    },
    training: { name: 'autoencoder', loss: [...network.loss] },
    versions: { tensorflow: network.version },
  };
}
