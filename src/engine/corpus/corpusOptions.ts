import type { SourceOptions } from '../../shared/options';

export interface CorpusOptions {
  readonly sourceOptions: SourceOptions;
  /** Megabytes of 2²⁰ bytes. */
  readonly maxFileSizeMB: number;
  /** Documents of tables then carry the values of all columns, not of the text's alone. */
  readonly keepsFields?: boolean;
  /** Only these files of a folder, by their paths from it with '/'. What is ignored stays so. Default: all. */
  readonly files?: ReadonlySet<string>;
}
