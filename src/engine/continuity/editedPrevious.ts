import type { Analysis, DocumentRow, TakenEdits } from '../../shared/analysis';
import { applyEdits, type EditedAnalysis } from '../../shared/edits/applyEdits';
import { type Edit, type EditEntry, editHistory, editsToReplay } from '../../shared/edits/editLog';
import { completed, type Breather } from '../runContext';
import type { Constraints, LinkedGroups } from '../constraints/constraints';

/** So many of the clearest documents of a cluster that others were moved to or out of tell which one it is. */
const coreSize = 50;

/** An earlier analysis as a person's edits leave it, and what these ask of a run over the present documents. */
export interface EditedPrevious {
  readonly analysis: Analysis;
  readonly rows: readonly DocumentRow[];
  readonly constraints: Constraints;
}

/**
 * @param rows of the earlier analysis as the engine wrote it
 * @param presentOf the index of a document in the present corpus, or undefined
 * @param present how many documents that has
 */
export async function editedPrevious(
  written: Analysis,
  rows: readonly DocumentRow[],
  entries: readonly EditEntry[],
  presentOf: ReadonlyMap<string, number>,
  breathe: Breather,
): Promise<EditedPrevious> {
  const history = editHistory(entries, written);
  const indexOf = new Map(rows.map(({ id }, i) => [id, i]));
  const steps = applyEdits(written, rows, editsToReplay(history, written), (id) => indexOf.get(id) ?? -1);
  const edited = await completed(steps, breathe);
  const { analysis, decisions, leftOut } = edited;
  const clusters = new Map(analysis.clusters.map((cluster) => [cluster.id, cluster]));
  const homes = edited.rows.map(({ cluster, subcluster }) => (clusters.has(subcluster) ? subcluster : cluster));
  const levels = heldLevels(edited, homes, rows);

  const groups = { clusters: new Int32Array(presentOf.size).fill(-1), parts: new Int32Array(presentOf.size).fill(-1) };
  edited.rows.forEach(({ id, cluster }, i) => {
    const at = presentOf.get(id);
    if (at === undefined || cluster < 0 || levels[i] === 0) return;
    groups.clusters[at] = cluster;
    if (levels[i] === 2) groups.parts[at] = homes[i]!;
  });
  const topOf = (id: number): number => clusters.get(id)?.parent ?? id;
  const apart = (of: 'clusters' | 'parts'): LinkedGroups['apart'] =>
    decisions.apart
      .map(([a, b]): [number, number] => (of === 'clusters' ? [topOf(a), topOf(b)] : [a, b]))
      .filter(([a, b]) => a !== b);
  const isGone = (id: string): boolean => !presentOf.has(id);
  const known = new Set(written.edits?.spent);
  return {
    analysis,
    rows: edited.rows,
    constraints: {
      clusters: { groups: groups.clusters, apart: apart('clusters') },
      parts: { groups: groups.parts, apart: apart('parts') },
      entries: entries.length,
      spent: [...known, ...decisions.spent((id) => clusters.has(id))].sort((a, b) => a - b),
      skipped: [
        ...leftOut.map((edit) => ({ edit: edit.kind, reason: 'gone' as const, documents: aboutOf(edit) })),
        ...history.done.filter(({ edit }) => !leftOut.includes(edit)).flatMap(({ edit }) => goneOf(edit, isGone)),
        ...decisions.contradicted.map((pair) => ({
          ...{ edit: 'apart' as const, reason: 'contradicted' as const },
          documents: pair.flatMap((id) => written.clusters.find((each) => each.id === id)?.medoid ?? []),
        })),
      ],
    },
  };
}

/**
 * @param homes the deepest cluster of each document
 * @returns of each document 1 where its cluster is as the person has it, 2 where its part is, too, else 0
 */
function heldLevels(
  { analysis, rows, decisions }: EditedAnalysis,
  homes: readonly number[],
  written: readonly DocumentRow[],
): Uint8Array {
  const parentOf = new Map(analysis.clusters.map(({ id, parent }) => [id, parent]));
  const isPart = (id: number): boolean => typeof parentOf.get(id) === 'number';
  const levels = new Uint8Array(rows.length);
  const hold = (i: number, level: number): void => {
    levels[i] = Math.max(levels[i]!, isPart(homes[i]!) ? level : Math.min(level, 1));
  };
  const touched = new Map([...decisions.touched].map((id): [number, number[]] => [id, []]));
  homes.forEach((home, i) => {
    hold(i, written[i]!.held ?? 0);
    if (decisions.documents.has(i)) hold(i, 2);
    for (const id of [home, parentOf.get(home)]) {
      if (typeof id !== 'number') continue;
      if (decisions.whole.has(id)) hold(i, isPart(id) ? 2 : 1);
      touched.get(id)?.push(i);
    }
  });
  for (const [id, members] of touched) {
    members.sort((a, b) => rows[b]!.confidence - rows[a]!.confidence || a - b);
    for (const i of members.slice(0, coreSize)) hold(i, isPart(id) ? 2 : 1);
  }
  return levels;
}

/** A document of each cluster that an edit is about. */
function aboutOf(edit: Edit): string[] {
  const refs = edit.kind === 'merge' ? [...edit.clusters, edit.into] : [edit.kind === 'move' ? edit.to : edit.cluster];
  return refs.flatMap(({ anchors }) => anchors.slice(0, 1));
}

/** What of an edit nothing can be made of, since the documents are gone. */
function goneOf(edit: Edit, isGone: (id: string) => boolean): TakenEdits['skipped'] {
  const reason = 'gone' as const;
  if (edit.kind === 'move') {
    const documents = edit.documents.filter(isGone);
    return documents.length === 0 ? [] : [{ edit: edit.kind, reason, documents }];
  }
  const parts = edit.kind === 'split' ? edit.parts.map(({ documents }) => documents) : edit.kind === 'merge' ? edit.clusters.map(({ anchors }) => anchors) : []; // prettier-ignore
  return parts
    .filter((documents) => documents.length > 0 && documents.every(isGone))
    .map((documents) => ({ edit: edit.kind, reason, documents: documents.slice(0, 1) }));
}
