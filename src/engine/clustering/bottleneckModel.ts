import * as v from 'valibot';
import type { Matrix, SparseMatrix } from '../math/matrix';
import { breather, type RunContext } from '../runContext';
import { arrayOf, type ModelPart, settingOf } from '../storage/model';
import { type BottleneckEvidence, vectorWeightOf } from './informationBottleneck';

/**
 * What the information bottleneck knows of finished clusters, so that new documents can be put by the criterion that the old
 * ones were put by: the clusters' sums of word shares u and of vectors b (see `informationBottleneck`).
 */
export interface BottleneckModel {
  readonly clusters: number;
  /** How many documents the sums are over. */
  readonly documents: number;
  readonly vectorWeight: number; // g
  readonly sizeWeight: number; // λ
  /** Word q is in clusters `wordClusters[e]` with `wordSums[e]`, e = wordOffsets[q] … wordOffsets[q + 1] − 1. */
  readonly wordOffsets: Int32Array; // [words + 1]
  readonly wordClusters: Int32Array;
  readonly wordSums: Float64Array;
  readonly sizes: Int32Array; // [clusters]
  /** Sums of the documents' vectors. */
  readonly vectorSums: Float64Array; // [clusters × columns]
}

/** Sums up clusters that the information bottleneck has made. */
export function bottleneckModel(
  { counts, vectors }: BottleneckEvidence,
  labels: Int32Array,
  sizeWeight: number,
): BottleneckModel {
  const clusters = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const sizes = new Int32Array(clusters);
  const vectorSums = new Float64Array(clusters * vectors.columns);
  labels.forEach((cluster, i) => {
    sizes[cluster] = sizes[cluster]! + 1;
    for (let d = 0, p = i * vectors.columns, q = cluster * vectors.columns; d < vectors.columns; d++, p++, q++)
      vectorSums[q] = vectorSums[q]! + vectors.values[p]!;
  });
  return {
    clusters,
    documents: counts.rows,
    vectorWeight: vectorWeightOf(counts, clusters),
    sizeWeight,
    ...wordSumsOf(counts, labels, clusters),
    sizes,
    vectorSums,
  };
}

function wordSumsOf(
  counts: SparseMatrix,
  labels: Int32Array,
  clusters: number,
): Pick<BottleneckModel, 'wordOffsets' | 'wordClusters' | 'wordSums'> {
  const { rows, columns, offsets, indices, values } = counts;
  // The entries of each word, in order of documents.
  const next = new Uint32Array(columns + 1);
  for (const word of indices) next[word + 1] = next[word + 1]! + 1;
  for (let word = 0; word < columns; word++) next[word + 1] = next[word + 1]! + next[word]!;
  const starts = next.slice();
  const clusterOf = new Int32Array(indices.length);
  const shareOf = new Float64Array(indices.length);
  for (let i = 0; i < rows; i++) {
    let length = 0;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) length += values[e]!;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const place = next[indices[e]!]!;
      next[indices[e]!] = place + 1;
      clusterOf[place] = labels[i]!;
      shareOf[place] = values[e]! / (length * rows);
    }
  }
  const wordOffsets = new Int32Array(columns + 1);
  const wordClusters = new Int32Array(indices.length);
  const wordSums = new Float64Array(indices.length);
  const sums = new Float64Array(clusters);
  let end = 0;
  for (let word = 0; word < columns; word++) {
    sums.fill(0);
    for (let p = starts[word]!; p < starts[word + 1]!; p++) sums[clusterOf[p]!] = sums[clusterOf[p]!]! + shareOf[p]!;
    for (let cluster = 0; cluster < clusters; cluster++) {
      if (sums[cluster] === 0) continue;
      wordClusters[end] = cluster;
      wordSums[end++] = sums[cluster]!;
    }
    wordOffsets[word + 1] = end;
  }
  return { wordOffsets, wordClusters: wordClusters.slice(0, end), wordSums: wordSums.slice(0, end) };
}

/**
 * Puts each new document where it costs least, by the criterion of `informationBottleneck`, the clusters staying as they are.
 *
 * @param evidence counts over the model's words and vectors of its space; a document without either goes to the
 *   smallest cluster, as the criterion has it
 * @returns cluster of each document
 */
