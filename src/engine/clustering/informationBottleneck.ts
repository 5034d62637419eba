import { kernels } from '../math/kernels';
import type { Matrix, SparseMatrix } from '../math/matrix';
import { permutation, type Random } from '../math/random';
import { breather, completed, type RunContext, type Steps } from '../runContext';

/** What the sequential information bottleneck looks at. */
export interface BottleneckEvidence {
  /** Counts of the documents' words, [documents × words]. */
  readonly counts: SparseMatrix;
  /** Unit rows: documents that are alike in meaning though they share no word. */
  readonly vectors: Matrix; // [documents × columns]
}

export interface BottleneckSettings {
  readonly maxPasses: number;
  /** λ, 0 … 1: how much the evenness of the clusters' sizes costs. */
  readonly sizeWeight: number;
}

export interface BottleneckResult {
  readonly labels: Int32Array; // [documents]
  /** What is maximised; comparable between runs over the same evidence, k and λ. */
  readonly objective: number;
  readonly passes: number;
}

/** Clusters looked at for each document: its own and those with the nearest centres. */
const candidateCount = 12;
/** A pass that moves fewer than this share of the documents is the last. */
const settledShare = 1e-3;
/** Documents between two looks at the clock: a few milliseconds. */
const documentsAtOnce = 128;

/**
 * The sequential information bottleneck on word counts, with a spherical k-means term on vectors. One document at a time is
 * taken out of its cluster and put where it costs least: where its words are best told by the cluster's words,
 *
 *   (1 − λ) [h(p_t + p_x) − h(p_t)] + Σ_q [h(W_qt) − h(W_qt + u_q)] − g p_x (|C_t + b| − |C_t|),   h(v) = v ln v,
 *
 * p_x = 1/n, u_q = p_x · the word's share of the document, W and C the clusters' sums of u and of vectors b. With λ = 0 what is
 * sought is the mutual information I(T; W) of clusters and words, which favours clusters of even size; λ takes the clusters' own
 * entropy away from it, I(T; W) − λ H(T), and lets them be uneven.
 * Source: Slonim, Friedman, Tishby, "Unsupervised document classification using sequential information maximization",
 * SIGIR 2002; λ: Strouse, Schwab, "The deterministic information bottleneck", Neural Computation 29, 2017 (there 1/β); the vector
 * term by measurement (titles share few words).
 *
 * @param start labels 0 … k − 1, every cluster with a document in it; no cluster is ever emptied
 */
export function informationBottleneck(
  evidence: BottleneckEvidence,
  start: Int32Array,
  k: number,
  settings: BottleneckSettings,
  random: Random,
  context: RunContext,
): Promise<BottleneckResult> {
  return completed(bottleneckSteps(evidence, start, k, settings, random), breather(context));
}

/** `informationBottleneck` in steps of a few milliseconds. */
export function* bottleneckSteps(
  { counts, vectors }: BottleneckEvidence,
  start: Int32Array,
  k: number,
  { maxPasses, sizeWeight }: BottleneckSettings,
  random: Random,
): Steps<BottleneckResult> {
  const n = counts.rows;
  const candidates = Math.min(candidateCount, k);
  const problem = { counts, vectors, start, k, candidates, vectorWeight: vectorWeightOf(counts, k), sizeWeight }; // prettier-ignore
  const state = kernels().bottleneck(problem);
  try {
    let passes = 0;
    while (passes < maxPasses) {
      const order = permutation(n, random);
      let moved = 0;
      for (let first = 0; first < n; first += documentsAtOnce) {
        moved += state.reassign(order, first, Math.min(n, first + documentsAtOnce));
        yield undefined;
      }
      passes++;
      if (moved <= settledShare * n) break;
    }
    return { labels: state.labels(), objective: state.objective(), passes };
  } finally {
    state.close();
  }
}

/** g: how much the vectors count beside the words. */
export function vectorWeightOf(counts: SparseMatrix, k: number): number {
  return Math.min(10, (20_000 * k) / Math.max(1, counts.indices.length));
}
