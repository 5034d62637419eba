import * as v from 'valibot';

/**
 * Every option of a clustering run, declared once: the command line's flags and help, the settings page and the
 * validation come from here (a test holds `package.json` against it). Keys are camelCase; the flag of `maxFileSizeMB`
 * is `--max-file-size-mb`, its setting `grove.maxFileSizeMB`.
 */
const autoOr = <const T extends readonly string[]>(...values: T) => v.optional(v.picklist(['auto', ...values]), 'auto');
const countOrAuto = v.union([v.literal('auto'), v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000))]);

/** Every way to see the documents, in the order in which views are fused. */
export const viewNames = [
  'word-vectors',
  'tfidf',
  'bigrams',
  'corpus-vectors',
  'bigram-vectors',
  'skip-gram',
  'cnn',
  'lstm',
  'attention',
  'transformer',
] as const;
export type ViewName = (typeof viewNames)[number];

/** A view to be fused, with its weight beside the others where one is given: 'tfidf', 'tfidf:0.5'. */
const viewPattern = new RegExp(`^(${viewNames.join('|')})(:(?=.*[1-9])\\d{1,3}(\\.\\d{1,4})?)?$`);
const viewList = v.pipe(
  v.array(
    v.pipe(
      v.string(),
      v.regex(viewPattern, (issue) => `${issue.received} is no view. There are ${viewNames.join(', ')}, each also with a weight above 0, as in tfidf:0.5`), // prettier-ignore
    ),
  ),
  v.check((views) => new Set(views.map((view) => view.split(':')[0])).size === views.length, 'a view is named twice'),
);

export const optionSchemas = {
  encoder: autoOr('tfidf', 'word-vectors', 'skip-gram', 'cnn', 'lstm', 'attention', 'transformer'),
  views: v.optional(viewList, []),
  wordVectors: v.optional(v.string(), ''),
  model: v.optional(v.string(), ''),
  filterWidth: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(5)), 3),
  lstmDirections: v.optional(v.picklist(['both', 'forward']), 'both'),
  compress: autoOr('none', 'autoencoder', 'pca', 'umap'),
  dimensions: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(1024)), 64),
  algorithm: autoOr(
    'kmeans',
    'spherical',
    'bisecting',
    'hierarchical',
    'agnes',
    'leiden',
    'spectral',
    'dbscan',
    'hdbscan',
  ),
  linkage: v.optional(v.picklist(['ward', 'average', 'complete', 'single', 'weighted', 'centroid', 'median']), 'ward'),
  distance: v.optional(v.picklist(['euclidean', 'cosine']), 'euclidean'),
  cut: v.optional(v.picklist(['count', 'height', 'inconsistent', 'dynamic']), 'count'),
  cutHeight: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1_000_000)), 0),
  inconsistency: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(2)), 1.15),
  starts: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 5),
  startMethod: v.optional(v.picklist(['plus-plus', 'scalable']), 'plus-plus'),
  resolution: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(100)), 1),
  clusters: v.optional(countOrAuto, 'auto'),
  minClusterSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)), 5),
  noiseShare: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0),
  minSamples: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)), 0),
  epsilon: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1_000_000)), 0),
  clusterSelection: v.optional(v.picklist(['stable', 'leaf']), 'stable'),
  refine: autoOr('none'),
  language: v.optional(v.string(), 'auto'),
  projection: v.optional(v.picklist(['umap', 'tsne', 'pca', 'none']), 'umap'),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4_294_967_295)), 1),
  backend: autoOr('native', 'wasm', 'cpu'),
  stopWords: v.optional(v.array(v.string()), []),
  boilerplate: v.optional(v.picklist(['set-aside', 'keep']), 'set-aside'),
  maxFileSizeMB: v.optional(v.pipe(v.number(), v.minValue(0.001), v.maxValue(4096)), 10),
} as const;

export const clusterOptionsSchema = v.strictObject(optionSchemas);

export type ClusterOptions = v.InferOutput<typeof clusterOptionsSchema>;
export type OptionName = keyof ClusterOptions;

