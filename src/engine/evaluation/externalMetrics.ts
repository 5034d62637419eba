import type { ExternalMetrics } from '../../shared/analysis';
import { finish } from '../../shared/steps';
import { maximumAssignment } from './assignment';
import { type Contingency, contingency, countAt } from './contingency';

/** With what analyses of an earlier version lack. */
type CompleteExternalMetrics = { [Name in keyof ExternalMetrics]-?: NonNullable<ExternalMetrics[Name]> };

/**
 * Compares found clusters with true classes.
 *
 * accuracy: the share of documents on the best one-to-one matching of clusters with classes (Hungarian method). nmi:
 * mutual information over the arithmetic mean of the entropies. ari: the Rand index adjusted for chance (Hubert and
 * Arabie 1985). homogeneity, completeness, vMeasure: Rosenberg and Hirschberg 2007. purity: each cluster counts its
 * commonest class. report: per class, against the cluster matched with it; a class with none has precision, recall and
 * f1 of 0; macroAverage and weightedAverage are over its classes. fowlkesMallows: the geometric mean of the precision
 * and recall of pairs (Fowlkes and Mallows 1983). Degenerate cases are as in scikit-learn 1.9.
 *
 * @param labels the found cluster of each document; −1 (noise) counts as a cluster of its own [documents]
 * @param truth the true class of each document [documents]
 * @throws RangeError if the lengths differ or there are no documents
 */
export function externalMetrics(labels: Int32Array, truth: readonly string[]): CompleteExternalMetrics {
  if (labels.length === 0) throw new RangeError('There are no documents to evaluate');
  const { classes, names } = numberedClasses(truth);
  const table = contingency(labels, classes);
  const { information, clusterEntropy, classEntropy } = informationOf(table);
  const homogeneity = classEntropy === 0 ? 1 : information / classEntropy;
  const completeness = clusterEntropy === 0 ? 1 : information / clusterEntropy;
  const sum = homogeneity + completeness;
  return {
    ...matching(table, names),
    nmi: normalizedInformation(information, clusterEntropy, classEntropy),
    ari: adjustedRandIndex(table),
    homogeneity,
    completeness,
    vMeasure: sum === 0 ? 0 : (2 * homogeneity * completeness) / sum,
    purity: purity(table),
    fowlkesMallows: fowlkesMallows(table),
  };
}

/** How much two clusterings of the same documents agree, whatever clusters are called. */
export function agreement(table: Contingency): Pick<ExternalMetrics, 'ari' | 'nmi'> {
  const { information, clusterEntropy, classEntropy } = informationOf(table);
  return {
    ari: adjustedRandIndex(table),
    nmi: normalizedInformation(information, clusterEntropy, classEntropy),
  };
}

/** True classes as numbers, in code-unit order of their names. */
export function numberedClasses(truth: readonly string[]): { classes: Int32Array; names: readonly string[] } {
  const names = [...new Set(truth)].sort();
  const numberOf = new Map(names.map((name, number) => [name, number]));
  return { classes: Int32Array.from(truth, (name) => numberOf.get(name)!), names };
}

/** The best one-to-one matching of classes with clusters: its accuracy, and how well each class is found by it. */
function matching(
  table: Contingency,
  names: readonly string[],
): Pick<CompleteExternalMetrics, 'accuracy' | 'report' | 'macroAverage' | 'weightedAverage'> {
  const { total, rowSizes, columnSizes } = table;
  const clusterOfClass = new Int32Array(names.length).fill(-1);
  finish(maximumAssignment(table)).forEach((j, i) => {
    if (j >= 0) clusterOfClass[j] = i;
  });
  let hits = 0;
  const report = names.map((label, j) => {
    const i = clusterOfClass[j]!;
    const support = columnSizes[j]!;
    const found = i < 0 ? 0 : countAt(table, i, j);
    hits += found;
    const precision = i < 0 ? 0 : found / rowSizes[i]!;
    const f1 = i < 0 ? 0 : (2 * found) / (rowSizes[i]! + support);
    return { label, precision, recall: found / support, f1, support };
  });
  return {
    accuracy: hits / total,
    report,
    macroAverage: averageOf(report, () => 1 / names.length),
    weightedAverage: averageOf(report, ({ support }) => support / total),
  };
}

type Average = NonNullable<ExternalMetrics['macroAverage']>;

function averageOf(
  report: ExternalMetrics['report'],
  weightOf: (row: ExternalMetrics['report'][number]) => number,
): Average {
  const average = { precision: 0, recall: 0, f1: 0 };
  for (const row of report) {
    average.precision += weightOf(row) * row.precision;
    average.recall += weightOf(row) * row.recall;
    average.f1 += weightOf(row) * row.f1;
  }
  return average;
}

/** In nats. */
function entropy(sizes: Float64Array, total: number): number {
  if (sizes.length === 1) return 0;
  let sum = 0;
  for (const size of sizes) sum -= (size / total) * Math.log(size / total);
  return sum;
}

function informationOf(table: Contingency): { information: number; clusterEntropy: number; classEntropy: number } {
  return {
    information: mutualInformation(table),
    clusterEntropy: entropy(table.rowSizes, table.total),
    classEntropy: entropy(table.columnSizes, table.total),
  };
}

/** In nats, not below 0. */
function mutualInformation({ total, rowSizes, columnSizes, offsets, columnOf, counts }: Contingency): number {
  if (rowSizes.length === 1 || columnSizes.length === 1) return 0;
  let sum = 0;
  for (let i = 0; i < rowSizes.length; i++)
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const count = counts[e]!;
      sum += (count / total) * Math.log((count * total) / (rowSizes[i]! * columnSizes[columnOf[e]!]!));
    }
  // Independent partitions have 0; rounding leaves a few ulps.
  return sum <= Number.EPSILON ? 0 : sum;
}

function normalizedInformation(information: number, clusterEntropy: number, classEntropy: number): number {
  if (clusterEntropy === 0 && classEntropy === 0) return 1;
  return information / ((clusterEntropy + classEntropy) / 2);
}

function adjustedRandIndex({ total, counts, rowSizes, columnSizes }: Contingency): number {
  const together = pairs(counts);
  const inClusters = pairs(rowSizes);
  const inClasses = pairs(columnSizes);
  const all = (total * (total - 1)) / 2;
  const expected = all === 0 ? 0 : (inClusters * inClasses) / all;
  const greatest = (inClusters + inClasses) / 2;
  return greatest === expected ? 1 : (together - expected) / (greatest - expected);
}

function fowlkesMallows({ counts, rowSizes, columnSizes }: Contingency): number {
  const together = pairs(counts);
  return together === 0 ? 0 : Math.sqrt(together / pairs(rowSizes)) * Math.sqrt(together / pairs(columnSizes));
}

function pairs(sizes: Float64Array): number {
  let sum = 0;
  for (const size of sizes) sum += (size * (size - 1)) / 2;
  return sum;
}

function purity({ total, rows, offsets, counts }: Contingency): number {
  let hits = 0;
  for (let i = 0; i < rows.length; i++) {
    let commonest = 0;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) commonest = Math.max(commonest, counts[e]!);
    hits += commonest;
  }
  return hits / total;
}
