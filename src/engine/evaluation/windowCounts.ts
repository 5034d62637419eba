import { breather, type RunContext } from '../runContext';

/** Texts as runs of words; only words with a number ≥ 0 are counted. */
export interface NumberedTexts {
  readonly offsets: Uint32Array; // [texts + 1]
  /** The number of each word, or −1. */
  readonly words: Int32Array;
  /** Words are numbered 0 … count − 1. */
  readonly count: number;
}

/** In how many windows each word and each of the asked pairs of words is. */
export interface WindowCounts {
  readonly windows: number;
  readonly ofWord: Float64Array; // [count]
  /** The order of the two doesn't matter. */
  readonly ofPair: (a: number, b: number) => number;
}

/** Numbers of starts of windows, [from, to). */
type Span = readonly [from: number, to: number];

/**
 * Slides a window over each text, word by word, and counts in how many windows words are and are together. A text that is
 * shorter than the window, or empty, is one window. A word counts as gone once it leaves at the window's left edge, even
 * where it stands there twice, until it comes in again: so gensim counts, and published figures are gensim's. Windows are
 * never made: spans of the starts of windows are intersected.
 *
 * @param size of the window, in words
 * @param groups pairs are counted within these sets of words
 */
export async function countWindows(
  texts: NumberedTexts,
  size: number,
  groups: readonly (readonly number[])[],
  context: RunContext,
): Promise<WindowCounts> {
  const { offsets, words, count } = texts;
  const breathe = breather(context);
  const pairs = pairsWithin(groups, count);
  const ofWord = new Float64Array(count);
  let windows = 0;
  for (let i = 0; i + 1 < offsets.length; i++) {
    const from = offsets[i]!;
    const length = offsets[i + 1]! - from;
    const starts = Math.max(1, length - size + 1);
    const placesOf = new Map<number, number[]>();
    for (let p = 0; p < length; p++) {
      const word = words[from + p]!;
      if (word >= 0) (placesOf.get(word) ?? placesOf.set(word, []).get(word)!).push(p);
    }
    windows += starts;
    const spansOf = new Map([...placesOf].map(([word, places]) => [word, spansOfWord(places, size, starts)] as const));
    const held = [...spansOf];
    held.forEach(([word, spans], at) => {
      for (const [first, end] of spans) ofWord[word] = ofWord[word]! + end - first;
      for (let other = at + 1; other < held.length; other++) {
        const key = keyOf(word, held[other]![0], count);
        const before = pairs.get(key);
        if (before !== undefined) pairs.set(key, before + overlap(spans, held[other]![1]));
      }
    });
    if (breathe.due()) await breathe();
  }
  return { windows, ofWord, ofPair: (a, b) => (a === b ? ofWord[a]! : (pairs.get(keyOf(a, b, count)) ?? 0)) };
}

function pairsWithin(groups: readonly (readonly number[])[], count: number): Map<number, number> {
  const pairs = new Map<number, number>();
  for (const group of groups)
    for (let a = 0; a < group.length; a++)
      for (let b = a + 1; b < group.length; b++) pairs.set(keyOf(group[a]!, group[b]!, count), 0);
  return pairs;
}

function keyOf(a: number, b: number, count: number): number {
  return a < b ? a * count + b : b * count + a;
}

/** The starts of windows that hold a word, from its places in the text, ascending. */
function spansOfWord(places: readonly number[], size: number, starts: number): Span[] {
  const spans: Span[] = [];
  let first = 0; // of the places, the first that is in the window that p comes into
  for (const p of places) {
    const from = Math.max(0, p - size + 1);
    while (places[first]! < from) first++;
    const to = Math.min(places[first]! + 1, starts);
    const last = spans.at(-1);
    if (last !== undefined && from <= last[1]) spans[spans.length - 1] = [last[0], Math.max(last[1], to)];
    else spans.push([from, to]);
  }
  return spans;
}

function overlap(a: readonly Span[], b: readonly Span[]): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const common = Math.min(a[i]![1], b[j]![1]) - Math.max(a[i]![0], b[j]![0]);
    if (common > 0) sum += common;
    if (a[i]![1] < b[j]![1]) i++;
    else j++;
  }
  return sum;
}
