import {
  drawShares,
  generatorStates,
  type LayoutDescent,
  type LayoutTask,
  longestStep,
  mostNegatives,
  plainLayout,
} from './layoutDescent';
import { largestWords, type StateMemory } from './wasmMemory';

const slack = 64; // words, for the alignment of the places

/** UMAP's descent on SIMD; plain where the memory is taken or too small. */
export function wasmLayout(holder: StateMemory, task: LayoutTask): LayoutDescent {
  const { graph, start, a, b, epochs, negatives, seed } = task;
  const { rows } = graph;
  const words = rows + 1 + 2 * graph.indices.length + 2 * rows + 2 * (mostNegatives + 1) + slack;
  if (holder.isTaken || words > largestWords) return plainLayout(task);
  const { memory } = holder;
  holder.isTaken = true;
  memory.begin(words);
  const offsets = memory.unsigned(graph.offsets);
  const indices = memory.unsigned(graph.indices);
  const shares = memory.floats(graph.indices.length);
  shares.view.set(drawShares(graph));
  const layout = memory.floats(2 * rows);
  layout.view.set(start);
  const states = memory.unsigned(generatorStates(seed));
  const pushes = memory.floats(mostNegatives + 1);
  pushes.view.fill(0).fill(1, 1, negatives + 1);
  return {
    descend(epoch, from, to) {
      const rate = 1 - epoch / epochs;
      memory.run.descendLayout(offsets, indices, shares.at, layout.at, states, pushes.at, rows, from, to, epoch, rate, longestStep * rate, a, b); // prettier-ignore
    },
    places: () => layout.view.slice(),
    close() {
      holder.isTaken = false;
    },
  };
}
