import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  groupMembers,
  hasProjection,
  placeDocuments,
  placeIndex,
  withoutOverlap,
} from '../../../webview-ui/clusterMap/layout';

const size = { width: 400, height: 300 };
const coordinate = fc.double({ min: -50, max: 50, noNaN: true });

test('documents stay on the canvas, whatever the projection', () => {
  fc.assert(
    fc.property(fc.array(coordinate, { minLength: 2, maxLength: 60 }), (values) => {
      const places = placeDocuments(Float32Array.from(values.slice(0, values.length & ~1)), size);
      for (let i = 0; i < places.length; i += 2) {
        expect(places[i]!).toBeGreaterThanOrEqual(0);
        expect(places[i]!).toBeLessThanOrEqual(size.width);
        expect(places[i + 1]!).toBeGreaterThanOrEqual(0);
        expect(places[i + 1]!).toBeLessThanOrEqual(size.height);
      }
    }),
  );
});

test('the nearest document is the one that looking at all finds', () => {
  const point = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 300 }));
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 1, maxLength: 80 }),
      point,
      fc.integer({ min: 1, max: 90 }),
      (all, [x, y], radius) => {
        const found = placeIndex(Float32Array.from(all.flat()), size).nearest(x, y, radius);
        const distances = all.map(([px, py]) => (px - x) ** 2 + (py - y) ** 2);
        const least = Math.min(...distances);
        if (least > radius ** 2) expect(found).toBe(-1);
        else expect(distances[found]).toBe(least);
      },
    ),
  );
});

test('shown labels never overlap, and the first one is always shown', () => {
  const box = fc.record({
    left: fc.integer({ min: 0, max: 300 }),
    top: fc.integer({ min: 0, max: 300 }),
    width: fc.integer({ min: 1, max: 90 }),
    height: fc.integer({ min: 1, max: 30 }),
  });
  fc.assert(
    fc.property(fc.array(box, { minLength: 1, maxLength: 40 }), (boxes) => {
      const shown = withoutOverlap(boxes);
      expect(shown[0]).toBe(true);
      const kept = boxes.filter((_, i) => shown[i]);
      for (const a of kept)
        for (const b of kept) {
          if (a === b) continue;
          const apart =
            a.left + a.width <= b.left ||
            b.left + b.width <= a.left ||
            a.top + a.height <= b.top ||
            b.top + b.height <= a.top;
          expect(apart).toBe(true);
        }
    }),
  );
});

test('documents are gathered by group, noise first', () => {
  const members = groupMembers({
    groups: Array(3) as never[],
    groupOfDocument: Int32Array.of(2, -1, 0, 2, 0),
    isAnalysis: true,
  });
  expect(Array.from(members.starts)).toEqual([0, 1, 3, 3, 5]);
  expect(Array.from(members.documents)).toEqual([1, 2, 4, 0, 3]);
});

test('a projection of zeros is none', () => {
  expect(hasProjection(new Float32Array(8))).toBe(false);
  expect(hasProjection(Float32Array.of(0, 0, 0, 1e-9))).toBe(true);
});
