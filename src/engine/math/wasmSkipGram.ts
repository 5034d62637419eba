import { plainSkipGram, sigmoidTable, type SkipGram, type SkipGramTask } from './skipGram';
import { largestWords, type Place, WasmMemory } from './wasmMemory';

/** Skip-gram on SIMD, in a memory of its own: what is learned lives there. */
export function wasmSkipGram(module: WebAssembly.Module, task: SkipGramTask): SkipGram {
  const { input, table, window, negatives, seed } = task;
  const { rows, columns: d } = input;
  const fixed = 2 * rows * d + table.length + 1024 + d + 64;
  if (fixed > largestWords / 2) return plainSkipGram(task);
  const memory = new WasmMemory(module);
  let room = 0;
  let places = place(0);
  places.input.view.set(input.values);
  places.output.view.fill(0);
  let state = seed >>> 0;
  return {
    learn(words, from, to, rate, reload) {
      if (words.length > room) {
        const { input: x, output: y } = places;
        const kept = [x.view.slice(), y.view.slice()] as const; // growing detaches the views
        places = place(words.length);
        places.input.view.set(kept[0]);
        places.output.view.set(kept[1]);
      }
      if (reload) places.words.view.set(words);
      const { words: text, input: x, output: y, drawn, sigmoid, sums } = places;
      state = memory.run.skipGram(text.at, from, to, words.length, x.at, y.at, drawn.at, table.length - 1, sigmoid.at, sums.at, state, rate, d, window, negatives) >>> 0; // prettier-ignore
    },
    vectors: () => ({ rows, columns: d, values: places.input.view.slice() }),
  };

  function place(words: number): Places {
    room = words;
    memory.begin(fixed + words);
    const made: Places = {
      input: memory.floats(rows * d),
      output: memory.floats(rows * d),
      drawn: memory.integers(table.length),
      sigmoid: memory.floats(1024),
      sums: memory.floats(d),
      words: memory.integers(words),
    };
    made.drawn.view.set(table);
    made.sigmoid.view.set(sigmoidTable());
    return made;
  }
}

interface Places {
  readonly input: Place<Float32Array>;
  readonly output: Place<Float32Array>;
  readonly drawn: Place<Int32Array>;
  readonly sigmoid: Place<Float32Array>;
  readonly sums: Place<Float32Array>;
  readonly words: Place<Int32Array>;
}
