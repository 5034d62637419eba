import { type BottleneckProblem, type BottleneckState, wordSharesOf } from './bottleneckState';
import type { Matrix, SparseMatrix } from './matrix';

/** Weights below this are rounding. */
const negligible = 1e-13;

/** h(v) = v ln v, continued by 0. */
export function entropyTerm(v: number): number {
  return v > 0 ? v * Math.log(v) : 0;
}

/** The information bottleneck's inner loop in plain JavaScript. */
export function plainBottleneck(problem: BottleneckProblem): BottleneckState {
  return new PlainState(problem);
}

class PlainState implements BottleneckState {
  private readonly own: Int32Array; // cluster of each document
  private readonly counts: SparseMatrix;
  private readonly vectors: Matrix;
  private readonly k: number;
  private readonly n: number;
  private readonly columns: number;
  private readonly documentShare: number; // p_x
  private readonly vectorWeight: number; // g
  private readonly evenness: number; // 1 − λ
  private readonly wordShares: Float64Array; // u of each entry
  private readonly wordSums: Float64Array; // W [words × k]
  private readonly wordTerms: Float64Array; // h(W)
  private readonly share: Float64Array; // p_t
  private readonly sizes: Int32Array;
  private readonly sums: Float64Array; // C [k × columns]
  private readonly squaredNorms: Float64Array; // |C|²
  private readonly gains: Float64Array;
  private readonly costs: Float64Array;
  private readonly closeness: Float64Array;
  private readonly candidates: Int32Array;

