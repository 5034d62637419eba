import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constrainLabels } from '../../../src/engine/constraints/constrainLabels';
import type { LinkedGroups } from '../../../src/engine/constraints/constraints';
import { silentContext } from '../../../src/engine/runContext';

const line = (...values: number[]) => ({ rows: values.length, columns: 1, values: Float32Array.from(values) });
const run = (values: number[], found: number[], groups: number[], apart: LinkedGroups['apart'] = []) =>
  constrainLabels(line(...values), Int32Array.from(found), { groups: Int32Array.from(groups), apart }, silentContext);

describe('constrainLabels', () => {
  it('keeps to every must-link and cannot-link, whatever was found', async () => {
    const problem = fc.integer({ min: 1, max: 40 }).chain((n) =>
      fc.record({
        values: fc.array(fc.float({ min: -9, max: 9, noNaN: true }), { minLength: n, maxLength: n }),
        found: fc.array(fc.integer({ min: -1, max: 4 }), { minLength: n, maxLength: n }),
        groups: fc.array(fc.integer({ min: -1, max: 5 }), { minLength: n, maxLength: n }),
        apart: fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })).filter(([a, b]) => a !== b)), // prettier-ignore
      }),
    );
    await fc.assert(
      fc.asyncProperty(problem, async ({ values, found, groups, apart }) => {
        const { labels, heirs } = await run(values, found, groups, apart);
        const clusterOf = new Map<number, number>();
        groups.forEach((group, i) => {
          if (group < 0) return;
          expect(labels[i]).toBeGreaterThanOrEqual(0);
          expect(labels[i]).toBe(clusterOf.get(group) ?? labels[i]);
          clusterOf.set(group, labels[i]!);
        });
        for (const [a, b] of apart)
          if (clusterOf.has(a) && clusterOf.has(b)) expect(clusterOf.get(a)).not.toBe(clusterOf.get(b));
        found.forEach((label, i) => expect(labels[i]! < 0).toBe(label < 0 && groups[i]! < 0));
        const present = [...new Set(labels.filter((label) => label >= 0))].sort((a, b) => a - b);
        expect(present).toEqual(present.map((_, number) => number));
        for (const cluster of new Set(found.filter((label) => label >= 0))) expect(present).toContain(heirs[cluster]);
      }),
    );
  });

  it('without constraints leaves all as it was found', async () => {
    const { labels, heirs } = await run([1, 2, 3, 4], [1, 0, -1, 1], [-1, -1, -1, -1]);
    expect([...labels]).toEqual([1, 0, -1, 1]);
    expect([...heirs]).toEqual([0, 1]);
  });

  it('merges whole clusters with what is new in them, and moves a document alone', async () => {
    const merged = await run([0, 0, 0, 5, 5, 5, 9], [0, 0, 0, 1, 1, 1, 2], [7, 7, -1, 7, 7, -1, -1]);
    expect([...merged.labels]).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect([...merged.heirs]).toEqual([0, 0, 1]);
    const moved = await run([0, 0, 0, 5, 5, 5], [0, 0, 0, 1, 1, 1], [7, 7, -1, 7, -1, -1]);
    expect([...moved.labels]).toEqual([0, 0, 0, 0, 1, 1]);
  });

  it('takes apart what was found as one, and divides what is free by which is nearer', async () => {
    const { labels } = await run([0, 0, 4, 4, 1, 3, 3.5, 20], [0, 0, 0, 0, 0, 0, 0, 1], [1, 1, 2, 2, -1, -1, -1, -1], [[1, 2]]); // prettier-ignore
    expect([...labels]).toEqual([0, 0, 2, 2, 0, 2, 2, 1]);
  });
});
