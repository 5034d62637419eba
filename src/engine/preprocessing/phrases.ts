import { PairTable } from './pairTable';
import { boundary, type Term, type TermSequences } from './tokenizedCorpus';

/** Two or three neighbouring terms that belong together. */
export interface Phrase {
  /** Indices into the vocabulary. */
  readonly terms: readonly number[];
  /** The surface forms, with spaces between; without in scripts that have none. */
  readonly text: string;
  readonly frequency: number;
  readonly documentFrequency: number;
  /** 0 (no more often together than by chance) … 1 (never apart). */
  readonly npmi: number;
}

export interface PhraseLimits {
  /** Least frequency. */
  readonly minCount: number;
  readonly minNpmi: number;
  readonly maxPhrases: number;
  readonly maxLength: 2 | 3;
}

/** Phrases per document: document i holds `phrases[offsets[i]]` … `phrases[offsets[i + 1] − 1]`, ascending, so often. */
export interface PhraseCounts {
  readonly offsets: Uint32Array; // [documents + 1]
  readonly phrases: Uint32Array;
  readonly counts: Uint32Array;
}

/** Above this many pairs those seen once are forgotten: 100 MB of table. */
const maxPairs = 4_000_000;

/**
 * The stop words that may stand inside a phrase: they link (freedom of speech, AC 与 DC), where articles and pronouns
 * only make up a piece of a sentence ('closed the roads', 'hope this helps').
 */
const linkingWords: ReadonlySet<string> = new Set(
  'of and in for to on at by with without vs de du des del della di da do dos e y et en la und von van der zu am и в на по с 的 与 和 之 の'.split(
    ' ',
  ),
);

interface Candidate {
  readonly terms: readonly number[];
  readonly frequency: number;
  readonly npmi: number;
}

/**
 * Finds pairs and triples of neighbouring terms by normalised pointwise mutual information
 * (G. Bouma, "Normalized (pointwise) mutual information in collocation extraction", 2009, eq. 8):
 * npmi(x, y) = ln(p(x, y) / (p(x) p(y))) / −ln p(x, y). A triple takes the lesser of its two splits, (ab, c) and
 * (a, bc). No phrase crosses a boundary, or holds a stop word but a linking one in the middle. The strongest by frequency × npmi are kept,
 * in that order.
 */
export function findPhrases(sequences: TermSequences, limits: PhraseLimits): readonly Phrase[] {
  const { vocabulary } = sequences;
  const places = placesOf(vocabulary, limits.minCount);
  const pairs = countPairs(sequences, places);
  let tokens = 0;
  for (const term of sequences.terms) if (term !== boundary) tokens++;
  const npmi = (together: number, left: number, right: number): number =>
    together >= tokens ? 1 : Math.log((together * tokens) / (left * right)) / -Math.log(together / tokens);

  const candidates: Candidate[] = [];
  for (const [a, b, frequency] of pairs.entries(limits.minCount)) {
    if (a === b || places[a] !== anywhere || places[b] !== anywhere) continue;
    const strength = npmi(frequency, vocabulary[a]!.frequency, vocabulary[b]!.frequency);
    if (strength >= limits.minNpmi) candidates.push({ terms: [a, b], frequency, npmi: strength });
  }
  if (limits.maxLength === 3) {
    for (const { terms, frequency } of countTriples(sequences, places, pairs, limits.minCount)) {
      const [a, b, c] = terms;
      const strength = Math.min(
        npmi(frequency, pairs.get(a, b), vocabulary[c]!.frequency),
        npmi(frequency, vocabulary[a]!.frequency, pairs.get(b, c)),
      );
      if (strength >= limits.minNpmi) candidates.push({ terms, frequency, npmi: strength });
    }
  }
  candidates.sort((x, y) => y.frequency * y.npmi - x.frequency * x.npmi || compareTerms(x.terms, y.terms));
  const kept = candidates.slice(0, limits.maxPhrases);
  const documentFrequency = new Uint32Array(kept.length);
  for (const phrase of countPhrases(sequences, kept).phrases)
    documentFrequency[phrase] = documentFrequency[phrase]! + 1;
  return kept.map((candidate, i) => ({
    ...candidate,
    text: textOf(candidate.terms.map((term) => vocabulary[term]!)),
    documentFrequency: documentFrequency[i]!,
  }));
}

function compareTerms(x: readonly number[], y: readonly number[]): number {
  for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return x.length - y.length;
}

/** Where a term may stand in a phrase. */
const [nowhere, inside, anywhere] = [0, 1, 2];

/** A term below `minCount` can be in no phrase. */
function placesOf(vocabulary: readonly Term[], minCount: number): Uint8Array {
  return Uint8Array.from(vocabulary, ({ text, frequency, isStopWord }) => {
    if (frequency < minCount) return nowhere;
    return !isStopWord ? anywhere : linkingWords.has(text) ? inside : nowhere;
  });
}

