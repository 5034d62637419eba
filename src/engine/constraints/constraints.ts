import type { TakenEdits } from '../../shared/analysis';

/** Which documents belong together and which apart, among clusters or among the parts of each. */
export interface LinkedGroups {
  /** Documents of a group belong together; −1 is free. */
  readonly groups: Int32Array; // [documents]
  /** Pairs of groups that may not come together. */
  readonly apart: readonly (readonly [number, number])[];
}

/** What a run keeps to of what a person changed by hand in the analysis before it. */
export interface Constraints {
  readonly clusters: LinkedGroups;
  /** A group is within one cluster: its documents are in one group of `clusters`, too. */
  readonly parts: LinkedGroups;
  readonly entries: TakenEdits['entries'];
  readonly spent: TakenEdits['spent'];
  readonly skipped: TakenEdits['skipped'];
}
