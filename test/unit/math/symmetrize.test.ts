import fc from 'fast-check';
import { expect, it } from 'vitest';
import { permutation, seededRandom } from '../../../src/engine/math/random';
import { symmetrize } from '../../../src/engine/math/symmetrize';
import { denseOf } from '../../support/matrices';

it('combines each entry with the one across the diagonal, as dense matrices do', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 25 }), fc.integer({ min: 1, max: 6 }), fc.nat(9999), (rows, wanted, seed) => {
      const k = Math.min(wanted, rows - 1);
      const random = seededRandom(seed);
      const columns: number[] = [];
      const dense = new Float64Array(rows * rows);
      const weights: number[] = [];
      for (let i = 0; i < rows; i++)
        for (const j of [...permutation(rows, random)].filter((other) => other !== i).slice(0, k)) {
          columns.push(j);
          weights.push(random());
          dense[i * rows + j] = weights.at(-1)!;
        }
      const combine = (a: number, b: number): number => a + b - a * b;
      const graph = symmetrize(Int32Array.from(columns), Float64Array.from(weights), k, combine);
      const expected = dense.map((value, at) => combine(value, dense[(at % rows) * rows + Math.floor(at / rows)]!));
      expect([...denseOf(graph).values]).toEqual([...Float32Array.from(expected)]);
      for (let i = 0; i < rows; i++) {
        const inRow = [...graph.indices.subarray(graph.offsets[i], graph.offsets[i + 1])];
        expect(inRow).toEqual([...new Set(inRow)].sort((a, b) => a - b));
      }
    }),
  );
});

it('takes rows without neighbours', () => {
  const graph = symmetrize(new Int32Array(0), new Float64Array(0), 0, Math.max);
  expect([graph.rows, graph.indices.length]).toEqual([0, 0]);
});
