import { describe, expect, it } from 'vitest';
import { classificationReport } from '../../../src/engine/train/classificationReport';
import references from '../../fixtures/train/references.json';

interface Scores {
  readonly precision: number;
  readonly recall: number;
  readonly 'f1-score': number;
  readonly support: number;
}

describe('classificationReport', () => {
  it.each(references)(
    'agrees with scikit-learn on $classes classes',
    ({ classes, truth, predicted, accuracy, report }) => {
      const found = classificationReport(
        Int32Array.from(truth),
        Int32Array.from(predicted),
        Array.from({ length: classes }, (_, c) => String(c)),
      );
      const expected = report as unknown as Record<string, Scores>;
      expect(found.accuracy).toBeCloseTo(accuracy, 12);
      const names = Object.keys(expected).filter((name) => /^\d+$/.test(name));
      expect(found.labels.map(({ label }) => label)).toEqual(names);
      for (const scores of [
        ...found.labels,
        { label: 'macro avg', ...found.macro },
        { label: 'weighted avg', ...found.weighted },
      ]) {
        const { precision, recall, 'f1-score': f1, support } = expected[scores.label]!;
        expect(scores.precision).toBeCloseTo(precision, 12);
        expect(scores.recall).toBeCloseTo(recall, 12);
        expect(scores.f1).toBeCloseTo(f1, 12);
        expect(scores.support).toBe(support);
      }
    },
  );
});
