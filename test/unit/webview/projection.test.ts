import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contains, type Point } from '../../../webview-ui/canvas';
import { layoutDendrogram } from '../../../webview-ui/dendrogram/layout';
import { nodeAt } from '../../../webview-ui/dendrogram/nodeAt';
import { isPartlySeen, type Placement, projectionOf } from '../../../webview-ui/dendrogram/projection';
import { mergeTree } from '../../../src/shared/tree/mergeTree';
import type { Orientation } from '../../../src/shared/viewProtocol';
import { generator, ownLeaves, randomLinkage } from './trees';

const unmoved = { scale: 1, x: 0, y: 0 };
const orientations: readonly Orientation[] = ['horizontal', 'vertical', 'radial'];
const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 20_000 }),
  greatest: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
  exponent: fc.constantFrom<1 | 0.5>(1, 0.5),
});
const sizes = fc.record({ width: fc.integer({ min: 320, max: 2000 }), height: fc.integer({ min: 240, max: 1400 }) });
const views = fc.record({
  scale: fc.double({ min: 0.3, max: 60, noNaN: true }),
  x: fc.double({ min: -50_000, max: 2000, noNaN: true }),
  y: fc.double({ min: -50_000, max: 2000, noNaN: true }),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** What is drawn on a context that keeps lines and arcs: the ends of each. */
function endsOf(draw: (context: CanvasRenderingContext2D) => void): Point[] {
  const ends: Point[] = [];
  const keep = {
    lineTo: (x: number, y: number) => ends.push({ x, y }),
    arc(x: number, y: number, radius: number, from: number, to: number) {
      for (const angle of [from, to]) ends.push({ x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) });
    },
  };
  draw(keep as unknown as CanvasRenderingContext2D);
  return ends;
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

describe.each(orientations)('%s', (orientation) => {
  test('what is at a place is found there again, under any view', () => {
    fc.assert(
      fc.property(shapes, sizes, views, share, share, (shape, size, view, along, across) => {
        const placement = projectionOf(orientation, shape, size).at(view);
        const position = along * shape.rows;
        const depth = 1 + across * (placement.leafDepth - 1);
        const { x, y } = placement.point(position, depth);
        const found = placement.place(x, y);
        const tolerance = 1e-6 * (1 + Math.abs(view.x) + Math.abs(view.y));
        expect(Math.abs(found.position - position) * placement.rowPx(depth)).toBeLessThan(tolerance);
        expect(Math.abs(found.depth - depth) * placement.depthPx).toBeLessThan(tolerance);
      }),
    );
  });

  test('a height stands at one depth, the root’s before the leaves’', () => {
    fc.assert(
      fc.property(shapes, sizes, share, (shape, size, part) => {
        const { axis, leafDepth, stemDepth } = projectionOf(orientation, shape, size);
        const height = part * shape.greatest;
        expect(axis.height(axis.depth(height))).toBeCloseTo(height, 6 - Math.ceil(Math.log10(shape.greatest)));
        expect(axis.depth(0)).toBeCloseTo(leafDepth);
        expect(axis.depth(shape.greatest)).toBeGreaterThanOrEqual(stemDepth);
        expect(axis.depth(shape.greatest)).toBeLessThan(leafDepth);
      }),
    );
  });

  test('the edge of a merge ends above its children', () => {
    fc.assert(
      fc.property(shapes, sizes, share, share, (shape, size, first, second) => {
        const placement = projectionOf(orientation, { ...shape, rows: Math.min(shape.rows, 20) }, size).at(unmoved);
        const rows = Math.min(shape.rows, 20);
        const [from, to] = [first * rows, second * rows];
        const depth = placement.leafDepth / 2;
        const ends = endsOf((context) => placement.span(context, from, to, depth));
        const wanted = [placement.point(from, depth), placement.point(to, depth)];
        if (wanted.some((point) => !contains(placement.plot, point))) return; // is cut off beyond the canvas
        expect(distance(ends[0]!, wanted[0]!)).toBeLessThan(1e-6);
        expect(distance(ends[1]!, wanted[1]!)).toBeLessThan(1e-6);
      }),
    );
  });

  test('what the canvas shows is among what is said to be seen', () => {
    fc.assert(
      fc.property(shapes, sizes, views, share, share, (shape, size, view, right, down) => {
        const placement = projectionOf(orientation, shape, size).at(view);
        const { plot, seenDepths } = placement;
        const x = plot.left + right * (plot.right - plot.left);
        const y = plot.top + down * (plot.bottom - plot.top);
        const { position, depth } = placement.place(x, y);
        const slack = 1e-6 + 1e-3 / placement.rowPx(Math.max(1, depth));
        if (position < 0 || position > shape.rows) return; // nothing of the tree is there
        expect(placement.isShown(position - slack, position + slack, depth - 1e-6)).toBe(true);
        expect(placement.isShown(position - slack, Math.min(shape.rows, position + 3), depth - 1e-6)).toBe(true);
        expect(placement.seen.some(([from, to]) => position >= from - slack && position <= to + slack)).toBe(true);
        expect(depth).toBeGreaterThanOrEqual(seenDepths[0] - 1e-6);
        expect(depth).toBeLessThanOrEqual(seenDepths[1] + 1e-6);
      }),
    );
  });

  test('names are never upside down, and end within the canvas', () => {
    fc.assert(
      fc.property(shapes, sizes, share, (shape, size, along) => {
        const placement = projectionOf(orientation, shape, size).at(unmoved);
        const label = placement.label(along * shape.rows);
        if (label === undefined || !contains(placement.plot, label)) return;
        expect(Math.abs(label.angle)).toBeLessThanOrEqual(Math.PI / 2 + 1e-9);
        const reach = label.align === 'left' ? label.width : -label.width;
        const end = { x: label.x + reach * Math.cos(label.angle), y: label.y + reach * Math.sin(label.angle) };
        expect(contains(placement.plot, end)).toBe(true);
      }),
    );
  });

  test('at its least scale the whole tree is seen, and beyond it a part', () => {
    fc.assert(
      fc.property(shapes, sizes, ({ rows, ...shape }, size) => {
        const projection = projectionOf(orientation, { ...shape, rows: rows + 20 }, size);
        const [least, most] = projection.scales;
        const { left, top } = projection.plot;
        const under = (scale: number): Placement =>
          projection.at({ scale, x: left * (1 - scale), y: top * (1 - scale) });
        expect(isPartlySeen(under(least))).toBe(false);
        expect(isPartlySeen(under(most))).toBe(true);
      }),
    );
  });

  test('each shown node is hit at its merge and at its name', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(), sizes, (leaves, seed, size) => {
        const tree = mergeTree(randomLinkage(leaves, generator(seed)), ownLeaves(leaves));
        const layout = layoutDendrogram(tree, { clusters: leaves, unfolded: new Set(), folded: new Set() });
        const shape = { rows: leaves, greatest: tree.height[tree.nodes - 1]!, exponent: 1 as const };
        const placement = projectionOf(orientation, shape, size).at(unmoved);
        for (const node of layout.visible) {
          const position = layout.position[node]!;
          const depth = placement.axis.depth(tree.height[node]!);
          const merge = placement.point(position, depth);
          if (!contains(placement.plot, merge)) continue;
          const hit = nodeAt(tree, layout, placement, merge.x, merge.y);
          // Where merges are nearer to each other than the pointer is exact, one of them is hit.
          const { x, y } = merge;
          const at =
            hit < 0
              ? { x: NaN, y: NaN }
              : placement.point(layout.position[hit]!, placement.axis.depth(tree.height[hit]!));
          const isOnEdge = hit >= 0 && Math.abs(placement.axis.depth(tree.height[hit]!) - depth) <= 13;
          expect(hit === node || isOnEdge || Math.hypot(at.x - x, at.y - y) <= 13).toBe(true);
        }
        for (const [row, node] of layout.rows.entries()) {
          const label = placement.label(row + 0.5);
          if (label === undefined || !contains(placement.plot, label)) continue;
          expect(nodeAt(tree, layout, placement, label.x, label.y)).toBe(node);
        }
        expect(nodeAt(tree, layout, placement, placement.plot.right - 1, placement.plot.bottom + 5)).toBe(-1);
      }),
    );
  });
});

