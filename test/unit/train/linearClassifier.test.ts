import { describe, expect, it } from 'vitest';
import { row, type SparseMatrix } from '../../../src/engine/math/matrix';
import { seededRandom } from '../../../src/engine/math/random';
import { breather, silentContext } from '../../../src/engine/runContext';
import {
  crossFittedMargins,
  fitLinearClassifier,
  marginsOf,
  type LinearClassifier,
} from '../../../src/engine/train/linearClassifier';
import { mostProbable } from '../../../src/engine/train/trainClassifier';
import references from '../../fixtures/train/linear.json';

function sparse(rows: readonly (readonly number[])[], columns: number): SparseMatrix {
  const offsets = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const own of rows) {
    own.forEach((value, column) => {
      if (value === 0) return;
      indices.push(column);
      values.push(value);
    });
    offsets.push(indices.length);
  }
  return { rows: rows.length, columns, offsets: Uint32Array.from(offsets), indices: Uint32Array.from(indices), values: Float32Array.from(values) }; // prettier-ignore
}

const fit = (rows: SparseMatrix, labels: readonly number[], classes: number): Promise<LinearClassifier> =>
  fitLinearClassifier(rows, Int32Array.from(labels), classes, seededRandom(1), breather(silentContext));

describe('fitLinearClassifier', () => {
  it.each(references)("reaches scikit-learn's optimum with $columns columns", async (reference) => {
    const { rows, columns, labels, planes, objectives } = reference;
    const { weights, bias } = await fit(sparse(rows, columns), labels, planes.length);
    planes.forEach((plane, c) => {
      const own = Array.from({ length: columns }, (_, f) => weights.values[f * planes.length + c]!);
      own.push(bias.values[c]!);
      own.forEach((value, f) => expect(Math.abs(value - plane[f]!)).toBeLessThan(0.03));
      let objective = 0;
      for (const value of own) objective += value ** 2 / 2;
      rows.forEach((x, i) => {
        const margin = x.reduce((sum, value, f) => sum + value * own[f]!, own[columns]!);
        objective += Math.max(0, 1 - (labels[i] === c ? 1 : -1) * margin) ** 2;
      });
      expect(objective).toBeLessThan(objectives[c]! * 1.002);
    });
  });

  it('gives the same for the same seed', async () => {
    const { rows, columns, labels, planes } = references[1]!;
    const again = (): Promise<LinearClassifier> => fit(sparse(rows, columns), labels, planes.length);
    expect(await again()).toEqual(await again());
  });

  it('stands rows without entries and classes without rows', async () => {
    const classifier = await fit(sparse([[0, 0], [1, 0], [0, 1]], 2), [0, 0, 1], 3); // prettier-ignore
    const margins = marginsOf(sparse([[1, 0], [0, 1]], 2), classifier); // prettier-ignore
    expect(Array.from(mostProbable(margins))).toEqual([0, 1]);
    expect(margins.values.every(Number.isFinite)).toBe(true);
  });
});

it('crossFittedMargins: a row that nobody can foresee is not foreseen', async () => {
  const random = seededRandom(2);
  const rows = Array.from({ length: 200 }, (_, i) => Array.from({ length: 201 }, (_, f) => (f === i ? 1 : 0)));
  const labels = Int32Array.from(rows, () => (random() < 0.5 ? 0 : 1));
  const matrix = sparse(rows, 201);
  const learned = await fit(matrix, [...labels], 2);
  const share = (found: Int32Array): number => found.filter((label, i) => label === labels[i]).length / labels.length;
  expect(share(mostProbable(marginsOf(matrix, learned)))).toBe(1);
  const margins = await crossFittedMargins(matrix, labels, 2, random, breather(silentContext));
  expect(share(mostProbable(margins))).toBeLessThan(0.65);
  expect(row(margins, 0).length).toBe(2);
});
