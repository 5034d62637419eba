import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Analysis, DocumentRow } from '../../../../src/shared/analysis';
import { applyEdits, type EditedAnalysis } from '../../../../src/shared/edits/applyEdits';
import {
  type ClusterRef,
  type Edit,
  type EditEntry,
  editHistory,
  editLine,
  editsToReplay,
  parseEditLog,
} from '../../../../src/shared/edits/editLog';
import { finish } from '../../../../src/shared/steps';
import { analysisOf, clusterOf, rowOf } from '../../host/support';

// Clusters 0 (parts 3 and 4), 1 and 2; document 9 is noise.
const clusters = [clusterOf(0, null, 4), clusterOf(1, null, 3), clusterOf(2, null, 2), clusterOf(3, 0, 2), clusterOf(4, 0, 2)]; // prettier-ignore
const homes = [3, 3, 4, 4, 1, 1, 1, 2, 2, -1];
const topOf = (home: number): number => (home > 2 ? 0 : home);
const rows = homes.map((home, i) => rowOf(i, topOf(home), home, 1 - i / 100));
const analysis = analysisOf(clusters, rows.length);
const idOf = (i: number): string => `folder/${i}.txt`;
const ref = (id: number, ...anchors: number[]): ClusterRef => ({ id, isPart: id > 2, anchors: anchors.map(idOf) });

function applied(edits: readonly Edit[], on: Analysis = analysis, to: readonly DocumentRow[] = rows): EditedAnalysis {
  const indexOf = new Map(to.map((row, i) => [row.id, i]));
  const made = edits.map((edit, entry) => ({ base: analysis.created, edit, entry, isTaken: false }));
  return finish(applyEdits(on, to, made, (id) => indexOf.get(id) ?? -1));
}

const placesOf = ({ rows: edited }: EditedAnalysis) => edited.map(({ cluster, subcluster }) => [cluster, subcluster]);
const sizesOf = ({ analysis: edited }: EditedAnalysis) =>
  edited.clusters.map(({ id, parent, size }) => [id, parent, size]);

function expectConsistent({ analysis: edited, rows: after }: EditedAnalysis): void {
  const byId = new Map(edited.clusters.map((cluster) => [cluster.id, cluster]));
  const size = new Map<number, number>();
  for (const row of after) {
    if (row.cluster === -1) continue;
    let at = byId.get(row.subcluster) ?? byId.get(row.cluster)!;
    for (;;) {
      size.set(at.id, (size.get(at.id) ?? 0) + 1);
      if (at.parent === null) break;
      at = byId.get(at.parent)!;
    }
    expect(at.id).toBe(row.cluster);
    expect(row.cluster_label).toBe(at.label);
  }
  expect(edited.clusters.map(({ id }) => [id, size.get(id)])).toEqual(
    edited.clusters.map((each) => [each.id, each.size]),
  );
}

