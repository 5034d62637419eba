/** How often each cluster meets each class: counts[i × classes + j] documents of class j are in cluster i. */
export interface Contingency {
  readonly total: number;
  readonly clusters: number;
  readonly classes: number;
  readonly counts: Float64Array; // [clusters × classes]
  readonly clusterSizes: Float64Array; // [clusters]
  readonly classSizes: Float64Array; // [classes]
  /** Names of the classes in code-unit order. */
  readonly classNames: readonly string[];
}

/** Tabulates found labels (any integers; each is a cluster, −1 too) against true ones. */
export function contingency(labels: Int32Array, truth: readonly string[]): Contingency {
  if (labels.length !== truth.length)
    throw new RangeError(`${labels.length} labels do not go with ${truth.length} true labels`);
  const clusterOf = compactIndex(labels);
  const classNames = [...new Set(truth)].sort();
  const classOf = new Map(classNames.map((name, index) => [name, index]));
  const clusters = clusterOf.size;
  const classes = classNames.length;
  const counts = new Float64Array(clusters * classes);
  const clusterSizes = new Float64Array(clusters);
  const classSizes = new Float64Array(classes);
  for (let d = 0; d < labels.length; d++) {
    const i = clusterOf.get(labels[d]!)!;
    const j = classOf.get(truth[d]!)!;
    counts[i * classes + j] = counts[i * classes + j]! + 1;
    clusterSizes[i] = clusterSizes[i]! + 1;
    classSizes[j] = classSizes[j]! + 1;
  }
  return { total: labels.length, clusters, classes, counts, clusterSizes, classSizes, classNames };
}

/** Numbers the distinct labels 0, 1, … in ascending order of the label. */
export function compactIndex(labels: Int32Array): Map<number, number> {
  const distinct = Int32Array.from(new Set(labels)).sort();
  return new Map(Array.from(distinct, (label, index) => [label, index]));
}