/** Neighbours within a clause that may be in a phrase. */
function countPairs({ vocabulary, terms, offsets }: TermSequences, places: Uint8Array): PairTable {
  const pairs = new PairTable(vocabulary.length);
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let p = offsets[i]! + 1; p < offsets[i + 1]!; p++) {
      const a = terms[p - 1]!;
      const b = terms[p]!;
      if (a === boundary || b === boundary) continue;
      if (places[a]! * places[b]! < anywhere) continue; // two that may only stand inside are not side by side
      pairs.add(a, b);
    }
    if (pairs.size > maxPairs) pairs.prune(1);
  }
  return pairs;
}

interface Triple {
  readonly terms: readonly [number, number, number];
  readonly frequency: number;
}

/** Triples of which both pairs are frequent enough. */
function countTriples(
  { vocabulary, terms, offsets }: TermSequences,
  places: Uint8Array,
  pairs: PairTable,
  minCount: number,
): Triple[] {
  // A triple is counted as (number of its first pair, third term).
  const numberOfPair = new PairTable(vocabulary.length);
  const firstTerms: number[] = [0];
  const secondTerms: number[] = [0];
  const triples = new PairTable(vocabulary.length);
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let p = offsets[i]! + 2; p < offsets[i + 1]!; p++) {
      const a = terms[p - 2]!;
      const b = terms[p - 1]!;
      const c = terms[p]!;
      if (a === boundary || b === boundary || c === boundary) continue;
      if (places[a] !== anywhere || places[b] === nowhere || places[c] !== anywhere) continue;
      if (pairs.get(a, b) < minCount || pairs.get(b, c) < minCount) continue;
      let pair = numberOfPair.get(a, b);
      if (pair === 0) {
        pair = firstTerms.length;
        numberOfPair.add(a, b, pair);
        firstTerms.push(a);
        secondTerms.push(b);
      }
      triples.add(pair, c);
    }
    if (triples.size > maxPairs) triples.prune(1);
  }
  const found: Triple[] = [];
  for (const [pair, c, frequency] of triples.entries(minCount))
    found.push({ terms: [firstTerms[pair]!, secondTerms[pair]!, c], frequency });
  return found;
}

const spaceless = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

function textOf(terms: readonly Term[]): string {
  let text = '';
  let previous = '';
  for (const { surface } of terms) {
    const touches = text === '' || (spaceless.test(previous.at(-1)!) && spaceless.test(surface[0]!));
    text += touches ? surface : ` ${surface}`;
    previous = surface;
  }
  return text;
}

/** Counts each document's phrases. One within another counts as well: 'New York' in 'New York Times'. */
export function countPhrases(sequences: TermSequences, phrases: readonly Pick<Phrase, 'terms'>[]): PhraseCounts {
  const { terms, offsets, vocabulary } = sequences;
  const width = vocabulary.length;
  // 1 + the phrase of a pair; 1 + the phrase of a triple, under (number of its first pair, third term).
  const phraseOfPair = new PairTable(width);
  const numberOfPair = new PairTable(width);
  const phraseOfTriple = new PairTable(width);
  let pairsOfTriples = 0;
  const isFirst = new Uint8Array(width);
  const isSecond = new Uint8Array(width);
  phrases.forEach(({ terms: [a, b, c] }, phrase) => {
    isFirst[a!] = isSecond[b!] = 1;
    if (c === undefined) phraseOfPair.add(a!, b!, phrase + 1);
    else {
      if (numberOfPair.get(a!, b!) === 0) numberOfPair.add(a!, b!, ++pairsOfTriples);
      phraseOfTriple.add(numberOfPair.get(a!, b!), c, phrase + 1);
    }
  });
  const rowOffsets = new Uint32Array(offsets.length);
  const found: number[] = [];
  const counts: number[] = [];
  let row: number[] = [];
  for (let i = 0; i + 1 < offsets.length; i++) {
    row = [];
    for (let p = offsets[i]! + 1; p < offsets[i + 1]!; p++) {
      const a = terms[p - 1]!;
      const b = terms[p]!;
      if (a === boundary || b === boundary || isFirst[a] === 0 || isSecond[b] === 0) continue;
      const pair = phraseOfPair.get(a, b);
      if (pair > 0) row.push(pair - 1);
      const c = p + 1 < offsets[i + 1]! ? terms[p + 1]! : boundary;
      if (c === boundary) continue;
      const firstPair = numberOfPair.get(a, b);
      if (firstPair === 0) continue;
      const triple = phraseOfTriple.get(firstPair, c);
      if (triple > 0) row.push(triple - 1);
    }
    row.sort((x, y) => x - y);
    for (let r = 0; r < row.length; r++) {
      if (r > 0 && row[r] === row[r - 1]) counts[counts.length - 1]!++;
      else {
        found.push(row[r]!);
        counts.push(1);
      }
    }
    rowOffsets[i + 1] = found.length;
  }
  return { offsets: rowOffsets, phrases: Uint32Array.from(found), counts: Uint32Array.from(counts) };
}
