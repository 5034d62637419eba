/** Pairs of words to learn, and the vectors as they are before. */
export interface WordPairs {
  /** Row of the input and row of the output that was seen beside it [pairs × 2]. */
  readonly pairs: Int32Array;
  readonly input: Float32Array; // [rows × d], d a multiple of 4
  readonly output: Float32Array; // [rows × d]
  readonly d: number;
  /** A power of two of rows of the output, each as often as it should be drawn as a negative. */
  readonly table: Int32Array;
  readonly negatives: number;
  readonly rate: number;
  /** Not 0. */
  readonly seed: number;
}

/** Where the vectors are written as they are after. */
export interface LearnedVectors {
  readonly input: Float32Array;
  readonly output: Float32Array;
}

/** Learns pairs one after another by skip-gram with negative sampling. The same work gives the same vectors. */
export type LearnPairs = (work: WordPairs, learned: LearnedVectors) => void;

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
export const plainLearnPairs: LearnPairs = ({ pairs, d, table, negatives, rate, seed, ...before }, learned) => {
  const { input: x, output: y } = learned;
  x.set(before.input);
  y.set(before.output);
  const room = new Float32Array(d);
  const sigmoid = sigmoidTable();
  let state = seed >>> 0;
  const draw = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>>= 0);
  };
  for (let i = 0; i < pairs.length; i += 2) {
    const xAt = pairs[i]! * d;
    const seen = pairs[i + 1]!;
    room.fill(0);
    for (let t = 0; t <= negatives; t++) {
      const target = t === 0 ? seen : table[draw() & (table.length - 1)]!;
      if (t > 0 && target === seen) continue;
      const yAt = target * d;
      let f = 0;
      for (let k = 0; k < d; k++) f += x[xAt + k]! * y[yAt + k]!;
      const p = f >= 6 ? 1 : f <= -6 ? 0 : sigmoid[Math.trunc((f + sigmoidReach) * 85.25)]!;
      const step = ((t === 0 ? 1 : 0) - p) * rate;
      for (let k = 0; k < d; k++) {
        const old = y[yAt + k]!;
        room[k] = room[k]! + step * old;
        y[yAt + k] = old + step * x[xAt + k]!;
      }
    }
    for (let k = 0; k < d; k++) x[xAt + k] = x[xAt + k]! + room[k]!;
  }
};
