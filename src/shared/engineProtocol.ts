import type { BoilerplatePassage, Cluster, Continuity, Metrics, TakenEdits } from './analysis';
import type { ComparisonFigures } from './comparison';
import type { Concordance } from './corpusBasics';
import type { Insight, InsightName } from './insights';
import type { SplitPart } from './edits/editLog';
import type { ClusterOptions, SourceOptions } from './options';
import type { StageProgress } from './progress';
import type { Trial, TuneParams, TuneResult } from './tuning';

/**
 * The border between the extension host and the engine process. Requests are named 'verb'; each has parameters and a
 * result. A corpus never crosses it: the engine writes an analysis folder and answers with its place.
 */
export interface EngineRequests {
  cluster: { params: ClusterParams; result: ClusterResult };
  similar: { params: SimilarParams; result: SimilarResult };
  similarToText: { params: SimilarToTextParams; result: SimilarResult };
  search: { params: SearchParams; result: SearchResult };
  concordance: { params: ConcordanceParams; result: Concordance };
  assign: { params: AssignParams; result: AssignResult };
  split: { params: SplitParams; result: SplitResult };
  train: { params: TrainParams; result: TrainResult };
  tune: { params: TuneParams; result: TuneResult };
  export: { params: ExportParams; result: { file: string } };
  fetchModel: { params: FetchModelParams; result: FetchModelResult };
  insight: { params: InsightParams; result: Insight };
  compare: { params: CompareParams; result: ComparisonFigures };
}

/** Absolute paths of two analyses' folders. */
export interface CompareParams {
  readonly first: string;
  readonly second: string;
}

export interface InsightParams {
  /** Absolute path of the analysis folder. */
  readonly analysis: string;
  readonly name: InsightName;
  /** Rows of `documents.parquet`, for what is asked of some documents. */
  readonly documents?: readonly number[];
}

export interface EngineNotifications {
  /** From the engine: how far the run named by the request's `runId` is. */
  progress: { runId: string; progress: StageProgress };
  /** From the engine: something new is known of a trial of the search named by `runId`. */
  trial: { runId: string; trial: Trial };
  /** From the engine: a line for the output log. */
  log: { message: string };
}

export interface ClusterParams {
  readonly runId: string;
  /** Absolute path of a folder or table file. */
  readonly source: string;
  /** Absolute path of the analysis folder to write. */
  readonly out: string;
  readonly name: string;
  readonly options: Partial<ClusterOptions>;
  readonly sourceOptions: Partial<SourceOptions>;
  /** Begins anew where an earlier run of the same inputs was ended in the middle, instead of going on from there. */
  readonly fresh?: boolean;
  /** Absolute path of an analysis whose clusters keep their ids and names; absent: the one of the same source at `out`. */
  readonly previous?: string;
}

