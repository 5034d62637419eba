import * as v from 'valibot';

/** `analysis.json`: everything about an analysis but its big arrays. Shapes as in the README's reference. */

export const analysisVersion = 1;

const keywordSchema = v.object({ term: v.string(), weight: v.number() });

export const clusterSchema = v.object({
  /** Clusters of the cut are 0 … k − 1, in the order of the tree; subclusters follow from k on. */
  id: v.pipe(v.number(), v.integer()),
  /** The cluster it is a part of, or null for a cluster of the cut. */
  parent: v.nullable(v.number()),
  size: v.number(),
  /** At most four terms, unlike every sibling's. A person may rename it. */
  label: v.string(),
  /** Up to ten, strongest first. */
  keywords: v.array(keywordSchema),
  /** The document nearest to the centre. */
  medoid: v.string(),
  /** Mean cosine similarity of the documents to their centre, in the encoding: 0 … 1. */
  cohesion: v.number(),
  /** A person gave it its name. */
  renamed: v.optional(v.boolean()),
  /** The language model that gave it its name, as it calls itself. */
  namedBy: v.optional(v.string()),
  /** Its place in the palette, kept from an earlier analysis; absent: by its rank. */
  colour: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});

const earlierClusterSchema = v.object({ id: v.number(), label: v.string() });

const continuitySchema = v.object({
  /** When the earlier analysis was made. */
  previous: v.string(),
  /** Documents that both hold; all figures are over them. */
  common: v.number(),
  /** Clusters that are the same: at least half of the documents of either are in both. `was` is the earlier id. */
  kept: v.array(v.object({ id: v.number(), was: v.number(), jaccard: v.number() })),
  /** Ids of clusters that were none before. */
  fresh: v.array(v.number()),
  /** Earlier clusters whose documents are in no one cluster any more. */
  gone: v.array(earlierClusterSchema),
  /** Clusters that hold most documents of several earlier ones. */
  merged: v.array(v.object({ into: v.number(), from: v.array(earlierClusterSchema) })),
  /** Earlier clusters that most documents of several clusters come from. */
  split: v.array(v.object({ from: earlierClusterSchema, into: v.array(v.number()) })),
});

/** What a person had changed by hand in the analysis that this one follows, and what the run made of it. */
const takenEditsSchema = v.object({
  /** So many entries of the edit log were there: what they moved, merged and split is in the files of this analysis. */
  entries: v.number(),
  /** Those of the entries that name or mark a cluster which a later one did away with. */
  spent: v.array(v.number()),
  /** Documents whose cluster is as the person has it (`held` in documents.parquet). */
  held: v.number(),
  /** Clusters, or parts of one, whose held documents may not come together. */
  apart: v.array(v.tuple([v.number(), v.number()])),
  /** Entries, or single documents of them, that nothing could be made of. */
  skipped: v.array(
    v.object({
      /** 'apart': that what a split or a move took apart stays so. */
      edit: v.picklist(['rename', 'merge', 'move', 'split', 'pin', 'ignore', 'apart']),
      /** 'gone': what it is about is not there any more; 'contradicted': a later edit says otherwise. */
      reason: v.picklist(['gone', 'contradicted']),
      /** The document, or a document of each cluster, that it is about. */
      documents: v.array(v.string()),
    }),
  ),
});

const averageSchema = v.object({ precision: v.number(), recall: v.number(), f1: v.number() });

const coherenceSchema = v.object({
  /** Mean over clusters; null where no cluster has two keywords. */
  npmi: v.nullable(v.number()),
  cV: v.nullable(v.number()),
  /** Share of different terms among all clusters' keywords. */
  diversity: v.nullable(v.number()),
  /** One for each cluster of the cut. */
  clusters: v.array(v.object({ id: v.number(), npmi: v.nullable(v.number()), cV: v.nullable(v.number()) })),
});

const metricsSchema = v.object({
  internal: v.object({
    silhouette: v.nullable(v.number()),
    daviesBouldin: v.nullable(v.number()),
    calinskiHarabasz: v.nullable(v.number()),
    /** Sum of squared distances of the vectors to their cluster's centre. */
    withinClusterDispersion: v.number(),
  }),
  external: v.optional(
    v.object({
      accuracy: v.number(),
      nmi: v.number(),
      ari: v.number(),
      homogeneity: v.number(),
      completeness: v.number(),
      vMeasure: v.number(),
      purity: v.number(),
      fowlkesMallows: v.optional(v.number()),
      /** Of the report's figures: each class counts alike, or by its support. */
      macroAverage: v.optional(averageSchema),
      weightedAverage: v.optional(averageSchema),
      report: v.array(
        v.object({
          label: v.string(),
          precision: v.number(),
          recall: v.number(),
          f1: v.number(),
          support: v.number(),
        }),
      ),
    }),
  ),
  coherence: v.optional(coherenceSchema),
});

