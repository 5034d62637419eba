import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuadTree } from '../../../src/engine/math/quadTree';
import { normal, seededRandom } from '../../../src/engine/math/random';

/** Every pair by itself: the twin. */
function byAllPairs(layout: Float64Array): { sum: number; forces: Float64Array } {
  const forces = new Float64Array(layout.length);
  let sum = 0;
  for (let i = 0; i < layout.length; i += 2)
    for (let j = 0; j < layout.length; j += 2) {
      if (i === j) continue;
      const dx = layout[i]! - layout[j]!;
      const dy = layout[i + 1]! - layout[j + 1]!;
      const q = 1 / (1 + dx * dx + dy * dy);
      sum += q;
      forces[i]! += q * q * dx;
      forces[i + 1]! += q * q * dy;
    }
  return { sum, forces };
}

function byTree(layout: Float64Array, angle: number, tree = new QuadTree()): { sum: number; forces: Float64Array } {
  const forces = new Float64Array(layout.length);
  tree.build(layout);
  const half = layout.length >> 2;
  const sum = tree.repel(0, half, angle, forces) + tree.repel(half, layout.length / 2, angle, forces);
  return { sum, forces };
}

const scattered = (points: number, scale: number, seed: number): Float64Array => {
  const random = seededRandom(seed);
  return Float64Array.from({ length: 2 * points }, () => scale * normal(random));
};

function relativeError(found: Float64Array, expected: Float64Array): number {
  let [error, size] = [0, 0];
  found.forEach((value, at) => {
    error += (value - expected[at]!) ** 2;
    size += expected[at]! ** 2;
  });
  return Math.sqrt(error / size);
}

describe('QuadTree', () => {
  it('adds up all pairs where no cell counts as one point', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(9999), fc.nat(3), (points, seed, copies) => {
        const layout = scattered(points, 5, seed);
        for (let copy = 1; copy <= copies; copy++) layout.copyWithin(2 * (copy % points), 0, 2); // some at one place
        const [found, expected] = [byTree(layout, 1e-9), byAllPairs(layout)];
        expect(found.sum).toBeCloseTo(expected.sum, 9);
        found.forces.forEach((force, at) => expect(force).toBeCloseTo(expected.forces[at]!, 9));
      }),
    );
  });

  it('adds up points at one place whose mean is rounded to another', () => {
    const layout = scattered(3, 5, 8272);
    for (const at of [2, 4]) layout.copyWithin(at, 0, 2);
    expect(byTree(layout, 1e-9).sum).toBeCloseTo(6, 9);
  });

  it.each([3000, 40])('is near that with cells that do: points over %d', (scale) => {
    const layout = scattered(2000, scale, 3);
    const [found, expected] = [byTree(layout, 0.5), byAllPairs(layout)];
    expect(Math.abs(found.sum / expected.sum - 1)).toBeLessThan(0.01);
    expect(relativeError(found.forces, expected.forces)).toBeLessThan(0.03);
  });

  it('forgets the layout before', () => {
    const tree = new QuadTree();
    byTree(scattered(500, 1, 1), 0.5, tree);
    const layout = scattered(300, 2, 2);
    expect(byTree(layout, 0.5, tree)).toEqual(byTree(layout, 0.5));
  });

  it('holds thousands of points at one place', () => {
    const layout = new Float64Array(12_000).fill(1.5);
    expect(byTree(layout, 0.5).sum).toBeCloseTo(6000 * 5999, 0);
  });
});