/** What a finished run says of itself; also what `grove cluster --json` prints. */
export interface ClusterResult {
  readonly analysis: string;
  readonly documents: number;
  readonly skipped: readonly { id: string; reason: string }[];
  readonly clusters: readonly Cluster[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly reasons: Readonly<Record<string, string>>;
  readonly boilerplate?: readonly BoilerplatePassage[];
  readonly seconds: Readonly<Record<string, number>>;
  readonly peakMemoryBytes: number;
  readonly metrics: Metrics;
  /** Stages that an earlier run, ended in the middle, had finished. */
  readonly resumed?: readonly string[];
  /** What became of an earlier analysis' clusters. */
  readonly continuity?: Continuity;
  /** What became of what a person changed by hand in the analysis before; only where there was something. */
  readonly edits?: TakenEdits;
}

export interface SimilarParams {
  readonly analysis: string;
  /** The id of a document of the analysis. */
  readonly document: string;
  readonly top: number;
  readonly leaveOut?: SimilarLeaveOut;
}

export interface SimilarToTextParams {
  readonly analysis: string;
  readonly text: string;
  /** The id of the document that the text is from, if any: it is left out. */
  readonly within?: string;
  readonly top: number;
  /** Heeded for a text within a document. */
  readonly leaveOut?: SimilarLeaveOut;
}

export interface ConcordanceParams {
  readonly analysis: string;
  readonly term: string;
  /** Words, or characters of scripts without spaces, to show on each side. */
  readonly window: number;
  /** So many places are told; the others are counted. */
  readonly top: number;
}

/** Documents that a person knows to be alike. */
export interface SimilarLeaveOut {
  /** Those in the folder of the document itself. */
  readonly sameFolder?: boolean;
  /** Those whose similarity is `nearDuplicate` and more. */
  readonly nearDuplicates?: boolean;
}

/** From this similarity on, documents are copies of each other but for a few words. */
export const nearDuplicate = 0.98;

export interface SimilarDocument {
  readonly id: string;
  readonly path: string;
  readonly row?: number | undefined;
  readonly title: string;
  readonly cluster: number;
  readonly clusterLabel: string;
  /** Cosine similarity of the encodings. */
  readonly similarity: number;
  /** Terms that both hold, the most telling first. */
  readonly sharedTerms: readonly string[];
}

export interface SimilarResult {
  /** The id of the document asked about; empty for a text that is from none. */
  readonly document: string;
  readonly similar: readonly SimilarDocument[];
}

export interface SearchParams {
  readonly analysis: string;
  readonly query: string;
  readonly top: number;
  /** Only documents of this cluster or part of one; noise is −1. */
  readonly cluster?: number;
}

export interface FoundDocument {
  readonly id: string;
  readonly path: string;
  readonly row?: number | undefined;
  readonly title: string;
  readonly cluster: number;
  readonly clusterLabel: string;
  /** 0 … 1, by words and by meaning in equal parts. */
  readonly score: number;
  /** Cosine similarity of the encodings. */
  readonly similarity: number;
  readonly bm25: number;
  /** Words of the query that the document holds, as the corpus commonly has them. */
  readonly terms: readonly string[];
}

export interface SearchResult {
  readonly query: string;
  /** Best first. */
  readonly found: readonly FoundDocument[];
}

export interface AssignParams {
  readonly runId: string;
  readonly analysis: string;
  /** Absolute path of a folder or table file with new documents. */
  readonly source: string;
  /** Columns that are not named are those of the analysis' own source. */
  readonly sourceOptions: Partial<SourceOptions>;
  /**
   * Only these files of the analysis' own folder, by their paths from it with '/'; read as they were for the analysis.
   * Default: all of `source`.
   */
  readonly files?: readonly string[];
  /** Absolute path of a .csv file to write, if any. */
  readonly out?: string;
}

/** Also what `grove assign --json` prints. */
export interface AssignResult {
  readonly analysis: string;
  readonly documents: readonly AssignedDocument[];
  readonly skipped: readonly { id: string; reason: string }[];
  /** How many of the new documents went to each cluster of the analysis. */
  readonly clusters: readonly { readonly id: number; readonly label: string; readonly size: number }[];
  readonly file?: string;
}

export interface AssignedDocument {
  readonly id: string;
  readonly path: string;
  readonly row?: number | undefined;
  readonly title: string;
  readonly cluster: number;
  readonly clusterLabel: string;
  /** How clearly it belongs: 0 (midway between two clusters) … 1. */
  readonly confidence: number;
}

export interface SplitParams {
  readonly analysis: string;
  /** Ids of the documents to cluster by themselves. */
  readonly documents: readonly string[];
  /** How many parts; chosen where undefined. */
  readonly parts?: number | undefined;
}

export interface SplitResult {
  /** The largest first. */
  readonly parts: readonly Omit<SplitPart, 'id'>[];
}

export interface TrainParams {
  readonly runId: string;
  /** Absolute path of a folder. */
  readonly source: string;
  readonly sourceOptions: Partial<SourceOptions>;
  /** What to learn: tags by path from the source, with '/'. */
  readonly tags: Readonly<Record<string, string>>;
  /** Absolute path of the classifier's folder to write. */
  readonly out: string;
}

export interface TrainResult {
  readonly classifier: string;
  /** How many documents had a tag. */
  readonly learned: number;
  /** How many of the proposals are right, on tagged documents that were kept back; absent where there are too few to. */
  readonly test?: { readonly documents: number; readonly accuracy: number };
  /** A tag for each of the other documents, the surest first. */
  readonly proposals: readonly ProposedTag[];
}

export interface ProposedTag {
  /** From the source, with '/'. */
  readonly path: string;
  readonly tag: string;
  /** The tag's probability, as the network sees it. */
  readonly confidence: number;
}

export interface FetchModelParams {
  readonly runId: string;
  /** The address of a sentence encoder, or its name below `baseUrl`. */
  readonly model: string;
  readonly baseUrl?: string;
  /** Default: main. */
  readonly revision?: string;
  /** What the network must have. */
  readonly sha256?: string;
  /** Absolute path of the folder to write, instead of one in the cache. */
  readonly out?: string;
}

/** Also what `grove fetch-model --json` prints. */
export interface FetchModelResult {
  /** What the option `model` takes: its name in the cache, or its folder. */
  readonly model: string;
  readonly folder: string;
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
    /** Whether there was a checksum to hold it against. */
    readonly checked: boolean;
  }[];
  /** It had been fetched before, and is undamaged. */
  readonly wasThere: boolean;
}

export interface ExportParams {
  readonly analysis: string;
  readonly format: ExportFormat;
  readonly file: string;
  /** What svg and png show. Default: the map. */
  readonly picture?: Picture;
  /** Of svg and png, in pixels. */
  readonly width?: number;
  readonly theme?: PictureTheme;
}

export const pictures = ['map', 'dendrogram', 'icicle'] as const;
export type Picture = (typeof pictures)[number];

export const pictureThemes = ['light', 'dark'] as const;
export type PictureTheme = (typeof pictureThemes)[number];

/** Formats that show a picture, and the width that one has where none is asked for, in pixels. */
export const pictureWidths = { svg: 1200, png: 2400 } as const satisfies Partial<Record<ExportFormat, number>>;
export const widestPicture = 8000;

export const exportFormats = [
  'csv',
  'json',
  'jsonl',
  'parquet',
  'newick',
  'dot',
  'graphml',
  'html',
  'svg',
  'png',
  'markdown',
] as const;
export type ExportFormat = (typeof exportFormats)[number];