describe('applyEdits', () => {
  it('without edits is the analysis itself', () => {
    expect(applied([]).rows).toBe(rows);
    expect(applied([]).analysis).toBe(analysis);
  });

  it('renames, in the rows too, and touches no other row', () => {
    const edited = applied([{ kind: 'rename', cluster: ref(1), label: 'Mine' }]);
    expect(edited.analysis.clusters[1]!.label).toBe('Mine');
    expect(edited.rows.filter(({ cluster_label }) => cluster_label === 'Mine').map(({ id }) => id)).toEqual([4, 5, 6].map(idOf)); // prettier-ignore
    for (const i of [0, 1, 2, 3, 7, 8, 9]) expect(edited.rows[i]).toBe(rows[i]);
  });

  it('marks a name that a language model gave, until a person gives another', () => {
    const byModel: Edit = { kind: 'rename', cluster: ref(1), label: 'Its', by: 'Model' };
    expect(applied([byModel]).analysis.clusters[1]).toMatchObject({ label: 'Its', namedBy: 'Model' });
    const mine = applied([byModel, { kind: 'rename', cluster: ref(1), label: 'Mine' }]);
    expect(mine.analysis.clusters[1]).not.toHaveProperty('namedBy');
  });

  it('moves documents between clusters, parts and from noise', () => {
    const edited = applied([{ kind: 'move', documents: [0, 4, 9].map(idOf), to: ref(2) }]);
    expect(placesOf(edited)).toEqual([[2, 2], [0, 3], [0, 4], [0, 4], [2, 2], [1, 1], [1, 1], [2, 2], [2, 2], [2, 2]]); // prettier-ignore
    expect(sizesOf(edited)).toEqual([[0, null, 3], [1, null, 2], [2, null, 5], [3, 0, 1], [4, 0, 2]]); // prettier-ignore
    const intoPart = applied([{ kind: 'move', documents: [7].map(idOf), to: ref(4) }]);
    expect(placesOf(intoPart)[7]).toEqual([0, 4]);
    expectConsistent(edited);
    expectConsistent(intoPart);
  });

  it('a cluster that lost its most typical document is told by its clearest', () => {
    const withMedoids = { ...analysis, clusters: clusters.map((each) => (each.id === 1 ? { ...each, medoid: idOf(4) } : each)) }; // prettier-ignore
    const edited = applied([{ kind: 'move', documents: [4].map(idOf), to: ref(2) }], withMedoids);
    expect(edited.analysis.clusters.find(({ id }) => id === 1)?.medoid).toBe(idOf(5));
  });

  it('merges clusters with their parts, parts into clusters and clusters into parts', () => {
    const together = applied([{ kind: 'merge', clusters: [ref(0)], into: ref(2) }]);
    expect(sizesOf(together)).toEqual([[1, null, 3], [2, null, 6], [3, 2, 2], [4, 2, 2]]); // prettier-ignore
    const intoPart = applied([{ kind: 'merge', clusters: [ref(1)], into: ref(3) }]);
    expect(sizesOf(intoPart)).toEqual([[0, null, 7], [2, null, 2], [3, 0, 5], [4, 0, 2]]); // prettier-ignore
    const partsIntoOne = applied([{ kind: 'merge', clusters: [ref(4)], into: ref(0) }]);
    expect(sizesOf(partsIntoOne)).toEqual([[0, null, 4], [1, null, 3], [2, null, 2], [3, 0, 2]]); // prettier-ignore
    const intoItself = applied([{ kind: 'merge', clusters: [ref(0)], into: ref(3) }]);
    expect(sizesOf(intoItself)).toEqual(sizesOf(applied([])));
    for (const edited of [together, intoPart, partsIntoOne, intoItself]) expectConsistent(edited);
  });

  it('splits: the parts stand where the cluster stood, and what no part holds goes to the largest', () => {
    const part = (id: number, ...documents: number[]) => ({
      ...{ id, label: `part ${id}`, keywords: [], medoid: idOf(documents[0]!), cohesion: 0.5 },
      documents: documents.map(idOf),
    });
    const edited = applied([{ kind: 'split', cluster: ref(0), parts: [part(5, 0, 2), part(6, 3)] }]);
    expect(sizesOf(edited)).toEqual([[5, null, 3], [6, null, 1], [1, null, 3], [2, null, 2]]); // prettier-ignore
    expect(placesOf(edited).slice(0, 4)).toEqual([[5, 5], [5, 5], [5, 5], [6, 6]]); // prettier-ignore
    expect(edited.nextId).toBe(7);
    expectConsistent(edited);
    const again = applied([
      { kind: 'split', cluster: ref(0), parts: [part(5, 0, 2), part(6, 3)] },
      { kind: 'split', cluster: ref(5), parts: [part(7, 0), part(8, 1, 2)] },
      { kind: 'rename', cluster: ref(8), label: 'Of the second split' },
    ]);
    expect(again.rows[2]!.cluster_label).toBe('Of the second split');
    expectConsistent(again);
  });

  it('pins and ignores, and forgets both of what is merged away', () => {
    const edited = applied([
      { kind: 'pin', cluster: ref(1), isPinned: true },
      { kind: 'ignore', cluster: ref(2), isIgnored: true },
      { kind: 'pin', cluster: ref(0), isPinned: true },
      { kind: 'pin', cluster: ref(0), isPinned: false },
    ]);
    expect([[...edited.pinned], [...edited.ignored]]).toEqual([[1], [2]]);
    const merged = applied([
      { kind: 'pin', cluster: ref(1), isPinned: true },
      { kind: 'merge', clusters: [ref(1)], into: ref(2) },
    ]);
    expect([...merged.pinned]).toEqual([]);
  });

  it('leaves out what is about nothing that is there', () => {
    const edited = applied([
      { kind: 'rename', cluster: ref(77), label: 'Nothing' },
      { kind: 'move', documents: ['gone.txt', idOf(0)], to: ref(1) },
    ]);
    expect(edited.leftOut).toHaveLength(1);
    expect(edited.rows[0]!.cluster).toBe(1);
  });

  it('after a re-run finds the clusters again by their documents, whatever their ids are', () => {
    // The run after has other ids, one more document and one fewer, and document 6 in another cluster.
    const after = [clusterOf(0, null, 3), clusterOf(1, null, 2), clusterOf(2, null, 4)];
    const rowsAfter = [0, 1, 2, 3, 4, 5, 6, 7, 10].map((i) => {
      const cluster = i < 4 ? 2 : i === 4 || i === 5 ? 1 : 0;
      return rowOf(i, cluster, cluster);
    });
    const rerun = { ...analysisOf(after, 9), created: '2026-09-09T09:09:09.000Z' };
    const edited = applied(
      [
        { kind: 'rename', cluster: ref(0, 0, 1, 2, 3), label: 'The first' },
        { kind: 'move', documents: [7].map(idOf), to: ref(1, 4, 5, 6) },
        { kind: 'pin', cluster: ref(2, 7, 8), isPinned: true },
      ],
      rerun,
      rowsAfter,
    );
    expect(edited.rows.find(({ id }) => id === idOf(0))!.cluster_label).toBe('The first');
    expect(edited.rows.find(({ id }) => id === idOf(7))!.cluster).toBe(1);
    expectConsistent(edited);
  });

  it('keeps every document and consistent sizes under any edits', () => {
    const cluster = fc.integer({ min: 0, max: 6 }).map((id) => ref(id, id, (id * 3) % 10));
    const documents = fc.uniqueArray(fc.integer({ min: 0, max: 11 }).map(idOf), { maxLength: 6 });
    const part = fc.record({
      id: fc.integer({ min: 0, max: 9 }),
      label: fc.constant('part'),
      keywords: fc.constant<{ term: string; weight: number }[]>([]),
      medoid: fc.constant(idOf(0)),
      cohesion: fc.constant(0.5),
      documents,
    });
    const edit: fc.Arbitrary<Edit> = fc.oneof(
      fc.record({ kind: fc.constant('rename' as const), cluster, label: fc.string() }),
      fc.record({ kind: fc.constant('merge' as const), clusters: fc.array(cluster, { maxLength: 3 }), into: cluster }),
      fc.record({ kind: fc.constant('move' as const), documents, to: cluster }),
      fc.record({ kind: fc.constant('split' as const), cluster, parts: fc.array(part, { maxLength: 3 }) }),
      fc.record({ kind: fc.constant('pin' as const), cluster, isPinned: fc.boolean() }),
      fc.record({ kind: fc.constant('ignore' as const), cluster, isIgnored: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 8 }), fc.boolean(), (edits, isRerun) => {
        const edited = applied(edits, isRerun ? { ...analysis, created: 'later' } : analysis);
        expect(edited.rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
        expect(new Set(edited.analysis.clusters.map(({ id }) => id)).size).toBe(edited.analysis.clusters.length);
        expectConsistent(edited);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the log of edits', () => {
  const rename = (label: string): EditEntry => ({ base: 'b', edit: { kind: 'rename', cluster: ref(0), label } });
  const labels = (entries: readonly EditEntry[]): string[] =>
    editHistory(entries, { created: '' }).done.map(({ edit }) => (edit.kind === 'rename' ? edit.label : ''));

  it('reads what it wrote, also after a line that was cut short', () => {
    const text = `${editLine(rename('one'))}\n{"base":"b","ed${editLine(rename('two "“\n'))}${editLine({ undo: true })}`;
    const { entries, leftOut } = parseEditLog(text);
    expect(entries).toEqual([rename('one'), rename('two "“\n'), { undo: true }]);
    expect(leftOut).toBe(1);
  });

  it('undoes and redoes exactly; a new edit forgets what was undone', () => {
    const undo: EditEntry = { undo: true };
    const redo: EditEntry = { redo: true };
    expect(labels([rename('a'), rename('b'), undo])).toEqual(['a']);
    expect(labels([rename('a'), rename('b'), undo, undo, undo, redo, redo, redo])).toEqual(['a', 'b']);
    expect(labels([rename('a'), undo, rename('c'), redo])).toEqual(['c']);
  });

  it('keeps what a run has taken in, of which only names and marks are replayed where they are not spent', () => {
    const move: EditEntry = { base: 'b', edit: { kind: 'move', documents: [], to: ref(0) } };
    const later: EditEntry = { ...rename('later'), base: 'c' };
    const undo: EditEntry = { undo: true };
    const taken = { created: 'c', edits: { entries: 5, spent: [1], held: 0, apart: [], skipped: [] } };
    const entries = [
      rename('a'),
      rename('spent'),
      move,
      rename('undone'),
      undo,
      later,
      undo,
      undo,
      { redo: true as const },
      undo,
      later,
    ];
    const history = editHistory(entries, taken);
    expect(history.taken.map(({ entry }) => entry)).toEqual([0, 1, 2]);
    expect([history.done.map(({ entry }) => entry), history.undone]).toEqual([[10], []]);
    expect(editsToReplay(history, taken).map(({ entry }) => entry)).toEqual([0, 10]);
    // A log that was deleted since: what is in it now was made in this analysis.
    expect(editHistory([later, undo, later], taken)).toMatchObject({ taken: [], done: [later], undone: [] });
  });
});
