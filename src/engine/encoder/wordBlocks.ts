/** The words of a vocabulary in blocks that are learned apart: each has its share of frequent and of rare words. */
export interface WordBlocks {
  /** Where each word's row stands [words]; those of a block stand together. */
  readonly placeOf: Int32Array;
  /** The block of each place [words]. */
  readonly blockOf: Uint8Array;
  /** First place of each block, and the end [blocks + 1]. */
  readonly starts: Int32Array;
}

const mostBlocks = 8;
const fewestWords = 128;

/**
 * Divides words into blocks, dealt out by falling frequency, to and fro. How many there are depends on the vocabulary alone,
 * never on the machine, since it decides what is learned.
 */
export function divideWords(frequency: Float64Array): WordBlocks {
  const words = frequency.length;
  const blocks = Math.max(1, Math.min(mostBlocks, Math.floor(words / fewestWords)));
  const order = Array.from(frequency.keys()).sort((a, b) => frequency[b]! - frequency[a]! || a - b);
  const members = Array.from({ length: blocks }, (): number[] => []);
  order.forEach((word, rank) => {
    const at = rank % (2 * blocks);
    members[at < blocks ? at : 2 * blocks - 1 - at]!.push(word);
  });
  const placeOf = new Int32Array(words);
  const blockOf = new Uint8Array(words);
  const starts = new Int32Array(blocks + 1);
  members.forEach((own, block) => {
    own.forEach((word, i) => {
      placeOf[word] = starts[block]! + i;
      blockOf[starts[block]! + i] = block;
    });
    starts[block + 1] = starts[block]! + own.length;
  });
  return { placeOf, blockOf, starts };
}
