import type { PageData, Selection } from '../src/shared/viewProtocol';
import type { Branches } from '../src/shared/tree/branches';
import type { Grouping } from '../src/shared/tree/grouping';
import type { MergeTree } from '../src/shared/tree/mergeTree';
import type { Matches } from './model/search';
import type { Theme } from './theme/theme';

/**
 * A selection as the page knows it: also documents that a lasso was drawn around, that have a name of their own, or that
 * are a bar or band of the comparison (`flow`, its key), where a click on one opens it.
 */
export type PageSelection = Selection | { kind: 'documents'; documents: Int32Array; label?: string; flow?: string };

/** What all pictures show: the same analysis, groups, colours, selection and search. */
export interface Scene {
  readonly data: PageData;
  readonly tree: MergeTree;
  readonly branches: Branches;
  readonly grouping: Grouping;
  /** [groups] '#rrggbb' */
  readonly colours: readonly string[];
  readonly theme: Theme;
  readonly selection: PageSelection;
  /** What the search found, or null while nothing is searched. */
  readonly matches: Matches | null;
}

/** What pictures ask of the page. */
export interface Actions {
  select(selection: PageSelection): void;
  openDocument(document: number, toSide: boolean): void;
  /** Each in an editor of its own. */
  openDocuments(documents: Int32Array): void;
  rename(cluster: number, label: string): void;
  /** undefined: back to the analysis' own clusters. */
  cut(clusters: number | undefined): void;
  /** Lets the person choose an analysis to hold this one against. */
  compare(): void;
  /** Leaves files out of later runs. */
  ignoreFiles(paths: readonly string[]): void;
}

/** The colour of a group, or that of noise for −1. */
export function colourOf(scene: Scene, group: number): string {
  return scene.colours[group] ?? scene.theme.muted;
}
