import type { SourceOptions } from '../../shared/options';

export interface CorpusOptions {
  readonly sourceOptions: SourceOptions;
  /** Megabytes of 2²⁰ bytes. */
  readonly maxFileSizeMB: number;
}
