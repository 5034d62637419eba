import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BottleneckProblem } from '../../../src/engine/math/bottleneckState';
import { kernels } from '../../../src/engine/math/kernels';
import { plainBottleneck } from '../../../src/engine/math/plainBottleneck';
import { permutation, seededRandom } from '../../../src/engine/math/random';
import { normalMatrix, sparseMatrix } from '../../support/matrices';

function problemOf(documents: number, words: number, k: number, candidates: number, seed: number): BottleneckProblem {
  const counts = sparseMatrix(documents, words, 0.3, seed);
  counts.values.forEach((value, at) => (counts.values[at] = 1 + (Math.floor(Math.abs(value) * 10) % 3)));
  const start = Int32Array.from({ length: documents }, (_, i) => i % k);
  return { counts, vectors: normalMatrix(documents, 7, seed + 1), start, k, candidates, vectorWeight: 0.3, sizeWeight: (seed % 3) / 3 }; // prettier-ignore
}

describe('the information bottleneck on SIMD', () => {
  it('moves documents as its plain twin does, with all clusters looked at or some', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 80 }),
        fc.integer({ min: 3, max: 40 }),
        fc.integer({ min: 2, max: 20 }),
        fc.integer({ min: 2, max: 20 }),
        fc.integer({ min: 1, max: 1e6 }),
        (documents, words, k, looked, seed) => {
          const problem = problemOf(documents, words, k, Math.min(k, looked), seed);
          const fast = kernels().bottleneck(problem);
          const plain = plainBottleneck(problem);
          try {
            for (let pass = 0; pass < 3; pass++) {
              const order = permutation(documents, seededRandom(seed + pass));
              const half = documents >> 1;
              for (const [from, to] of [
                [0, half],
                [half, documents],
              ] as const)
                // prettier-ignore
                expect(fast.reassign(order, from, to)).toBe(plain.reassign(order, from, to));
            }
            expect(fast.labels()).toEqual(plain.labels());
            expect(fast.objective()).toBeCloseTo(plain.objective(), 5);
          } finally {
            fast.close();
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves a second one to the plain twin while its memory is taken, and takes it back when that is closed', () => {
    const problem = problemOf(40, 10, 3, 3, 1);
    const first = kernels().bottleneck(problem);
    const second = kernels().bottleneck(problem);
    const order = permutation(40, seededRandom(1));
    expect(second.reassign(order, 0, 40)).toBe(first.reassign(order, 0, 40));
    expect(second.labels()).toEqual(first.labels());
    second.close();
    first.close();
    const third = kernels().bottleneck(problem);
    expect(third.constructor).toBe(first.constructor);
    third.close();
  });
});
