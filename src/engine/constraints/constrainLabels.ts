import { type Matrix, zeros } from '../math/matrix';
import { breather, type Breather, type RunContext } from '../runContext';
import type { LinkedGroups } from './constraints';

const mostPasses = 20;

export interface Constrained {
  /** 0 … without gaps; −1 is noise. */
  readonly labels: Int32Array; // [documents]
  /** What became of each cluster that was found: where it is gone, the one that has most of it. */
  readonly heirs: Int32Array; // [clusters found]
}

/**
 * Makes clusters keep to must-links and cannot-links, with no other document moved than needed. Each group takes the cluster that most of it was
 * found in; where one that must stay apart from it has that, it gets one of its own, and the free documents of the two are divided by
 * k-means in which the groups are seeds that keep their clusters. A cluster that is mostly another cluster's group goes to that one whole. All
 * constraints hold: clusters are as many as they need to.
 * Source: Constrained-KMeans of Basu, Banerjee, Mooney, "Semi-supervised clustering by seeding", ICML 2002, on groups that are the transitive closure
 * of must-links as in Wagstaff and others, ICML 2001; here only where there is something to divide.
 *
 * @param found labels 0 …, −1 is noise
 */
export async function constrainLabels(
  x: Matrix,
  found: Int32Array,
  { groups, apart }: LinkedGroups,
  context: RunContext,
): Promise<Constrained> {
  const breathe = breather(context);
  const count = found.reduce((most, label) => Math.max(most, label + 1), 0);
  const sizes = new Int32Array(count);
  for (const label of found) if (label >= 0) sizes[label] = sizes[label]! + 1;
  const held = heldIn(found, groups);
  const { homeOf, carved, clusters } = homes(held, apart, count);
  const labels = found.map((label, i) => homeOf.get(groups[i]!) ?? label);

  const heirs = Int32Array.from({ length: count }, (_, cluster) => cluster);
  const taken = new Set(homeOf.values());
  for (let cluster = 0; cluster < count; cluster++) {
    const [group, share] = mostHeld(held, cluster);
    if (group !== undefined && !taken.has(cluster) && share > sizes[cluster]! / 2) heirs[cluster] = homeOf.get(group)!;
  }
  for (let i = 0; i < labels.length; i++) if (groups[i]! < 0 && labels[i]! >= 0) labels[i] = heirs[labels[i]!]!;

  for (const [cluster, fresh] of carved) await divide(x, labels, groups, [cluster, ...fresh], breathe);

  const sizeNow = new Int32Array(clusters);
  for (const label of labels) if (label >= 0) sizeNow[label] = sizeNow[label]! + 1;
  for (let cluster = 0; cluster < count; cluster++) {
    if (sizeNow[heirs[cluster]!]! > 0) continue;
    const [group] = mostHeld(held, cluster);
    if (group !== undefined) heirs[cluster] = homeOf.get(group)!;
  }
  let next = 0;
  const numberOf = sizeNow.map((size) => (size > 0 ? next++ : -1));
  return { labels: labels.map((label) => numberOf[label] ?? -1), heirs: heirs.map((heir) => numberOf[heir]!) };
}

/** How many documents of each group are in each cluster; groups ascending. */
type Held = ReadonlyMap<number, ReadonlyMap<number, number>>;

function heldIn(found: Int32Array, groups: Int32Array): Held {
  const held = new Map<number, Map<number, number>>();
  groups.forEach((group, i) => {
    if (group < 0) return;
    const counts = held.get(group) ?? new Map<number, number>();
    counts.set(found[i]!, (counts.get(found[i]!) ?? 0) + 1);
    held.set(group, counts);
  });
  return new Map([...held].sort(([a], [b]) => a - b));
}

function mostHeld(held: Held, cluster: number): [group: number | undefined, count: number] {
  let best: [number | undefined, number] = [undefined, 0];
  for (const [group, counts] of held) if ((counts.get(cluster) ?? 0) > best[1]) best = [group, counts.get(cluster)!];
  return best;
}

/** The cluster of each group, and which clusters gave rise to new ones. */
function homes(
  held: Held,
  apart: LinkedGroups['apart'],
  count: number,
): { homeOf: Map<number, number>; carved: Map<number, number[]>; clusters: number } {
  const others = new Map<number, Set<number>>();
  for (const [a, b] of apart) {
    others.set(a, (others.get(a) ?? new Set()).add(b));
    others.set(b, (others.get(b) ?? new Set()).add(a));
  }
  const wished = Array.from(held, ([group, counts]) => {
    const inClusters = [...counts].filter(([cluster]) => cluster >= 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    return { group, cluster: inClusters[0]?.[0] ?? -1, size: inClusters[0]?.[1] ?? 0 };
  }).sort((a, b) => b.size - a.size || a.group - b.group);
  const homeOf = new Map<number, number>();
  const carved = new Map<number, number[]>();
  let clusters = count;
  for (const { group, cluster } of wished) {
    const isTaken = [...(others.get(group) ?? [])].some((other) => homeOf.get(other) === cluster);
    const fresh = cluster < 0 || isTaken;
    if (fresh && cluster >= 0) carved.set(cluster, [...(carved.get(cluster) ?? []), clusters]);
    homeOf.set(group, fresh ? clusters++ : cluster);
  }
  return { homeOf, carved, clusters };
}

/** Divides the free documents of some clusters among these, until none moves. The first holds documents of a group, as the others do. */
async function divide(
  x: Matrix,
  labels: Int32Array,
  groups: Int32Array,
  clusters: readonly number[],
  breathe: Breather,
): Promise<void> {
  const place = new Map(clusters.map((cluster, i) => [cluster, i]));
  const members = Int32Array.from(labels.keys()).filter((i) => place.has(labels[i]!));
  const free = members.filter((i) => groups[i]! < 0);
  if (free.length === 0) return;
  let seeds = members.filter((i) => groups[i]! >= 0);
  for (let pass = 0; pass < mostPasses; pass++) {
    const means = meansOf(x, seeds, labels, place);
    let moved = 0;
    for (const i of free) {
      const nearest = clusters[nearestTo(x, i, means)]!;
      if (nearest !== labels[i]) moved++;
      labels[i] = nearest;
      if (breathe.due()) await breathe();
    }
    if (moved === 0 && pass > 0) return;
    seeds = members;
  }
}

function meansOf(x: Matrix, rows: Int32Array, labels: Int32Array, place: ReadonlyMap<number, number>): Matrix {
  const means = zeros(place.size, x.columns);
  const counts = new Float64Array(place.size);
  const sums = new Float64Array(place.size * x.columns);
  for (const i of rows) {
    const at = place.get(labels[i]!)!;
    counts[at] = counts[at]! + 1;
    for (let d = 0; d < x.columns; d++) sums[at * x.columns + d]! += x.values[i * x.columns + d]!;
  }
  for (let at = 0; at < sums.length; at++) means.values[at] = sums[at]! / counts[Math.floor(at / x.columns)]!;
  return means;
}

/** By Euclidean distance; of equals the first. */
function nearestTo(x: Matrix, row: number, means: Matrix): number {
  let best = 0;
  let least = Infinity;
  for (let c = 0; c < means.rows; c++) {
    let squared = 0;
    for (let d = 0; d < x.columns; d++)
      squared += (x.values[row * x.columns + d]! - means.values[c * x.columns + d]!) ** 2;
    if (squared < least) [best, least] = [c, squared];
  }
  return best;
}