const boilerplatePassageSchema = v.object({
  /** Its words, without punctuation; the first 30. */
  text: v.string(),
  /** How many documents it was set aside in. */
  documents: v.number(),
});

const trainingSchema = v.object({
  name: v.string(),
  /** Mean loss of each epoch on what the network learned from. */
  loss: v.array(v.number()),
  /** Mean loss after each epoch on documents that were held out. */
  heldOutLoss: v.optional(v.array(v.number())),
});

export const analysisSchema = v.object({
  format: v.literal('grove-analysis'),
  version: v.literal(analysisVersion),
  name: v.string(),
  /** ISO 8601, UTC. */
  created: v.string(),
  source: v.object({
    /** Absolute path of the folder or table file. */
    path: v.string(),
    kind: v.picklist(['folder', 'table']),
    options: v.record(v.string(), v.unknown()),
  }),
  documents: v.number(),
  languages: v.record(v.string(), v.number()),
  /** Options as they were resolved: 'auto' replaced by what was chosen. */
  options: v.record(v.string(), v.unknown()),
  /** What the person asked for, so that a re-run asks for the same. */
  requestedOptions: v.record(v.string(), v.unknown()),
  /** Why 'auto' chose as it did, a sentence an option. */
  reasons: v.record(v.string(), v.string()),
  clusters: v.array(clusterSchema),
  /** What linkage.npy is over: every row of vectors.npy, or centroids of micro-clusters. */
  linkage: v.object({ method: v.string(), over: v.picklist(['documents', 'micro-clusters']), leaves: v.number() }),
  metrics: metricsSchema,
  /** One for each network that was trained. */
  training: v.optional(v.array(trainingSchema)),
  /** Passages that many documents share and that were set aside, the commonest first, at most 20. */
  boilerplate: v.optional(v.array(boilerplatePassageSchema)),
  /** What became of the clusters of the analysis that this one follows. */
  continuity: v.optional(continuitySchema),
  edits: v.optional(takenEditsSchema),
  skipped: v.array(v.object({ id: v.string(), reason: v.string() })),
  seconds: v.record(v.string(), v.number()),
  peakMemoryBytes: v.number(),
  versions: v.record(v.string(), v.string()),
});

export type Analysis = v.InferOutput<typeof analysisSchema>;
export type Cluster = v.InferOutput<typeof clusterSchema>;
export type BoilerplatePassage = v.InferOutput<typeof boilerplatePassageSchema>;
export type TakenEdits = v.InferOutput<typeof takenEditsSchema>;
export type Continuity = v.InferOutput<typeof continuitySchema>;
export type Training = v.InferOutput<typeof trainingSchema>;
export type Keyword = v.InferOutput<typeof keywordSchema>;
export type Metrics = v.InferOutput<typeof metricsSchema>;
export type Coherence = v.InferOutput<typeof coherenceSchema>;
export type ExternalMetrics = NonNullable<Metrics['external']>;

/** The clusters of the cut, without their parts. */
export function cutOf(clusters: readonly Cluster[]): Cluster[] {
  return clusters.filter(({ parent }) => parent === null);
}

/** The names of an analysis folder's files. */
export const analysisFiles = {
  analysis: 'analysis.json',
  documents: 'documents.parquet',
  encodings: 'encodings.npy',
  vectors: 'vectors.npy',
  linkage: 'linkage.npy',
  projection: 'projection.npy',
  model: 'model',
} as const;

/** A row of `documents.parquet`. */
export interface DocumentRow {
  readonly id: string;
  readonly path: string;
  /** 1-based line or row in a table file. */
  readonly row?: number | undefined;
  readonly title: string;
  readonly snippet: string;
  readonly language: string;
  /** Id of its cluster of the cut; −1 is noise. */
  readonly cluster: number;
  readonly cluster_label: string;
  /** Id of the deepest subcluster that holds it; equal to `cluster` where that has no parts. */
  readonly subcluster: number;
  /** How clearly it belongs: 0 (midway between two clusters) … 1. */
  readonly confidence: number;
  readonly x: number;
  readonly y: number;
  /** For noise: the id of the cluster of the nearest document that has one. */
  readonly nearest_cluster?: number | undefined;
  /** From HDBSCAN: how much less dense its surroundings are than its cluster's, 0 … 1 (GLOSH). */
  readonly outlier_score?: number | undefined;
  readonly micro_cluster?: number | undefined;
  /** Its cluster is as a person has it, and a re-run leaves it there: 1; 2 where its part is, too. */
  readonly held?: number | undefined;
  readonly label?: string | undefined;
  readonly date?: string | undefined;
}