/** One sentence per option, in English: the command line's help. The settings page has the same in `package.nls.json`. */
export const optionDescriptions: Record<OptionName, string> = {
  encoder: 'How documents become vectors. auto fuses the views that fit the corpus.',
  views:
    'Which views are fused, each with its weight if not the usual one: tfidf, corpus-vectors:0.5. None: those of the encoder.',
  wordVectors: 'A Word2Vec .bin or GloVe .txt file (.gz of each) to use instead of the shipped English word vectors.',
  model:
    'The folder of a sentence encoder for the encoder transformer (model.onnx, tokenizer.json and their settings), or the name of one that was fetched.',
  filterWidth: 'How many words a filter of the encoder cnn sees at once.',
  lstmDirections: 'Whether the encoder lstm reads documents in both directions or forward only.',
  compress: 'How the encoding is compressed before clustering.',
  dimensions: 'The number of dimensions after compression.',
  algorithm: 'The clustering algorithm.',
  linkage: 'How the distance between two clusters is measured when the cluster tree is built.',
  distance:
    'How far documents are apart when the cluster tree is built. cosine is for the linkages average, complete, single and weighted.',
  cut: 'Where the cluster tree is cut: by the number of clusters, at a height, where merges are much higher than those under them, or each branch by itself where it stays whole for the longest.',
  cutHeight: 'For the cut at a height: the height. 0: seven tenths of the highest merge.',
  inconsistency:
    'For the cut inconsistent: by how many standard deviations a merge may be higher than it and those just under it are on average.',
  starts: 'How many times k-means, Leiden and their kin begin anew; the best outcome wins.',
  startMethod:
    'How kmeans and spherical choose where to begin: by k-means++, or by scalable k-means||, which passes many documents fewer times.',
  resolution: 'For leiden with an automatic number of clusters: the higher, the more and smaller clusters.',
  clusters: 'The number of clusters, or auto.',
  minClusterSize: 'Clusters smaller than this are not split off when the number of clusters is automatic.',
  noiseShare:
    'The largest share of documents, 0 to 1, that dbscan and hdbscan may leave without a cluster. With 0 every document gets one.',
  minSamples:
    'How many documents, itself among them, make a document’s surroundings dense for dbscan and hdbscan. 0: as many as the smallest cluster.',
  epsilon:
    'For dbscan the radius of a document’s surroundings, 0 to choose it; for hdbscan the distance below which clusters are not divided.',
  clusterSelection: 'Which clusters hdbscan takes from its tree.',
  refine:
    'Whether documents are re-assigned after the tree is cut. With none, hierarchical clusters are exactly the cut.',
  language: 'The language of the documents as an ISO 639-1 code, or auto.',
  projection: 'How documents are laid out in two dimensions.',
  seed: 'The same corpus, options and seed give the same answer.',
  backend: 'Where deep learning runs: native TensorFlow where it is installed, WebAssembly, or plain JavaScript.',
  stopWords: 'Words to ignore, beside the stop words of the language.',
  boilerplate:
    'Whether passages that many documents share word for word, such as disclaimers and footers, are set aside.',
  maxFileSizeMB: 'Files larger than this many megabytes are skipped.',
};

/** Where the documents are in a table file. Empty: the usual names (`text`, `id`, `label`, `date`) where present. */
export const sourceSchemas = {
  lines: v.optional(v.boolean(), false),
  textColumn: v.optional(v.string(), ''),
  idColumn: v.optional(v.string(), ''),
  labelColumn: v.optional(v.string(), ''),
  dateColumn: v.optional(v.string(), ''),
  /** Glob patterns relative to the source folder that are left out (VS Code's `files.exclude`). */
  exclude: v.optional(v.array(v.string()), []),
  /** Links that lead out of the source folder are skipped. */
  confined: v.optional(v.boolean(), false),
} as const;

export const sourceOptionsSchema = v.strictObject(sourceSchemas);
export type SourceOptions = v.InferOutput<typeof sourceOptionsSchema>;

export const defaultOptions: ClusterOptions = v.parse(clusterOptionsSchema, {});
export const defaultSourceOptions: SourceOptions = v.parse(sourceOptionsSchema, {});

/** 'maxFileSizeMB' → 'max-file-size-mb': the flag of an option. */
export function flagOf(name: string): string {
  return name.replace(/([a-z])([A-Z]+)/g, '$1-$2').toLowerCase();
}
