import { expect, it } from 'vitest';
import { fitScale } from '../../../src/engine/train/calibration';
import { scoresOf } from '../../../src/engine/train/crossEntropy';
import { normalMatrix } from '../../support/matrices';
import { seededRandom } from '../../../src/engine/math/random';

it('fitScale finds the scale that labels were drawn by', () => {
  const margins = normalMatrix(20_000, 3, 1);
  const random = seededRandom(2);
  const wanted = 2.5;
  const labels = Int32Array.from({ length: margins.rows }, (_, i) => {
    const weights = Array.from(margins.values.subarray(3 * i, 3 * i + 3), (value) => Math.exp(wanted * value));
    let left = random() * weights.reduce((sum, value) => sum + value);
    return weights.findIndex((value) => (left -= value) < 0);
  });
  const found = fitScale(margins, labels);
  expect(Math.abs(found - wanted)).toBeLessThan(0.1);
  const lossAt = (scale: number): number =>
    scoresOf({ ...margins, values: margins.values.map((value) => value * scale) }, labels).loss;
  for (const other of [found * 0.95, found * 1.05]) expect(lossAt(found)).toBeLessThan(lossAt(other));
});

it('fitScale does not take a few documents that all are told apart for certainty', () => {
  const margins = {
    rows: 20,
    columns: 2,
    values: Float32Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 1 : -1)),
  };
  // Each is believed with (10 + 1) / (10 + 2): exp(2 scale) = 11.
  expect(fitScale(margins, new Int32Array(20))).toBeCloseTo(Math.log(11) / 2, 4);
});