test('a radial tree has its root in the middle, and the first row right of the top, clockwise', () => {
  const placement = projectionOf('radial', { rows: 8, greatest: 1, exponent: 1 }, { width: 800, height: 630 }).at(
    unmoved,
  );
  expect(placement.point(3, 0)).toEqual({ x: 400, y: 300 });
  const first = placement.point(0.5, placement.leafDepth);
  const second = placement.point(1.5, placement.leafDepth);
  expect(first.x).toBeGreaterThan(400);
  expect(first.y).toBeLessThan(300);
  expect(second.y).toBeGreaterThan(first.y);
  expect(placement.line(placement.leafDepth).match(/A/g)).toHaveLength(2);
});

test('in a radial tree, what lies beyond the border in its direction is not shown', () => {
  const projection = projectionOf('radial', { rows: 360, greatest: 1, exponent: 1 }, { width: 800, height: 630 });
  const { leafDepth } = projection;
  const placement = projection.at({ scale: 2, x: -400, y: -300 }); // zoomed around the middle
  const right = placement.place(799, 300).position;
  const down = placement.place(400, 599).position;
  expect(placement.isShown(right, right + 1, leafDepth)).toBe(true);
  expect(placement.isShown(down, down + 1, leafDepth)).toBe(false);
  expect(placement.isShown(down, down + 1, leafDepth / 2)).toBe(true);
  expect(placement.isShown(right, down, leafDepth)).toBe(true);
});

test('far into a radial tree, only the rows that are seen there are', () => {
  const projection = projectionOf('radial', { rows: 20_000, greatest: 1, exponent: 1 }, { width: 800, height: 630 });
  const scale = projection.scales[1];
  const leaf = projection.at(unmoved).point(5000, projection.leafDepth);
  const placement = projection.at({ scale, x: 400 - scale * leaf.x, y: 300 - scale * leaf.y });
  const [[from, to] = [0, 0], ...others] = placement.seen;
  expect(others).toEqual([]);
  expect(from).toBeLessThan(5000);
  expect(to).toBeGreaterThan(5000);
  expect(to - from).toBeLessThan(50);
});
