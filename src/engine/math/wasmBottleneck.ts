import { type BottleneckProblem, type BottleneckState, wordSharesOf } from './bottleneckState';
import { entropyTerm, plainBottleneck } from './plainBottleneck';
import { largestWords, type Place, roundUp, type StateMemory } from './wasmMemory';

const fields = 21;
const slack = 128; // words, for the alignment of the places
/** Documents whose vectors are in the memory at a time. */
const batchRows = 256;

/** The information bottleneck's inner loop on SIMD; plain where the memory is taken or too small. */
export function wasmBottleneck(holder: StateMemory, problem: BottleneckProblem): BottleneckState {
  const { counts, vectors, k } = problem;
  const columns = roundUp(vectors.columns, 4);
  const kPadded = roundUp(k, 2);
  const words =
    fields + 2 * counts.rows + 1 + 3 * counts.indices.length + 4 * counts.columns * kPadded + batchRows + // labels, counts, order
    (batchRows + 3 * k) * columns + 16 * kPadded + problem.candidates + 2 * joinedTermsOf(problem) + slack; // prettier-ignore
  if (holder.isTaken || words > largestWords) return plainBottleneck(problem);
  holder.isTaken = true;
  holder.memory.begin(words);
  return new WasmState(holder, problem, columns, kPadded);
}

/** A term for each word of the longest document with each candidate. */
function joinedTermsOf({ counts: { rows, offsets }, candidates }: BottleneckProblem): number {
  let most = 0;
  for (let i = 0; i < rows; i++) most = Math.max(most, offsets[i + 1]! - offsets[i]!);
  return most * roundUp(candidates, 2);
}

class WasmState implements BottleneckState {
  private readonly state: Place<Int32Array>;
  private readonly order: Place<Int32Array>;
  private readonly rows: Place<Float32Array>;
  private readonly label: Place<Int32Array>;
  private readonly wordTerms: Place<Float64Array>;
  private readonly squaredNorms: Place<Float64Array>;
  private readonly shares: Place<Float64Array>;

  constructor(
    private readonly holder: StateMemory,
    private readonly problem: BottleneckProblem,
    private readonly columns: number,
    kPadded: number,
  ) {
    const { counts, start, k, candidates } = problem;
    const { memory } = holder;
    this.state = memory.integers(fields);
    this.order = memory.integers(batchRows);
    this.label = memory.integers(counts.rows);
    this.label.view.set(start);
    const offsets = memory.unsigned(counts.offsets);
    const indices = memory.unsigned(counts.indices);
    const wordShares = memory.doubles(counts.indices.length);
    wordShares.view.set(wordSharesOf(counts));
    const wordSums = memory.doubles(counts.columns * kPadded);
    this.wordTerms = memory.doubles(counts.columns * kPadded);
    this.rows = memory.floats(batchRows * columns);
    this.rows.view.fill(0);
    const sums = memory.floats(k * columns);
    const exactSums = memory.doubles(k * columns);
    this.squaredNorms = memory.doubles(k);
    this.shares = memory.doubles(k);
    const sizes = memory.integers(k);
    const scratch = [memory.doubles(k), memory.doubles(k), memory.doubles(roundUp(candidates, 2))];
    const chosen = memory.integers(candidates);
    const joinedTerms = memory.doubles(joinedTermsOf(problem));
    chosen.view.forEach((_, c) => (chosen.view[c] = c));
    this.sumUp(wordShares.view, wordSums.view, sizes.view, kPadded);
    const places = [wordShares, wordSums, this.wordTerms, this.rows, sums, this.squaredNorms, this.shares, sizes];
    this.state.view.set(
      [k, kPadded, columns, candidates, offsets, indices]
        .concat([...places, this.label, ...scratch, chosen, exactSums, joinedTerms].map(({ at }) => at)), // prettier-ignore
    );
    memory.run.entropyTerms(wordSums.at, this.wordTerms.at, counts.columns * kPadded);
    this.sumVectors(exactSums.view);
    sums.view.set(exactSums.view);
    memory.run.squaredNorms(this.state.at);
  }

  reassign(order: Int32Array, from: number, to: number): number {
    let moved = 0;
    for (let first = from; first < to; first += batchRows)
      moved += this.reassignBatch(order.subarray(first, Math.min(to, first + batchRows)));
    return moved;
  }

  private reassignBatch(documents: Int32Array): number {
    const { counts, vectors, vectorWeight, sizeWeight } = this.problem;
    this.order.view.set(documents);
    for (let i = 0; i < documents.length; i++) {
      const from = documents[i]! * vectors.columns;
      this.rows.view.set(vectors.values.subarray(from, from + vectors.columns), i * this.columns);
    }
    const { run } = this.holder.memory;
    return run.reassign(this.state.at, this.order.at, documents.length, 1 / counts.rows, vectorWeight, 1 - sizeWeight);
  }

  labels(): Int32Array {
    return this.label.view.slice();
  }

  objective(): number {
    let sum = 0;
    for (const term of this.wordTerms.view) sum += term;
    for (let cluster = 0; cluster < this.problem.k; cluster++) {
      const norm = Math.sqrt(this.squaredNorms.view[cluster]!);
      sum += (this.problem.vectorWeight * norm) / this.problem.counts.rows;
      sum -= (1 - this.problem.sizeWeight) * entropyTerm(this.shares.view[cluster]!);
    }
    return sum;
  }

  close(): void {
    this.holder.isTaken = false;
  }

  private sumUp(wordShares: Float64Array, wordSums: Float64Array, sizes: Int32Array, kPadded: number): void {
    const { counts, start } = this.problem;
    wordSums.fill(0);
    this.shares.view.fill(0);
    sizes.fill(0);
    for (let i = 0; i < counts.rows; i++) {
      const cluster = start[i]!;
      sizes[cluster] = sizes[cluster]! + 1;
      this.shares.view[cluster] = this.shares.view[cluster]! + 1 / counts.rows;
      for (let e = counts.offsets[i]!; e < counts.offsets[i + 1]!; e++) {
        const at = counts.indices[e]! * kPadded + cluster;
        wordSums[at] = wordSums[at]! + wordShares[e]!;
      }
    }
  }

  private sumVectors(sums: Float64Array): void {
    const { counts, vectors } = this.problem;
    sums.fill(0);
    for (let i = 0; i < counts.rows; i++) {
      const from = this.label.view[i]! * this.columns;
      for (let d = 0, p = i * vectors.columns; d < vectors.columns; d++, p++)
        sums[from + d] = sums[from + d]! + vectors.values[p]!;
    }
  }
}
