import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../src/shared/analysis';
import { alikeGroups } from '../../../src/engine/groups/alikeGroups';
import { representation } from '../../../src/engine/groups/representation';
import { silentContext } from '../../../src/engine/runContext';
import reference from '../../fixtures/statistics/references.json';

const clusters = (count: number): Cluster[] =>
  Array.from({ length: count }, (_, id) => ({ id, parent: null, label: `c${id}` }) as Cluster);

describe('representation', () => {
  it('equals SciPy on a table of counts', async () => {
    const { counts, chiSquare, p, df, residual, v } = reference.table;
    const clusterOf: number[] = [];
    const groupOf: string[] = [];
    counts.forEach((row, r) => row.forEach((count, c) => {
      for (let i = 0; i < count; i++) {
        clusterOf.push(r);
        groupOf.push(`g${c}`);
      }
    })); // prettier-ignore
    const { association, represented, groups } = await representation(clusters(3), clusterOf, groupOf, silentContext);
    expect(groups[0]).toEqual({ name: 'g0', size: 57 });
    expect(association.chiSquare).toBeCloseTo(chiSquare, 9);
    expect(association.degreesOfFreedom).toBe(df);
    expect(association.p / p).toBeCloseTo(1, 8);
    expect(association.cramersV).toBeCloseTo(v, 9);
    expect(represented.length).toBeGreaterThan(4);
    for (const cell of represented)
      expect(cell.residual).toBeCloseTo(residual[cell.cluster]![Number(cell.group.slice(1))]!, 9);
  });

  it('claims nothing of groups of one, of one group, and of one cluster', async () => {
    const each = Array.from({ length: 12 }, (_, i) => i);
    const one = await representation(clusters(3), each.map((i) => i % 3), each.map((i) => `g${i}`), silentContext); // prettier-ignore
    expect(one.represented).toEqual([]);
    const same = await representation(clusters(3), each.map((i) => i % 3), each.map(() => 'g'), silentContext); // prettier-ignore
    expect(same.association).toMatchObject({ degreesOfFreedom: 0, p: 1, cramersV: 0 });
    const alone = await representation(clusters(1), each.map(() => 0), each.map((i) => `g${i % 2}`), silentContext); // prettier-ignore
    expect(alone.represented).toEqual([]);
  });

  it('leaves out documents without a group or cluster', async () => {
    const { groups, association } = await representation(clusters(2), [0, 1, -1, 0], ['a', 'b', 'a', undefined], silentContext); // prettier-ignore
    expect(groups).toEqual([{ name: 'a', size: 2 }, { name: 'b', size: 1 }]); // prettier-ignore
    expect(association.chiSquare).toBeCloseTo(2, 9);
  });
});

describe('alikeGroups', () => {
  it('brings together who writes alike', async () => {
    const groupOf = ['a', 'b', 'c', 'd'].flatMap((name) => [name, name, name]);
    const direction = [0, 0.1, 3, 3.1].flatMap((angle) => [angle, angle + 0.02, angle - 0.02]);
    const values = Float32Array.from(direction.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
    const groups = ['a', 'b', 'c', 'd'].map((name) => ({ name, size: 3 }));
    const { alike, families } = await alikeGroups(groups, groupOf, { rows: 12, columns: 2, values }, silentContext);
    expect(families).toEqual([['a', 'b'], ['c', 'd']]); // prettier-ignore
    expect(alike[0]).toMatchObject({ name: 'a', nearest: [{ name: 'b' }] });
    const single = await alikeGroups([{ name: 'a', size: 3 }], ['a', 'a', 'a'], { rows: 3, columns: 2, values: values.slice(0, 6) }, silentContext); // prettier-ignore
    expect(single).toEqual({ alike: [{ name: 'a', nearest: [] }], families: [] });
  });
});
