import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faintAlpha } from '../../../webview-ui/clusterMap/colouring';
import { documentsInside } from '../../../webview-ui/clusterMap/lasso';
import {
  type Box,
  hasProjection,
  medianCentres,
  placeDocuments,
  placeIndex,
  placeLabels,
} from '../../../webview-ui/clusterMap/layout';
import { strongAlpha } from '../../../webview-ui/clusterMap/pointLayer';

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

test('shown labels never overlap, and one is left out only where each of its places is taken', () => {
  const box = fc.record({
    left: fc.integer({ min: 0, max: 300 }),
    top: fc.integer({ min: 0, max: 300 }),
    width: fc.integer({ min: 1, max: 90 }),
    height: fc.integer({ min: 1, max: 30 }),
  });
  const overlap = (a: Box, b: Box): boolean =>
    !(
      a.left + a.width <= b.left ||
      b.left + b.width <= a.left ||
      a.top + a.height <= b.top ||
      b.top + b.height <= a.top
    );
  const places = fc.array(box, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(places, { minLength: 1, maxLength: 30 }), (labels) => {
      const chosen = placeLabels(labels);
      expect(chosen[0]).toBe(labels[0]![0]);
      chosen.forEach((own, i) => {
        const before = chosen.slice(0, i).filter((other) => other !== undefined);
        const firstFree = labels[i]!.find((place) => !before.some((other) => overlap(place, other)));
        expect(own).toBe(firstFree);
      });
    }),
  );
});

test('points that are not brought out have just the contrast that is asked for', () => {
  // Grey of this value and its ratio to the background, by the formula of WCAG 2.2.
  const ratio = (grey: number, background: number): number => {
    const [a, b] = [grey, background].map((value) => {
      const share = value / 255;
      return 0.05 + (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
    }) as [number, number];
    return Math.max(a, b) / Math.min(a, b);
  };
  for (const [colour, background] of [
    [0, 255],
    [110, 255],
    [255, 0],
    [150, 31],
  ] as const) {
    // prettier-ignore
    const grey = (alpha: number): number => background + ((colour - background) * alpha) / 255;
    const alpha = faintAlpha([colour, colour, colour], [background, background, background], 2);
    expect(ratio(grey(alpha), background)).toBeGreaterThanOrEqual(2);
    expect(ratio(grey(alpha - 1), background)).toBeLessThan(2);
  }
  expect(faintAlpha([250, 250, 250], [255, 255, 255], 2)).toBeLessThan(strongAlpha);
});

test('the documents in a rectangle are those that looking at all finds', () => {
  const point = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 300 }));
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 80 }), point, point, (all, [ax, ay], [bx, by]) => {
      const [left, right, top, bottom] = [Math.min(ax, bx), Math.max(ax, bx), Math.min(ay, by), Math.max(ay, by)];
      const expected = all.flatMap(([x, y], d) => (x >= left && x <= right && y >= top && y <= bottom ? [d] : []));
      const index = placeIndex(Float32Array.from(all.flat()), size);
      expect(index.within(left, top, right, bottom, 80)?.sort((a, b) => a - b)).toEqual(expected);
      if (expected.length > 0) expect(index.within(left, top, right, bottom, expected.length - 1)).toBeUndefined();
    }),
  );
});

test('a lasso holds what lies inside its line, also where it is concave or crosses itself', () => {
  const places = Float32Array.of(1, 1, 5, 5, 9, 1, 5, 1, 20, 20);
  const horseshoe = [0, 0, 10, 0, 10, 10, 6, 10, 6, 3, 4, 3, 4, 10, 0, 10];
  expect([...documentsInside(horseshoe, places)]).toEqual([0, 2, 3]);
  expect([...documentsInside([0, 0, 10, 0, 10, 10, 0, 10], places)]).toEqual([0, 1, 2, 3]);
  expect([...documentsInside([0, 0, 10, 10], places)]).toEqual([]);
});

test('the middle of a class is the median of its places, NaN for none', () => {
  const centres = medianCentres(Float32Array.of(0, 0, 1, 5, 9, 6, 3, 3), Int32Array.of(0, 0, 0, -1), 2);
  expect([...centres]).toEqual([1, 5, Number.NaN, Number.NaN]);
});

test('a projection of zeros is none', () => {
  expect(hasProjection(new Float32Array(8))).toBe(false);
  expect(hasProjection(Float32Array.of(0, 0, 0, 1e-9))).toBe(true);
});
