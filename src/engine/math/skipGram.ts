import type { Matrix } from './matrix';

/** What is learned, and from what. */
export interface SkipGramTask {
  /** Vectors of the words, changed by learning [vocabulary × d], d a multiple of 4. */
  readonly input: Matrix;
  /** A power of two of words, each as often as it should be drawn as a negative. */
  readonly table: Int32Array;
  /** Farthest word that a word is learned beside. */
  readonly window: number;
  readonly negatives: number;
  /** Not 0. */
  readonly seed: number;
}

/** Learns word vectors from runs of words. The same calls give the same vectors. */
export interface SkipGram {
  /**
   * Learns from the words `from` … `to` − 1 of a text.
   *
   * @param words rows of the vectors, −1 between documents; the same array until `reload` is true
   * @param reload whether the array has other words than at the last call
   */
  learn(words: Int32Array, from: number, to: number, rate: number, reload: boolean): void;
  /** The vectors as they are now. */
  vectors(): Matrix;
}

export type MakeSkipGram = (task: SkipGramTask) => SkipGram;

const sigmoidSteps = 1024;
const sigmoidReach = 6;

/** σ(x) at 1,024 places from −6 to 6. */
export function sigmoidTable(): Float32Array {
  return Float32Array.from({ length: sigmoidSteps }, (_, i) => {
    const x = (i / (sigmoidSteps - 1)) * 2 * sigmoidReach - sigmoidReach;
    return 1 / (1 + Math.exp(-x));
  });
}

/** Skip-gram in plain JavaScript: for machines without SIMD, and the twin that tests hold the kernel against. */
export const plainSkipGram: MakeSkipGram = ({ input, table, window, negatives, seed }) => {
  const { rows, columns: d } = input;
  const x = input.values.slice();
  const y = new Float32Array(x.length);
  const room = new Float32Array(d);
  const sigmoid = sigmoidTable();
  let state = seed >>> 0;
  const draw = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>>= 0);
  };
  const learnPair = (near: number, word: number, rate: number): void => {
    const xAt = near * d;
    room.fill(0);
    for (let t = 0; t <= negatives; t++) {
      const target = t === 0 ? word : table[draw() & (table.length - 1)]!;
      if (t > 0 && target === word) continue;
      const yAt = target * d;
      let f = 0;
      for (let k = 0; k < d; k++) f += x[xAt + k]! * y[yAt + k]!;
      const p = f >= 6 ? 1 : f <= -6 ? 0 : sigmoid[Math.trunc((f + sigmoidReach) * 85.25)]!;
      const step = ((t === 0 ? 1 : 0) - p) * rate;
      for (let k = 0; k < d; k++) {
        const before = y[yAt + k]!;
        room[k] = room[k]! + step * before;
        y[yAt + k] = before + step * x[xAt + k]!;
      }
    }
    for (let k = 0; k < d; k++) x[xAt + k] = x[xAt + k]! + room[k]!;
  };
  return {
    learn(words, from, to, rate) {
      for (let i = from; i < to; i++) {
        const word = words[i]!;
        if (word < 0) continue;
        const reach = 1 + (draw() % window);
        let first = i;
        let last = i;
        while (first > 0 && i - first < reach && words[first - 1]! >= 0) first--;
        while (last + 1 < words.length && last - i < reach && words[last + 1]! >= 0) last++;
        for (let j = first; j <= last; j++) if (j !== i) learnPair(words[j]!, word, rate);
      }
    },
    vectors: () => ({ rows, columns: d, values: x.slice() }),
  };
};
