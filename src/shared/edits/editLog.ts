import * as v from 'valibot';
import type { Analysis } from '../analysis';

/**
 * What a person changed by hand in an analysis: a log beside its folder (`NAME.edits.jsonl` beside `NAME`), a line an
 * entry. Lines are only ever added, so that undoing is exact and a re-run, which replaces the folder, loses none.
 */

const documentId = v.string();

const clusterRefSchema = v.object({
  /** Holds for the analysis that the edit was made in. */
  id: v.number(),
  /** A part of a cluster, or a cluster of the cut. */
  isPart: v.boolean(),
  /** Some of its documents, the clearest first: they tell which cluster is meant after a re-run. */
  anchors: v.array(documentId),
});

const partSchema = v.object({
  id: v.number(),
  label: v.string(),
  keywords: v.array(v.object({ term: v.string(), weight: v.number() })),
  medoid: documentId,
  cohesion: v.number(),
  documents: v.array(documentId),
});

export const editSchema = v.variant('kind', [
  /** `by` is the language model that gave the name, absent where a person did. */
  v.object({ kind: v.literal('rename'), cluster: clusterRefSchema, label: v.string(), by: v.optional(v.string()) }),
  /** The documents and parts of `clusters` go to `into`. */
  v.object({ kind: v.literal('merge'), clusters: v.array(clusterRefSchema), into: clusterRefSchema }),
  v.object({ kind: v.literal('move'), documents: v.array(documentId), to: clusterRefSchema }),
  /** `parts` take the place of the cluster. */
  v.object({ kind: v.literal('split'), cluster: clusterRefSchema, parts: v.array(partSchema) }),
  v.object({ kind: v.literal('pin'), cluster: clusterRefSchema, isPinned: v.boolean() }),
  v.object({ kind: v.literal('ignore'), cluster: clusterRefSchema, isIgnored: v.boolean() }),
]);

const entrySchema = v.union([
  /** `base` is `created` of the analysis that the edit was made in. */
  v.object({ base: v.string(), edit: editSchema }),
  v.object({ undo: v.literal(true) }),
  v.object({ redo: v.literal(true) }),
]);

export type ClusterRef = v.InferOutput<typeof clusterRefSchema>;
export type SplitPart = v.InferOutput<typeof partSchema>;
export type Edit = v.InferOutput<typeof editSchema>;
export type EditEntry = v.InferOutput<typeof entrySchema>;

export interface MadeEdit {
  readonly base: string;
  readonly edit: Edit;
  /** The place of its entry in the log. */
  readonly entry: number;
  /** A later run has taken it in: it can't be undone any more. */
  readonly isTaken: boolean;
}

/** What holds now, in order, and what was undone, the next to redo last. */
export interface EditHistory {
  /** What the run of the analysis has taken in. */
  readonly taken: readonly MadeEdit[];
  readonly done: readonly MadeEdit[];
  readonly undone: readonly MadeEdit[];
}

/** The log of the analysis in a folder. */
export function editLogOf(folder: string): string {
  return `${folder}.edits.jsonl`;
}

/**
 * Parses a log. A line that is no entry is left out: two programs may have written at once, or a disk been full.
 *
 * @returns the entries, and how many lines were left out
 */
export function parseEditLog(text: string): { readonly entries: EditEntry[]; readonly leftOut: number } {
  const entries: EditEntry[] = [];
  let leftOut = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const parsed = v.safeParse(entrySchema, parseJson(line));
    if (parsed.success) entries.push(parsed.output);
    else leftOut++;
  }
  return { entries, leftOut };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Each begins a line of its own, whatever the file ended with. */
export function editLine(entry: EditEntry): string {
  return `\n${JSON.stringify(entry)}`;
}

/**
 * @param analysis as the engine wrote it. What its run has taken in was made in an earlier one; entries that were, but aren't any more, are
 *   those of a log that was deleted since.
 */
export function editHistory(
  entries: readonly EditEntry[],
  { created, edits }: Pick<Analysis, 'created' | 'edits'>,
): EditHistory {
  const takenEntries = edits?.entries ?? 0;
  const all: MadeEdit[] = [];
  let undone: MadeEdit[] = [];
  for (const [entry, each] of entries.entries()) {
    if ('edit' in each) {
      all.push({ ...each, entry, isTaken: entry < takenEntries && each.base !== created });
      undone = [];
      continue;
    }
    const [from, to] = 'undo' in each ? [all, undone] : [undone, all];
    const last = from.at(-1);
    if (last === undefined || (last.isTaken && entry >= takenEntries)) continue;
    to.push(from.pop()!);
  }
  return {
    taken: all.filter(({ isTaken }) => isTaken),
    done: all.filter(({ isTaken }) => !isTaken),
    undone: undone.filter(({ isTaken }) => !isTaken),
  };
}

const shapesClusters = ({ kind }: Edit): boolean => kind === 'move' || kind === 'merge' || kind === 'split';

/** What is to be replayed on the files of an analysis: of what its run has taken in the names and marks alone. */
export function editsToReplay({ taken, done }: EditHistory, { edits }: Pick<Analysis, 'edits'>): MadeEdit[] {
  const spent = new Set(edits?.spent);
  return [...taken.filter(({ edit, entry }) => !shapesClusters(edit) && !spent.has(entry)), ...done];
}
