/** Precision, recall and their harmonic mean of one label, or the mean of several. */
export interface LabelScores {
  readonly label: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** How many documents have the label in truth. */
  readonly support: number;
}

export interface ClassificationReport {
  readonly accuracy: number;
  readonly labels: readonly LabelScores[];
  /** The plain mean over labels. */
  readonly macro: Omit<LabelScores, 'label'>;
  /** The mean over labels, each by its support. */
  readonly weighted: Omit<LabelScores, 'label'>;
}

/**
 * Compares predicted classes with true ones. What would be 0 / 0 counts as 0, and a class that neither truth nor prediction
 * has is left out of the means, as scikit-learn's report has it.
 */
export function classificationReport(
  truth: Int32Array,
  predicted: Int32Array,
  classes: readonly string[],
): ClassificationReport {
  const hits = new Float64Array(classes.length);
  const support = new Float64Array(classes.length);
  const claimed = new Float64Array(classes.length);
  truth.forEach((label, i) => {
    support[label] = support[label]! + 1;
    claimed[predicted[i]!] = claimed[predicted[i]!]! + 1;
    if (predicted[i] === label) hits[label] = hits[label]! + 1;
  });
  const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const labels = classes.flatMap((label, c): LabelScores[] => {
    if (support[c] === 0 && claimed[c] === 0) return [];
    const precision = ratio(hits[c]!, claimed[c]!);
    const recall = ratio(hits[c]!, support[c]!);
    return [{ label, precision, recall, f1: ratio(2 * precision * recall, precision + recall), support: support[c]! }];
  });
  const mean = (weightOf: (scores: LabelScores) => number): Omit<LabelScores, 'label'> => {
    const total = labels.reduce((sum, scores) => sum + weightOf(scores), 0);
    const of = (key: 'precision' | 'recall' | 'f1'): number =>
      ratio(labels.reduce((sum, scores) => sum + weightOf(scores) * scores[key], 0), total); // prettier-ignore
    return { precision: of('precision'), recall: of('recall'), f1: of('f1'), support: truth.length };
  };
  const correct = hits.reduce((sum, count) => sum + count, 0);
  return {
    accuracy: ratio(correct, truth.length),
    labels,
    macro: mean(() => 1),
    weighted: mean(({ support }) => support),
  };
}
