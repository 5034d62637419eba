import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalMetrics } from '../../../src/engine/evaluation/externalMetrics';
import references from '../../fixtures/evaluation/references.json';

const measures = [
  'accuracy',
  'nmi',
  'ari',
  'homogeneity',
  'completeness',
  'vMeasure',
  'purity',
  'fowlkesMallows',
] as const;
const cases = Object.entries(references.external);

describe('externalMetrics', () => {
  it.each(cases)('equals scikit-learn: %s', (_, expected) => {
    const found = externalMetrics(Int32Array.from(expected.labels), expected.truth);
    for (const measure of measures) expect(Math.abs(found[measure] - expected[measure]), measure).toBeLessThan(1e-9);
  });

  it.each(['square', 'moreClusters', 'fewerClusters', 'noise', 'perfect', 'oneCluster'] as const)(
    'reports each class as scikit-learn does: %s',
    (name) => {
      const { labels, truth, report, macroAverage, weightedAverage } = references.external[name];
      const metrics = externalMetrics(Int32Array.from(labels), truth);
      const found = metrics.report;
      for (const measure of ['precision', 'recall', 'f1'] as const) {
        expect(Math.abs(metrics.macroAverage[measure] - macroAverage[measure])).toBeLessThan(1e-9);
        expect(Math.abs(metrics.weightedAverage[measure] - weightedAverage[measure])).toBeLessThan(1e-9);
      }
      expect(found.map(({ label, support }) => ({ label, support }))).toEqual(
        report.map(({ label, support }) => ({ label, support })),
      );
      for (const [j, expected] of report.entries())
        for (const measure of ['precision', 'recall', 'f1'] as const)
          expect(Math.abs(found[j]![measure] - expected[measure]), `${expected.label} ${measure}`).toBeLessThan(1e-9);
    },
  );

  it('does not care what clusters are called nor in which order documents come', () => {
    const clusterings = fc.array(fc.tuple(fc.integer({ min: -1, max: 5 }), fc.constantFrom('a', 'b', 'c')), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(clusterings, (pairs) => {
        const straight = externalMetrics(
          Int32Array.from(pairs, ([label]) => label),
          pairs.map(([, name]) => name),
        );
        const turned = [...pairs].reverse();
        const renamed = externalMetrics(
          Int32Array.from(turned, ([label]) => 1000 - 7 * label),
          turned.map(([, name]) => name),
        );
        for (const measure of measures) expect(renamed[measure]).toBeCloseTo(straight[measure], 9);
        expect(straight.accuracy).toBeLessThanOrEqual(straight.purity);
      }),
    );
  });

  it('refuses labels that do not go together', () => {
    expect(() => externalMetrics(Int32Array.of(0, 1), ['a'])).toThrow(RangeError);
    expect(() => externalMetrics(new Int32Array(0), [])).toThrow(RangeError);
  });
});
