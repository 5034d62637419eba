import type { ClusterOptions, ViewName } from '../../shared/options';
import { compress, refiningEvidence } from '../autoencoder/compress';
import { isAutoencoderTried } from '../autoencoder/autoencoderIfBetter';
import { clusterVectors } from '../clustering/clusterer';
import { type CorpusViews, type EncodedView, encodeInViews, type Encoding, fuseCorpus, type ViewCache } from '../encoder/encoder'; // prettier-ignore
import { type CorpusEvidence, wordEvidence } from '../encoder/wordEvidence';
import { gatherRows, selectRows } from '../math/matrix';
import { permutation, type Random, seededRandom } from '../math/random';
import type { TokenizedCorpus } from '../preprocessing/tokenizedCorpus';
import type { RunContext } from '../runContext';

type Compression = Awaited<ReturnType<typeof compress>>;

/** Kept at most: n × 64 numbers each. */
const mostCompressions = 12;

interface CountedRandom {
  readonly random: Random;
  /** How many numbers were drawn. */
  readonly count: () => number;
}

function countedRandom(seed: number): CountedRandom {
  const source = seededRandom(seed);
  let drawn = 0;
  const random = (): number => {
    drawn++;
    return source();
  };
  return { random, count: () => drawn };
}

/** A corpus that is clustered many times: each view of it is encoded once, when a trial first asks for it. */
export class TrialCorpus {
  readonly #views: ViewCache = new Map();
  /** The documents in random order: a sample is the first of them, so that larger samples hold the smaller ones. */
  readonly #order: Int32Array;
  readonly #compressions = new Map<string, { readonly compression: Compression; readonly draws: number }>();
  #counts: Pick<CorpusEvidence, 'counts' | 'terms'> | undefined;

  constructor(
    readonly corpus: TokenizedCorpus,
    seed: number,
  ) {
    this.#order = permutation(corpus.documents.length, seededRandom(seed));
  }

  /** Rows of the sample of so many documents, ascending. */
  rowsOf(documents: number): Int32Array {
    return this.#order.slice(0, documents).sort();
  }

  /**
   * Clusters the documents of these rows as a run with these options would: exactly, where they are all.
   *
   * @returns the cluster of each, −1 for noise
   */
  async cluster(rows: Int32Array, options: ClusterOptions, context: RunContext): Promise<Int32Array> {
    const isAll = rows.length === this.#order.length;
    const asked = isAll ? options : this.#scaled(options, rows.length);
    const all = await this.#inViews(asked, context);
    const encoded = fuseCorpus(isAll ? all : sampleOf(all, rows), rows.length, asked);
    const random = countedRandom(asked.seed);
    const compressed = await this.#compress(encoded, asked, random, context);
    const evidence = refiningEvidence(compressed, this.#evidence(encoded, rows));
    return (await clusterVectors(compressed.vectors, asked, evidence, random.random, context)).labels;
  }

  /** Of these views those that apply. */
  async applicable(
    names: readonly ViewName[],
    options: ClusterOptions,
    context: RunContext,
  ): Promise<readonly EncodedView[]> {
    // prettier-ignore
    return (await this.#inViews({ ...options, views: [...names] }, context)).views;
  }

  #inViews(options: ClusterOptions, context: RunContext): Promise<CorpusViews> {
    return encodeInViews(this.corpus, options, context, this.#views);
  }

  /**
   * Networks take longer than all the rest, and trials that differ only in what comes afterwards share theirs. Randomness goes on
   * where it would have after compressing, so that a trial is still what a run would be.
   */
  async #compress(
    { encoding, views }: Encoding,
    options: ClusterOptions,
    { random, count }: CountedRandom,
    context: RunContext,
  ): Promise<Compression> {
    if (options.compress === 'none' || options.compress === 'pca') return compress(encoding, options, random, context);
    const { compress: name, dimensions, backend, clusters, seed, linkage, minClusterSize, algorithm } = options;
    const weights = views.map((view) => [view.name, view.weight]);
    const isByDensity = algorithm === 'dbscan' || algorithm === 'hdbscan';
    const key = JSON.stringify([encoding.rows, weights, name, dimensions, backend, clusters, seed, linkage, minClusterSize, isByDensity, options.filterWidth, options.lstmDirections]); // prettier-ignore
    const known = this.#compressions.get(key);
    if (known !== undefined) {
      for (let draw = 0; draw < known.draws; draw++) random();
      return known.compression;
    }
    const compression = await compress(encoding, options, random, context);
    if (this.#compressions.size >= mostCompressions) this.#compressions.delete(this.#compressions.keys().next().value!);
    this.#compressions.set(key, { compression, draws: count() });
    return compression;
  }

  /** What depends on how many documents there are, for a part of them. */
  #scaled(options: ClusterOptions, documents: number): ClusterOptions {
    const all = this.#order.length;
    const scaled = (count: number): number => (count === 0 ? 0 : Math.max(2, Math.round((count * documents) / all)));
    return {
      ...options,
      minClusterSize: scaled(options.minClusterSize),
      minSamples: scaled(options.minSamples),
      compress: options.compress === 'auto' && !isAutoencoderTried(all) ? 'none' : options.compress,
    };
  }

  #evidence(encoded: Encoding, rows: Int32Array): CorpusEvidence {
    this.#counts ??= wordEvidence(this.corpus, encoded);
    const { counts, terms } = this.#counts;
    const own = rows.length === counts.rows ? counts : selectRows(counts, rows);
    return { terms, counts: own, vectors: encoded.encoding, compared: encoded.compared };
  }
}

function sampleOf({ views, ...rest }: CorpusViews, rows: Int32Array): CorpusViews {
  return { ...rest, views: views.map((view) => ({ ...view, encoding: gatherRows(view.encoding, rows) })) };
}
