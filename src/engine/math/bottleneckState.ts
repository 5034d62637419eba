import type { Matrix, SparseMatrix } from './matrix';

/** What the sequential information bottleneck works on; `informationBottleneck` has the formula. */
export interface BottleneckProblem {
  readonly counts: SparseMatrix; // [documents × words]
  readonly vectors: Matrix; // [documents × columns]
  /** Labels 0 … k − 1, every cluster with a document in it. */
  readonly start: Int32Array; // [documents]
  readonly k: number;
  /** Clusters looked at for each document: its own and those with the nearest centres. At most k. */
  readonly candidates: number;
  /** g, the weight of the vectors beside the words. */
  readonly vectorWeight: number;
  /** λ, how much the evenness of the clusters' sizes costs. */
  readonly sizeWeight: number;
}

/** Clusters in the making: sums of word shares W and of vectors C, and the label of each document. */
export interface BottleneckState {
  /** Puts the documents order[from … to) one after the other where each costs least; returns how many changed cluster. */
  reassign(order: Int32Array, from: number, to: number): number;
  /** A copy of the labels. */
  labels(): Int32Array; // [documents]
  /** Σ h(W) − (1 − λ) Σ h(p_t) + g Σ |C_t| / n: higher is better. */
  objective(): number;
  /** Gives back its memory; nothing may be asked of it afterwards. */
  close(): void;
}

export type MakeBottleneckState = (problem: BottleneckProblem) => BottleneckState;

/** u of each entry: the document's share p_x = 1/n, divided among its words by their counts. */
export function wordSharesOf({ rows, offsets, values }: SparseMatrix): Float64Array {
  const shares = new Float64Array(values.length);
  for (let i = 0; i < rows; i++) {
    let length = 0;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) length += values[e]!;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) shares[e] = ((1 / rows) * values[e]!) / length;
  }
  return shares;
}
