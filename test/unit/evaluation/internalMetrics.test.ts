import { describe, expect, it } from 'vitest';
import { internalMetrics, silhouetteSample } from '../../../src/engine/evaluation/internalMetrics';
import type { Matrix } from '../../../src/engine/math/matrix';
import { normal, seededRandom } from '../../../src/engine/math/random';
import { type RunContext, silentContext } from '../../../src/engine/runContext';
import { GroveError } from '../../../src/shared/errors';
import references from '../../fixtures/evaluation/references.json';

const measures = ['silhouette', 'daviesBouldin', 'calinskiHarabasz', 'withinClusterDispersion'] as const;

function matrixOf(values: readonly number[], columns: number): Matrix {
  return { rows: values.length / columns, columns, values: Float32Array.from(values) };
}

/** Documents around 4 centres on the corners of a square, and the centre of each. */
function blobs(rows: number): { x: Matrix; labels: Int32Array } {
  const random = seededRandom(5);
  const labels = Int32Array.from({ length: rows }, (_, i) => i % 4);
  const x = matrixOf(
    Array.from({ length: rows * 2 }, (_, at) => normal(random) + 6 * ((labels[at >> 1]! >> (at & 1)) & 1)),
    2,
  );
  return { x, labels };
}

describe('internalMetrics', () => {
  it.each(Object.entries(references.internal))('equals scikit-learn: %s', async (_, expected) => {
    const x = matrixOf(expected.values, expected.columns);
    const found = await internalMetrics(x, Int32Array.from(expected.labels), seededRandom(1), silentContext);
    for (const measure of measures) {
      const value = expected[measure];
      if (value === null) expect(found[measure], measure).toBeNull();
      else expect(Math.abs(found[measure]! - value) / Math.max(1, Math.abs(value)), measure).toBeLessThan(1e-9);
    }
  });

  it('samples the silhouette of many documents, the same with the same seed', async () => {
    const large = blobs(3 * silhouetteSample);
    const exact = blobs(silhouetteSample);
    const sampled = await internalMetrics(large.x, large.labels, seededRandom(3), silentContext);
    const again = await internalMetrics(large.x, large.labels, seededRandom(3), silentContext);
    const small = await internalMetrics(exact.x, exact.labels, seededRandom(3), silentContext);
    expect(again).toEqual(sampled);
    expect(sampled.silhouette).not.toBe(small.silhouette);
    expect(Math.abs(sampled.silhouette! - small.silhouette!)).toBeLessThan(0.02);
  });

  it('takes the silhouette of more documents where asked, to the rounding of float32', async () => {
    const { x, labels } = blobs(silhouetteSample + 300);
    const found = await internalMetrics(x, labels, seededRandom(3), silentContext, x.rows);
    const at = (i: number): readonly [number, number] => [x.values[2 * i]!, x.values[2 * i + 1]!];
    let total = 0;
    for (let i = 0; i < x.rows; i++) {
      const sums = [0, 0, 0, 0];
      const [a, b] = at(i);
      for (let other = 0; other < x.rows; other++) {
        const [c, d] = at(other);
        sums[labels[other]!] = sums[labels[other]!]! + Math.hypot(a - c, b - d);
      }
      const means = sums.map((sum, c) => sum / (x.rows / 4 - (c === labels[i] ? 1 : 0)));
      const own = means[labels[i]!]!;
      const next = Math.min(...means.filter((_, c) => c !== labels[i]));
      total += (next - own) / Math.max(own, next);
    }
    expect(Math.abs(found.silhouette! - total / x.rows)).toBeLessThan(1e-5);
  });

  it('stops when cancelled', async () => {
    const { x, labels } = blobs(silhouetteSample);
    let time = 0;
    const context: RunContext = { ...silentContext, now: () => (time += 50), isCancelled: () => time > 2000 };
    const run = internalMetrics(x, labels, seededRandom(1), context);
    await expect(run).rejects.toSatisfy((error) => GroveError.is(error, 'cancelled'));
  });

  it('refuses labels that do not go with the rows', async () => {
    const run = internalMetrics(matrixOf([1, 2], 1), Int32Array.of(0), seededRandom(1), silentContext);
    await expect(run).rejects.toThrow(RangeError);
  });
});
