import type { Analysis } from './analysis';
import type { ComparisonFigures } from './comparison';
import type { Insight, InsightName, Insights } from './insights';

/**
 * The border between the extension host (or the HTML report's inlined data) and the page. The page says 'ready' first;
 * the host then posts 'show'. Arrays are transferred as binary, never as JSON.
 */
export type ToPage =
  /** The texts of some documents of the analysis that is about to be shown; then 'show' comes without them. */
  | { type: 'texts'; from: number; texts: PageTexts }
  | { type: 'show'; data: PageData; state?: PageState | undefined; cut?: number | undefined }
  /** The tree is cut elsewhere; without a number, into the analysis' own clusters. */
  | { type: 'cut'; clusters?: number | undefined }
  | { type: 'select'; selection: Selection }
  | { type: 'insight'; insight: Insight }
  | { type: 'insightFailed'; name: InsightName; message: string }
  /** Clusters were edited by hand: what the analysis is now, and where its documents are. */
  | { type: 'edited'; analysis: Analysis; cluster: Int32Array; subcluster: Int32Array }
  /** The analysis is being held against another; `isAsked`: just now, by a person who wants to see it. */
  | { type: 'comparing'; isAsked: boolean }
  | { type: 'compared'; comparison: PageComparison }
  | { type: 'compareFailed'; message: string }
  /** Files have changed since; without a message, none have. */
  | { type: 'stale'; message?: string | undefined }
  | { type: 'failed'; message: string };

export type FromPage =
  | { type: 'ready' }
  /** The person has begun to look at this page. */
  | { type: 'focused' }
  | { type: 'select'; selection: Selection }
  /** The person cut the tree; without a number, back to the analysis' own clusters. At most ten a second. */
  | { type: 'cut'; clusters?: number | undefined }
  | { type: 'openDocument'; document: number; toSide: boolean; isKept?: boolean }
  | { type: 'rename'; cluster: number; label: string }
  | { type: 'ask'; name: InsightName; documents?: readonly number[] }
  | { type: 'ignoreFiles'; paths: readonly string[] }
  | { type: 'export' }
  | { type: 'rerun' }
  /** A picture as the person sees it, under the name of a file. */
  | { type: 'savePicture'; name: string; bytes: Uint8Array }
  /** The person wants to choose another analysis to hold this one against. */
  | { type: 'compare' }
  | { type: 'saveState'; state: PageState };

/** A branch is a node of the linkage that is no cluster of the analysis. */
export type Selection =
  | { kind: 'none' }
  | { kind: 'cluster'; cluster: number }
  | { kind: 'document'; document: number }
  | { kind: 'branch'; node: number };

/** What the page must find again after it was hidden or reloaded. */
export interface PageState {
  readonly tab: 'dendrogram' | 'icicle' | 'map' | 'time' | 'compare' | 'report';
  readonly selection: Selection;
  /** The rectangle that the icicle has gone into: keys from below the root on. Absent: the whole. */
  readonly icicle?: readonly string[];
  /** How the dendrogram lies. Absent: horizontally. */
  readonly orientation?: Orientation;
}

/** The dendrogram's root is left of its leaves, above them, or in their middle. */
export type Orientation = 'horizontal' | 'vertical' | 'radial';

/** All that the pictures need of one analysis. Column i of each array belongs to document i. */
export interface PageData {
  readonly analysis: Analysis;
  readonly documents: PageDocuments;
  /** SciPy's Z, row-major [leaves − 1, 4]: left, right, height, size. */
  readonly linkage: Float64Array;
  /** The linkage leaf of each document: its own index, or its micro-cluster. */
  readonly leafOfDocument: Int32Array;
  /** Translations of the page's strings by their English text; empty in English. */
  readonly strings: Readonly<Record<string, string>>;
  /** False in the HTML report: there is no editor to open documents in. */
  readonly hasEditor: boolean;
  /** What an HTML report holds beside. In the editor the page asks when it is to be seen. */
  readonly insights?: Partial<Insights>;
}

/** How the analysis agrees with another one of the same source, the earlier of the two first. */
export interface PageComparison {
  readonly figures: ComparisonFigures;
  /** Which of the two the page shows. */
  readonly shown: 'first' | 'second';
  /** [documents] The cluster in the other analysis: −1 for noise, `notThere` where the other doesn't hold the document. */
  readonly otherCluster: Int32Array;
}

export const notThere = -2;

/** What else is known of the documents, to colour them by. */
export interface PageColumn {
  readonly name: string;
  /** The different values, in order. */
  readonly values: readonly string[];
  /** [documents] index into `values`; −1 where a document has none. */
  readonly valueOf: Int32Array;
  /** Whether the order means something: dates. */
  readonly isOrdered: boolean;
}

/** [documents] each */
export interface PageTexts {
  readonly id: readonly string[];
  readonly path: readonly string[];
  readonly title: readonly string[];
  readonly snippet: readonly string[];
}

export interface PageDocuments extends PageTexts {
  readonly cluster: Int32Array;
  readonly subcluster: Int32Array;
  readonly confidence: Float32Array;
  /** Language, date and true label, where they tell documents apart. */
  readonly columns?: readonly PageColumn[];
  /** [documents × 2] */
  readonly projection: Float32Array;
}
