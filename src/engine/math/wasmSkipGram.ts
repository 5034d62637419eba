import { type LearnedVectors, plainLearnPairs, sigmoidTable, type WordPairs } from './skipGram';
import { largestWords, type WasmMemory } from './wasmMemory';

const sigmoid = sigmoidTable();

/** Skip-gram on SIMD: vectors are copied in, learned, and copied out. */
export function wasmLearnPairs(memory: WasmMemory, work: WordPairs, learned: LearnedVectors): void {
  const { pairs, input, output, d, table, negatives, rate, seed } = work;
  const words = input.length + output.length + table.length + sigmoid.length + d + pairs.length + 64;
  if (words > largestWords) {
    plainLearnPairs(work, learned);
    return;
  }
  memory.begin(words);
  const x = memory.floats(input.length);
  const y = memory.floats(output.length);
  const drawn = memory.integers(table.length);
  const steps = memory.floats(sigmoid.length);
  const room = memory.floats(d);
  const list = memory.integers(pairs.length);
  x.view.set(input);
  y.view.set(output);
  drawn.view.set(table);
  steps.view.set(sigmoid);
  list.view.set(pairs);
  memory.run.learnPairs(list.at, pairs.length / 2, x.at, y.at, drawn.at, table.length - 1, steps.at, room.at, seed, rate, d, negatives); // prettier-ignore
  learned.input.set(x.view);
  learned.output.set(y.view);
}
