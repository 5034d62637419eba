import { sharedBuffer } from '../math/threads/threads';
import type { Random } from '../math/random';
import type { WordSequences } from './cooccurrence';
import type { WordBlocks } from './wordBlocks';

/** What is read in one epoch: the words that were not dropped, and how far each looks to either side. */
export interface ReadText {
  readonly places: Int32Array; // −1 between documents
  readonly reach: Uint8Array;
  readonly length: number;
}

/** Reads a text, dropping some of its frequent words: each occurrence is kept with its word's share. */
export function readText(
  { offsets, words }: WordSequences,
  { placeOf }: WordBlocks,
  keep: Float64Array,
  window: number,
  random: Random,
): ReadText {
  const places = new Int32Array(words.length + offsets.length);
  const reach = new Uint8Array(places.length);
  let length = 0;
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let p = offsets[i]!; p < offsets[i + 1]!; p++) {
      const word = words[p]!;
      const drawn = random() / keep[word]!;
      if (drawn >= 1) continue;
      reach[length] = 1 + Math.floor(drawn * window); // below its bound, it is uniform again
      places[length++] = placeOf[word]!;
    }
    places[length++] = -1;
  }
  return { places, reach, length };
}

/** Pairs of words that stand near each other, by how far the block of the second is from that of the first. */
export interface PairBuckets {
  readonly pairs: Int32Array; // [pairs × 2], rows counted from their block's first
  /** First pair of each shift and first block, and the end [blocks² + 1]. */
  readonly offsets: Int32Array;
}

/** Puts the pairs of the words from … to − 1 into buckets, in the order of the text; reuses `room` where it is large enough. */
export function gatherPairs(
  { places, reach, length }: ReadText,
  { blockOf, starts }: WordBlocks,
  from: number,
  to: number,
  room: Int32Array,
): PairBuckets {
  const blocks = starts.length - 1;
  const offsets = new Int32Array(sharedBuffer((blocks * blocks + 1) * 4));
  const ends = new Int32Array(blocks * blocks);
  let pairs = room;
  for (const isCounted of [false, true]) {
    for (let i = from; i < to; i++) {
      const place = places[i]!;
      if (place < 0) continue;
      const block = blockOf[place]!;
      let first = i;
      let last = i;
      while (first > 0 && i - first < reach[i]! && places[first - 1]! >= 0) first--;
      while (last + 1 < length && last - i < reach[i]! && places[last + 1]! >= 0) last++;
      for (let j = first; j <= last; j++) {
        if (j === i) continue;
        const near = places[j]!;
        const own = blockOf[near]!;
        const bucket = ((block - own + blocks) % blocks) * blocks + own;
        const at = ends[bucket]!;
        ends[bucket] = at + 1;
        if (!isCounted) continue;
        pairs[2 * at] = near - starts[own]!;
        pairs[2 * at + 1] = place - starts[block]!;
      }
    }
    if (isCounted) break;
    ends.forEach((count, bucket) => (offsets[bucket + 1] = offsets[bucket]! + count));
    ends.set(offsets.subarray(0, ends.length));
    const needed = 2 * offsets[ends.length]!;
    if (needed > pairs.length) pairs = new Int32Array(sharedBuffer(4 * Math.ceil(needed * 1.25)));
  }
  return { pairs, offsets };
}