  constructor({ counts, vectors, start, k, candidates, vectorWeight, sizeWeight }: BottleneckProblem) {
    const n = (this.n = counts.rows);
    const columns = (this.columns = vectors.columns);
    this.counts = counts;
    this.vectors = vectors;
    this.k = k;
    this.own = start.slice();
    this.documentShare = 1 / n;
    this.vectorWeight = vectorWeight;
    this.evenness = 1 - sizeWeight;
    this.wordShares = wordSharesOf(counts);
    this.wordSums = new Float64Array(counts.columns * k);
    this.wordTerms = new Float64Array(counts.columns * k);
    this.share = new Float64Array(k);
    this.sizes = new Int32Array(k);
    this.sums = new Float64Array(k * columns);
    this.squaredNorms = new Float64Array(k);
    this.gains = new Float64Array(k);
    this.costs = new Float64Array(k);
    this.closeness = new Float64Array(k);
    this.candidates = new Int32Array(candidates);
    const { offsets, indices } = counts;
    for (let i = 0; i < n; i++) {
      const cluster = start[i]!;
      for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
        const at = indices[e]! * k + cluster;
        this.wordSums[at] = this.wordSums[at]! + this.wordShares[e]!;
      }
      this.share[cluster] = this.share[cluster]! + this.documentShare;
      this.sizes[cluster] = this.sizes[cluster]! + 1;
      for (let d = 0; d < columns; d++) {
        const at = cluster * columns + d;
        this.sums[at] = this.sums[at]! + vectors.values[i * columns + d]!;
      }
    }
    for (let at = 0; at < this.wordSums.length; at++) this.wordTerms[at] = entropyTerm(this.wordSums[at]!);
    for (let cluster = 0; cluster < k; cluster++) this.squaredNorms[cluster] = this.squaredNorm(cluster);
  }

  reassign(order: Int32Array, from: number, to: number): number {
    let moved = 0;
    for (let i = from; i < to; i++) if (this.reassignOne(order[i]!)) moved++;
    return moved;
  }

  labels(): Int32Array {
    return this.own.slice();
  }

  close(): void {}

  /** Puts a document where it costs least; true when that is another cluster than before. */
  private reassignOne(document: number): boolean {
    const own = this.own[document]!;
    if (this.sizes[own]! <= 1) return false;
    this.takeWords(document, own);
    this.compareVectors(document, own);
    this.chooseCandidates(own);
    const best = this.cheapest(document);
    this.putWords(document, best);
    if (best === own) return false;
    this.moveVector(document, own, best);
    this.own[document] = best;
    return true;
  }

  /** Σ h(W) − (1 − λ) Σ h(p_t) + g Σ |C_t| / n: higher is better. */
  objective(): number {
    let sum = 0;
    for (const term of this.wordTerms) sum += term;
    for (let cluster = 0; cluster < this.k; cluster++) {
      sum -= this.evenness * entropyTerm(this.share[cluster]!);
      sum += (this.vectorWeight * Math.sqrt(Math.max(0, this.squaredNorms[cluster]!))) / this.n;
    }
    return sum;
  }

  private takeWords(document: number, cluster: number): void {
    const { offsets, indices } = this.counts;
    this.share[cluster] = this.share[cluster]! - this.documentShare;
    this.sizes[cluster] = this.sizes[cluster]! - 1;
    for (let e = offsets[document]!; e < offsets[document + 1]!; e++) {
      const at = indices[e]! * this.k + cluster;
      const rest = this.wordSums[at]! - this.wordShares[e]!;
      this.wordSums[at] = rest < negligible ? 0 : rest;
      this.wordTerms[at] = entropyTerm(this.wordSums[at]);
    }
  }

  private putWords(document: number, cluster: number): void {
    const { offsets, indices } = this.counts;
    this.share[cluster] = this.share[cluster]! + this.documentShare;
    this.sizes[cluster] = this.sizes[cluster]! + 1;
    for (let e = offsets[document]!; e < offsets[document + 1]!; e++) {
      const at = indices[e]! * this.k + cluster;
      this.wordSums[at] = this.wordSums[at]! + this.wordShares[e]!;
      this.wordTerms[at] = entropyTerm(this.wordSums[at]);
    }
  }

  /** What each cluster's centre would gain by the document, and how near it is; its own without it. */
  private compareVectors(document: number, own: number): void {
    const { columns, vectors, sums, squaredNorms } = this;
    const from = document * columns;
    let squaredLength = 0;
    for (let d = 0; d < columns; d++) squaredLength += vectors.values[from + d]! ** 2;
    for (let cluster = 0; cluster < this.k; cluster++) {
      let dot = 0;
      for (let d = 0, p = from, q = cluster * columns; d < columns; d++, p++, q++) dot += sums[q]! * vectors.values[p]!;
      let squared = squaredNorms[cluster]!;
      if (cluster === own) {
        squared += squaredLength - 2 * dot;
        dot -= squaredLength;
      }
      const norm = Math.sqrt(Math.max(0, squared));
      this.gains[cluster] = Math.sqrt(Math.max(0, squared + 2 * dot + squaredLength)) - norm;
      this.closeness[cluster] = norm > 1e-6 ? dot / norm : 0;
    }
  }

  private chooseCandidates(own: number): void {
    const { candidates, closeness, k } = this;
    if (candidates.length === k) {
      for (let cluster = 0; cluster < k; cluster++) candidates[cluster] = cluster;
      return;
    }
    // Its own first, then the nearest by insertion: there are only a dozen.
    candidates[0] = own;
    let filled = 1;
    for (let cluster = 0; cluster < k; cluster++) {
      if (cluster === own) continue;
      let place = filled;
      while (place > 1 && closeness[cluster]! > closeness[candidates[place - 1]!]!) place--;
      if (place === candidates.length) continue;
      if (filled < candidates.length) filled++;
      for (let p = filled - 1; p > place; p--) candidates[p] = candidates[p - 1]!;
      candidates[place] = cluster;
    }
  }

  private cheapest(document: number): number {
    const { candidates, costs, counts, wordSums, wordTerms, wordShares, k } = this;
    for (const cluster of candidates) {
      const share = this.share[cluster]!;
      costs[cluster] =
        this.evenness * (entropyTerm(share + this.documentShare) - entropyTerm(share)) -
        this.vectorWeight * this.documentShare * this.gains[cluster]!;
    }
    for (let e = counts.offsets[document]!; e < counts.offsets[document + 1]!; e++) {
      const start = counts.indices[e]! * k;
      const share = wordShares[e]!;
      const alone = share * Math.log(share);
      for (let c = 0; c < candidates.length; c++) {
        const cluster = candidates[c]!;
        const sum = wordSums[start + cluster]!;
        if (sum > 0) {
          const joined = sum + share;
          costs[cluster] = costs[cluster]! + wordTerms[start + cluster]! - joined * Math.log(joined);
        } else costs[cluster] = costs[cluster]! - alone;
      }
    }
    let best = candidates[0]!;
    for (let c = 1; c < candidates.length; c++) {
      const cluster = candidates[c]!;
      const difference = costs[cluster]! - costs[best]!;
      if (difference < 0 || (difference === 0 && cluster < best)) best = cluster;
    }
    return best;
  }

  private moveVector(document: number, from: number, to: number): void {
    const { columns, vectors, sums } = this;
    for (let d = 0, p = document * columns; d < columns; d++, p++) {
      sums[from * columns + d] = sums[from * columns + d]! - vectors.values[p]!;
      sums[to * columns + d] = sums[to * columns + d]! + vectors.values[p]!;
    }
    this.squaredNorms[from] = this.squaredNorm(from);
    this.squaredNorms[to] = this.squaredNorm(to);
  }

  private squaredNorm(cluster: number): number {
    let sum = 0;
    for (let d = 0, p = cluster * this.columns; d < this.columns; d++, p++) sum += this.sums[p]! ** 2;
    return sum;
  }
}
