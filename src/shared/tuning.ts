import * as v from 'valibot';
import { type ClusterOptions, optionSchemas, type SourceOptions } from './options';

/** What a search for good options is asked. */
export interface TuneParams {
  readonly runId: string;
  /** Absolute path of a folder or table file. */
  readonly source: string;
  /** Options that are given: every trial has them, all others are sought. */
  readonly options: Partial<ClusterOptions>;
  readonly sourceOptions: Partial<SourceOptions>;
  /** How many different options are tried at most. */
  readonly trials?: number;
  /** After so many minutes the search stops. */
  readonly minutes?: number;
  /** Trials are judged by the documents' true labels. */
  readonly supervised: boolean;
  /** Absolute path of the file that the best options are written to. */
  readonly out: string;
  /** Absolute path of the file that remembers what was tried. */
  readonly state: string;
  /** Goes on with what `state` remembers. */
  readonly resume: boolean;
}

/**
 * complete: tried on all documents. stopped: others did better on a sample, so it was left there. running: not yet judged as
 * far as it may come. failed: it could not be done with these options.
 */
export const trialStates = ['complete', 'stopped', 'running', 'failed'] as const;

/** One set of options that was tried. */
export interface Trial {
  /** From 1, in the order in which they were begun. 1 is the options as they are without tuning. */
  readonly number: number;
  /** Those that are not the default's. */
  readonly options: Partial<ClusterOptions>;
  /** On how many documents it was tried last. */
  readonly documents: number;
  /** On so many documents; null where it failed. */
  readonly score: number | null;
  /** Of all its runs together. */
  readonly seconds: number;
  readonly state: (typeof trialStates)[number];
  /** Why it failed. */
  readonly reason?: string;
}

/** What a trial is judged by. */
export const objectives = {
  'label-free': 'how well each view by itself knows the clusters',
  supervised: 'the mean of accuracy and NMI against the true labels',
} as const;
export type Objective = keyof typeof objectives;

/** What `grove tune --json` prints. */
export interface TuneResult {
  readonly trials: readonly Trial[];
  readonly best: {
    readonly number: number;
    readonly options: Partial<ClusterOptions>;
    /** On all documents; null where the search was stopped before. */
    readonly score: number | null;
  };
  readonly objective: Objective;
  /** Documents of the corpus. */
  readonly documents: number;
  /** Where the best options are. */
  readonly file: string;
  readonly state: string;
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
}

/** Some of a run's options; what is not named stays open. */
export const partialOptionsSchema = v.strictObject(
  Object.fromEntries(Object.entries(optionSchemas).map(([name, { wrapped }]) => [name, v.optional(wrapped)])),
);

/** A file of options, as `grove tune` writes it and `grove cluster --options` reads it. */
export const optionsFileFormat = 'grove-options';
export const optionsFileVersion = 1;
