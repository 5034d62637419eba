import type { PageData } from '../../src/shared/viewProtocol';
import type { MergeTree } from '../../src/shared/tree/mergeTree';

export interface Matches {
  readonly query: string;
  /** Documents whose title, path or snippet hold every word of the query, in their order. */
  readonly documents: Int32Array;
  /** [documents] 1 where found. */
  readonly isFound: Uint8Array;
  /** [documents + 1] How many were found among the first p documents of the tree's order. */
  readonly foundBefore: Int32Array;
}

/** One lower-case text a document, made once and searched at every keystroke. */
export function searchTexts(data: PageData): string[] {
  const { title, path, snippet } = data.documents;
  return title.map((text, i) => `${text}\n${path[i]!}\n${snippet[i]!}`.toLowerCase());
}

export function searchDocuments(texts: readonly string[], tree: MergeTree, query: string): Matches | null {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const isFound = new Uint8Array(texts.length);
  const documents: number[] = [];
  for (let d = 0; d < texts.length; d++) {
    const text = texts[d]!;
    if (!words.every((word) => text.includes(word))) continue;
    isFound[d] = 1;
    documents.push(d);
  }
  const foundBefore = new Int32Array(texts.length + 1);
  for (let p = 0; p < texts.length; p++) foundBefore[p + 1] = foundBefore[p]! + isFound[tree.documentOrder[p]!]!;
  return { query, documents: Int32Array.from(documents), isFound, foundBefore };
}

export function foundIn(matches: Matches, tree: MergeTree, node: number): number {
  return matches.foundBefore[tree.end[node]!]! - matches.foundBefore[tree.start[node]!]!;
}
