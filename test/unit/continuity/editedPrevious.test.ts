import { describe, expect, it } from 'vitest';
import { editedPrevious } from '../../../src/engine/continuity/editedPrevious';
import { breather, silentContext } from '../../../src/engine/runContext';
import type { Analysis } from '../../../src/shared/analysis';
import type { ClusterRef, Edit } from '../../../src/shared/edits/editLog';
import { analysisOf, clusterOf, rowOf } from '../host/support';

// Clusters 0 (parts 3 and 4), 1 and 2; document 9 is noise.
const clusters = [clusterOf(0, null, 4), clusterOf(1, null, 3), clusterOf(2, null, 2), clusterOf(3, 0, 2), clusterOf(4, 0, 2)]; // prettier-ignore
const homes = [3, 3, 4, 4, 1, 1, 1, 2, 2, -1];
const rows = homes.map((home, i) => rowOf(i, home > 2 ? 0 : home, home, 1 - i / 100));
const analysis = analysisOf(clusters, rows.length);
const idOf = (i: number): string => `folder/${i}.txt`;
const ref = (id: number): ClusterRef => ({ id, isPart: id > 2, anchors: [] });

const constraintsOf = async (
  edits: readonly Edit[],
  { present = homes.map((_, i) => i), of = analysis, held = [] as readonly number[] } = {},
) => {
  const presentOf = new Map(present.map((i, at) => [idOf(i), at]));
  const entries = edits.map((edit) => ({ base: of.created, edit }));
  const known = rows.map((row, i) => (held.includes(i) ? { ...row, held: 1 } : row));
  const { constraints } = await editedPrevious(of, known, entries, presentOf, breather(silentContext));
  const { clusters: top, parts, spent, skipped } = constraints;
  return { top: [...top.groups], parts: [...parts.groups], apart: top.apart, apartParts: parts.apart, spent, skipped };
};

describe('editedPrevious', () => {
  it('holds what was merged, with its parts where these were', async () => {
    expect(await constraintsOf([{ kind: 'merge', clusters: [ref(1)], into: ref(2) }])).toMatchObject({
      top: [-1, -1, -1, -1, 2, 2, 2, 2, 2, -1],
      parts: homes.map(() => -1),
    });
    expect(await constraintsOf([{ kind: 'merge', clusters: [ref(3)], into: ref(4) }])).toMatchObject({
      top: [0, 0, 0, 0, -1, -1, -1, -1, -1, -1],
      parts: [4, 4, 4, 4, -1, -1, -1, -1, -1, -1],
    });
  });

  it('holds a moved document, what it was moved to and what it was moved from, apart', async () => {
    const found = await constraintsOf([{ kind: 'move', documents: [4, 9].map(idOf), to: ref(3) }]);
    expect(found.top).toEqual([0, 0, -1, -1, 0, 1, 1, -1, -1, 0]);
    expect(found.parts).toEqual([3, 3, -1, -1, 3, -1, -1, -1, -1, 3]);
    expect(found.apart).toEqual([[1, 0]]);
    const between = await constraintsOf([{ kind: 'move', documents: [idOf(0)], to: ref(4) }]);
    expect(between.parts).toEqual([4, 3, 4, 4, -1, -1, -1, -1, -1, -1]);
    expect([between.apart, between.apartParts]).toEqual([[], [[3, 4]]]);
  });

  it('holds the parts of a split apart, until they are merged', async () => {
    const part = (id: number, ...documents: number[]) => ({ id, label: `${id}`, keywords: [], medoid: '', cohesion: 1, documents: documents.map(idOf) }); // prettier-ignore
    const split: Edit = { kind: 'split', cluster: ref(1), parts: [part(5, 4, 5), part(6, 6)] };
    const found = await constraintsOf([split]);
    expect(found).toMatchObject({ top: [-1, -1, -1, -1, 5, 5, 6, -1, -1, -1], apart: [[5, 6]], skipped: [] });
    const merged = await constraintsOf([split, { kind: 'merge', clusters: [ref(6)], into: ref(5) }]);
    expect(merged).toMatchObject({ top: [-1, -1, -1, -1, 5, 5, 5, -1, -1, -1], apart: [] });
    expect(merged.skipped).toEqual([{ edit: 'apart', reason: 'contradicted', documents: [] }]);
  });

  it('goes on holding what an earlier run held; of names, those of clusters that are no more are spent', async () => {
    const edits = { entries: 0, spent: [], held: 4, apart: [[0, 1]] as [number, number][], skipped: [] };
    const of: Analysis = { ...analysis, edits };
    const found = await constraintsOf(
      [
        { kind: 'rename', cluster: ref(1), label: 'a' },
        { kind: 'rename', cluster: ref(2), label: 'b' },
        { kind: 'merge', clusters: [ref(1)], into: ref(2) },
      ],
      { of, held: [0, 3] },
    );
    expect(found).toMatchObject({ top: [0, -1, -1, 0, 2, 2, 2, 2, 2, -1], apart: [[0, 2]], spent: [0] });
  });

  it('lists documents that are gone', async () => {
    const move: Edit = { kind: 'move', documents: [4, 5].map(idOf), to: ref(2) };
    const found = await constraintsOf([move], { present: [0, 1, 2, 3, 5, 6, 7, 8, 9] });
    expect(found.top).toEqual([-1, -1, -1, -1, 2, 1, 2, 2, -1]);
    expect(found.skipped).toEqual([{ edit: 'move', reason: 'gone', documents: [idOf(4)] }]);
  });
});
