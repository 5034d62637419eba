/** The stages of a run, in order. The names appear in progress, in `seconds` and in the settings' documentation. */
export const stages = [
  'read',
  'preprocess',
  'encode',
  'compress',
  'cluster',
  'label',
  'evaluate',
  'project',
  'save',
] as const;

export type Stage = (typeof stages)[number];

/** How far a stage has come, in units a person knows. A download is no stage of a run. */
export interface StageProgress {
  /** 'tune': a search for good options, which goes through the others many times. */
  readonly stage: Stage | 'tune' | 'download';
  /** How many units are done. */
  readonly done: number;
  /** How many there are, or undefined while that is not known. */
  readonly total?: number;
  /** The plural noun counted: 'documents', 'epochs', 'merges'. */
  readonly unit: string;
  /** A short addition, such as 'loss 0.412'. */
  readonly detail?: string;
}
