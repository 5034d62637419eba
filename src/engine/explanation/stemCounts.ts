import type { WordIndex } from '../similarity/wordIndex';
import { countBits, mostCounted } from '../similarity/wordIndex';

/** How often each stem occurs in a set of documents, and in how many of them. */
export interface StemCounts {
  readonly occurrences: Float64Array; // [stems]
  readonly documents: Float64Array; // [stems]
  /** Of all stems. */
  readonly total: number;
  readonly size: number;
}

/** Counts the stems of each of several groups of documents in one pass. A document's counts over 127 are taken as 127. */
export function countStems({ offsets, postings, lengths }: WordIndex, groups: readonly Int32Array[]): StemCounts[] {
  const stems = offsets.length - 1;
  const groupOf = new Int32Array(lengths.length).fill(-1);
  groups.forEach((members, g) => members.forEach((document) => (groupOf[document] = g)));
  const counts = groups.map(() => ({ occurrences: new Float64Array(stems), documents: new Float64Array(stems) }));
  for (let stem = 0; stem < stems; stem++)
    for (let p = offsets[stem]!; p < offsets[stem + 1]!; p++) {
      const group = counts[groupOf[postings[p]! >>> countBits]!];
      if (group === undefined) continue;
      group.occurrences[stem] = group.occurrences[stem]! + (postings[p]! & mostCounted);
      group.documents[stem] = group.documents[stem]! + 1;
    }
  return counts.map(({ occurrences, documents }, g) => ({
    occurrences,
    documents,
    total: occurrences.reduce((sum, count) => sum + count, 0),
    size: groups[g]!.length,
  }));
}

/** The stems of one document with their counts. */
export function stemsOfDocument(
  { offsets, postings }: WordIndex,
  document: number,
): { readonly stem: number; readonly count: number }[] {
  const held: { stem: number; count: number }[] = [];
  for (let stem = 0; stem + 1 < offsets.length; stem++) {
    let from = offsets[stem]!;
    let to = offsets[stem + 1]!;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (postings[middle]! >>> countBits < document) from = middle + 1;
      else to = middle;
    }
    const posting = from < offsets[stem + 1]! ? postings[from]! : -1;
    if (posting >= 0 && posting >>> countBits === document) held.push({ stem, count: posting & mostCounted });
  }
  return held;
}
