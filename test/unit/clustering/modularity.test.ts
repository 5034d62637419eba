import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modularity } from '../../../src/engine/clustering/modularity';
import { neighbourGraph } from '../../../src/engine/clustering/neighbourGraph';
import type { SparseMatrix } from '../../../src/engine/math/matrix';
import { normalizeRows } from '../../../src/engine/math/matrix';
import { silentContext } from '../../../src/engine/runContext';
import { blobs, denseOf, normalMatrix } from '../../support/matrices';

/** Σ_ij (A_ij − d_i d_j / w) [same cluster] / w over all pairs. */
function modularityOf(graph: SparseMatrix, labels: Int32Array): number {
  const { rows: n, values } = denseOf(graph);
  const degrees = Array.from({ length: n }, (_, i) => values.subarray(i * n, (i + 1) * n).reduce((a, b) => a + b, 0));
  const total = degrees.reduce((a, b) => a + b, 0);
  let sum = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      if (labels[i] === labels[j]) sum += values[i * n + j]! - (degrees[i]! * degrees[j]!) / total;
  return sum / total;
}

describe('modularity', () => {
  it('is what the sum over all pairs says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 5, max: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(1e6),
        async (n, k, seed) => {
          const graph = await neighbourGraph(normalizeRows(normalMatrix(n, 6, seed)), 3, silentContext);
          fc.pre(graph.values.some((weight) => weight > 0));
          const labels = Int32Array.from({ length: n }, (_, i) => (i * 7 + seed) % k);
          expect(modularity(graph, labels, k)).toBeCloseTo(modularityOf(graph, labels), 5);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is 2/3 for three groups of equal weight without an edge between them, and 0 without edges', async () => {
    const graph = await neighbourGraph(normalizeRows(blobs(60, 8, 3, 0.01, 4)), 5, silentContext);
    const labels = Int32Array.from({ length: 60 }, (_, i) => i % 3);
    expect(modularity(graph, labels, 3)).toBeCloseTo(2 / 3, 1);
    const none = { ...graph, offsets: new Uint32Array(61), indices: new Uint32Array(), values: new Float32Array() };
    expect(modularity(none, labels, 3)).toBe(0);
  });
});