export async function assignByBottleneck(
  model: BottleneckModel,
  { counts, vectors }: BottleneckEvidence,
  context: RunContext,
): Promise<Int32Array> {
  const breathe = breather(context);
  const labels = new Int32Array(counts.rows);
  const costs = new Float64Array(model.clusters);
  for (let i = 0; i < counts.rows; i++) {
    addVectorCosts(model, vectors, i, costs);
    addWordCosts(model, counts, i, costs);
    let best = 0;
    for (let cluster = 1; cluster < costs.length; cluster++) if (costs[cluster]! < costs[best]!) best = cluster;
    labels[i] = best;
    if (breathe.due()) await breathe();
  }
  return labels;
}

/** (1 − λ) [h(p_t + p_x) − h(p_t)] − g p_x (|C_t + b| − |C_t|) of each cluster. */
function addVectorCosts(
  { clusters, documents, sizes, vectorSums, vectorWeight, sizeWeight }: BottleneckModel,
  vectors: Matrix,
  row: number,
  costs: Float64Array,
): void {
  const { columns, values } = vectors;
  const documentShare = 1 / documents;
  for (let cluster = 0; cluster < clusters; cluster++) {
    let before = 0;
    let after = 0;
    for (let d = 0, p = row * columns, q = cluster * columns; d < columns; d++, p++, q++) {
      const sum = vectorSums[q]!;
      const joined = sum + values[p]!;
      before += sum * sum;
      after += joined * joined;
    }
    const share = sizes[cluster]! * documentShare;
    const gain = Math.sqrt(after) - Math.sqrt(before);
    const evenness = (1 - sizeWeight) * (entropyTerm(share + documentShare) - entropyTerm(share));
    costs[cluster] = evenness - vectorWeight * documentShare * gain;
  }
}

/** Σ_q [h(W_qt) − h(W_qt + u_q)] of each cluster. */
function addWordCosts(
  { documents, wordOffsets, wordClusters, wordSums }: BottleneckModel,
  { offsets, indices, values }: BottleneckEvidence['counts'],
  row: number,
  costs: Float64Array,
): void {
  let length = 0;
  for (let e = offsets[row]!; e < offsets[row + 1]!; e++) length += values[e]!;
  for (let e = offsets[row]!; e < offsets[row + 1]!; e++) {
    const share = values[e]! / (length * documents);
    // What a cluster without the word saves by it is the same for all: only the difference counts.
    const alone = entropyTerm(share);
    const word = indices[e]!;
    for (let p = wordOffsets[word]!; p < wordOffsets[word + 1]!; p++) {
      const cluster = wordClusters[p]!;
      const sum = wordSums[p]!;
      costs[cluster] = costs[cluster]! + entropyTerm(sum) - entropyTerm(sum + share) + alone;
    }
  }
}

/** h(v) = v ln v, continued by 0. */
function entropyTerm(value: number): number {
  return value > 0 ? value * Math.log(value) : 0;
}

/** The model as a part to be saved. */
export function bottleneckPart(model: BottleneckModel): ModelPart {
  const { clusters, documents, vectorWeight, sizeWeight, wordOffsets, wordClusters, wordSums, sizes, vectorSums } =
    model;
  const array = <T extends Int32Array | Float64Array>(values: T): { shape: number[]; values: T } => ({
    shape: [values.length],
    values,
  });
  return {
    settings: { documents, vectorWeight, sizeWeight },
    arrays: {
      wordOffsets: array(wordOffsets),
      wordClusters: array(wordClusters),
      wordSums: array(wordSums),
      sizes: array(sizes),
      vectorSums: { shape: [clusters, vectorSums.length / clusters], values: vectorSums },
    },
  };
}

export function bottleneckOf(part: ModelPart): BottleneckModel {
  const sizes = arrayOf(part, 'sizes', Int32Array).values;
  return {
    clusters: sizes.length,
    documents: settingOf(part, 'documents', v.number()),
    vectorWeight: settingOf(part, 'vectorWeight', v.number()),
    sizeWeight: settingOf(part, 'sizeWeight', v.optional(v.number(), 0)),
    wordOffsets: arrayOf(part, 'wordOffsets', Int32Array).values,
    wordClusters: arrayOf(part, 'wordClusters', Int32Array).values,
    wordSums: arrayOf(part, 'wordSums', Float64Array).values,
    sizes,
    vectorSums: arrayOf(part, 'vectorSums', Float64Array).values,
  };
}
