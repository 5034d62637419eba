import { kernels } from '../math/kernels';
import { type Matrix, normalizeRows } from '../math/matrix';
import type { Random } from '../math/random';
import { breather, completed, type RunContext, type Steps } from '../runContext';
import { centroidsOf } from './clusterMeans';

/**
 * How well clusters are told by each way of seeing the documents alone: the documents are halved at random, the clusters' centres
 * in one half give each document of the other half a cluster (the nearest by cosine), and the other way round; the mean over views of
 * the normalised mutual information of these clusters with `labels`. It is high where views that know different things agree on
 * the clusters, and unlike an objective it is comparable between ways of clustering. 0 … 1.
 * After Tibshirani, Walther, "Cluster validation by prediction strength", Journal of Computational and Graphical Statistics 14, 2005.
 *
 * @param views unit rows (or zero) [n × d]
 * @param labels 0 … k − 1 [n]
 */
export function predictability(
  views: readonly Matrix[],
  labels: Int32Array,
  k: number,
  random: Random,
  context: RunContext,
): Promise<number> {
  return completed(predictabilitySteps(views, labels, k, random), breather(context)).then(meanOf);
}

/** `predictability` from each view, [views], in steps of a few milliseconds. */
export function* predictabilitySteps(
  views: readonly Matrix[],
  labels: Int32Array,
  k: number,
  random: Random,
): Steps<number[]> {
  const half = Uint8Array.from(labels, () => (random() < 0.5 ? 1 : 0));
  const told: number[] = [];
  for (const view of views) told.push(mutualInformation(labels, yield* predicted(view, labels, k, half), k));
  return told;
}

/** 0 where there is nothing to take the mean of. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / Math.max(1, values.length);
}

const productsAtOnce = 50_000_000; // multiplications a step: a few milliseconds

/** The cluster of each document by the centres of the other half. */
function* predicted(view: Matrix, labels: Int32Array, k: number, half: Uint8Array): Steps<Int32Array> {
  const { rows, columns } = view;
  const search = kernels().nearest(view);
  const squared = new Float32Array(rows);
  const step = Math.max(1, Math.ceil(productsAtOnce / (k * columns)));
  const found = new Int32Array(rows);
  const nearest = new Int32Array(rows);
  for (const learned of [0, 1]) {
    const own = labels.map((label, i) => (half[i] === learned ? label : -1));
    // Of unit length, so that the nearest centre is the one of the greatest cosine.
    const centres = normalizeRows(centroidsOf(view, own, k));
    for (let first = 0; first < rows; first += step) {
      search.assign(centres, nearest, squared, first, Math.min(rows, first + step));
      yield undefined;
    }
    for (let i = 0; i < rows; i++) if (half[i] !== learned) found[i] = nearest[i]!;
  }
  return found;
}

/** 2 I(a; b) / (H(a) + H(b)); 1 where both are one cluster. */
function mutualInformation(a: Int32Array, b: Int32Array, k: number): number {
  const n = a.length;
  const joint = new Float64Array(k * k);
  for (let i = 0; i < n; i++) joint[a[i]! * k + b[i]!] = joint[a[i]! * k + b[i]!]! + 1 / n;
  const left = new Float64Array(k);
  const right = new Float64Array(k);
  joint.forEach((share, at) => {
    left[Math.floor(at / k)] = left[Math.floor(at / k)]! + share;
    right[at % k] = right[at % k]! + share;
  });
  const marginal = entropy(left) + entropy(right);
  return marginal === 0 ? 1 : (2 * (marginal - entropy(joint))) / marginal;
}

function entropy(shares: Float64Array): number {
  return -shares.reduce((sum, share) => sum + (share > 0 ? share * Math.log(share) : 0), 0);
}
