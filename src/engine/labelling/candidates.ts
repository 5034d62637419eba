import type { Phrase } from '../preprocessing/phrases';
import type { TermSequences } from '../preprocessing/tokenizedCorpus';
import { stemCounts } from '../preprocessing/termCounts';

/** What a cluster may be named by: words (one a stem, in its commonest form) and phrases. */
export interface LabelCandidates {
  /** As it is shown. */
  readonly surfaces: readonly string[];
  /** The stems of which a candidate is made: two candidates that share one say partly the same. */
  readonly stems: readonly (readonly string[])[];
  /** Document i holds candidates `members[offsets[i]]` … `members[offsets[i + 1] − 1]`, each once. */
  readonly offsets: Uint32Array; // [documents + 1]
  readonly members: Uint32Array;
  /** In how many documents each is. */
  readonly documentFrequency: Uint32Array;
}

/** Phrases per document, in compressed sparse rows. */
export interface PhraseCounts {
  readonly offsets: Uint32Array;
  readonly phrases: Uint32Array;
}

const hasLetter = /\p{L}/u;

/**
 * Gathers the candidates of a corpus. Numbers and single letters are none.
 *
 * @param phrases without those that hold a term set aside
 * @param setAside 1 for each term that is no candidate [terms]
 */
export function labelCandidates(
  words: TermSequences,
  phrases: readonly Phrase[],
  phraseCounts: PhraseCounts,
  setAside: Uint8Array,
): LabelCandidates {
  const { vocabulary } = words;
  const { space, counts } = stemCounts(words);
  const candidateOfFeature = new Int32Array(space.features).fill(-1);
  const surfaces: string[] = [];
  const stems: string[][] = [];
  for (let feature = 0; feature < space.features; feature++) {
    const term = vocabulary[space.termOf[feature]!]!;
    if (setAside[space.termOf[feature]!] === 1) continue;
    if (Array.from(term.surface).length < 2 || !hasLetter.test(term.surface)) continue;
    candidateOfFeature[feature] = surfaces.length;
    surfaces.push(term.surface);
    stems.push([term.stem]);
  }
  const firstPhrase = surfaces.length;
  for (const phrase of phrases) {
    surfaces.push(phrase.text);
    stems.push(Array.from(phrase.terms, (term) => vocabulary[term]!.stem));
  }
  const offsets = new Uint32Array(counts.rows + 1);
  const members = new Uint32Array(counts.indices.length + phraseCounts.phrases.length);
  const documentFrequency = new Uint32Array(surfaces.length);
  let end = 0;
  for (let i = 0; i < counts.rows; i++) {
    const start = end;
    for (let e = counts.offsets[i]!; e < counts.offsets[i + 1]!; e++) {
      const candidate = candidateOfFeature[counts.indices[e]!]!;
      if (candidate >= 0) members[end++] = candidate;
    }
    for (let e = phraseCounts.offsets[i]!; e < phraseCounts.offsets[i + 1]!; e++)
      members[end++] = firstPhrase + phraseCounts.phrases[e]!;
    for (let e = start; e < end; e++) documentFrequency[members[e]!] = documentFrequency[members[e]!]! + 1;
    offsets[i + 1] = end;
  }
  return { surfaces, stems, offsets, members: members.slice(0, end), documentFrequency };
}
