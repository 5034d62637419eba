import type { Cluster, Metrics } from './analysis';
import type { ClusterOptions, SourceOptions } from './options';
import type { StageProgress } from './progress';

/**
 * The border between the extension host and the engine process. Requests are named 'verb'; each has parameters and a
 * result. Arrays of documents never cross it: the engine writes an analysis folder and answers with its place.
 */
export interface EngineRequests {
  cluster: { params: ClusterParams; result: ClusterResult };
  similar: { params: SimilarParams; result: SimilarResult };
  export: { params: ExportParams; result: { file: string } };
}

export interface EngineNotifications {
  /** From the engine: how far the run named by the request's `runId` is. */
  progress: { runId: string; progress: StageProgress };
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
}

/** What a finished run says of itself; also what `grove cluster --json` prints. */
export interface ClusterResult {
  readonly analysis: string;
  readonly documents: number;
  readonly skipped: readonly { id: string; reason: string }[];
  readonly clusters: readonly Cluster[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly reasons: Readonly<Record<string, string>>;
  readonly seconds: Readonly<Record<string, number>>;
  readonly peakMemoryBytes: number;
  readonly metrics: Metrics;
}

export interface SimilarParams {
  readonly analysis: string;
  /** The id of a document of the analysis. */
  readonly document: string;
  readonly top: number;
}

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
  readonly document: string;
  readonly similar: readonly SimilarDocument[];
}

export interface ExportParams {
  readonly analysis: string;
  readonly format: ExportFormat;
  readonly file: string;
}

export const exportFormats = ['csv', 'json', 'newick', 'html'] as const;
export type ExportFormat = (typeof exportFormats)[number];
