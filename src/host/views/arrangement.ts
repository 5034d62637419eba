import fs from 'node:fs/promises';
import type { Cluster } from '../../shared/analysis';
import type { Steps } from '../../shared/steps';
import type { LoadedAnalysis } from '../state/loadedAnalysis';

/** In what order clusters are listed; by name and recency documents too. */
export const sortOrders = ['tree', 'size', 'name', 'cohesion', 'recency'] as const;
export type SortOrder = (typeof sortOrders)[number];

/** How the Clusters view lists what there is. */
export interface Arrangement {
  readonly order: SortOrder;
  /** [documents] Milliseconds since 1970 of each, for the order 'recency'; −∞ where it is not known. */
  readonly times?: Float64Array | undefined;
  /** [documents] 1 for those that the filter leaves; all where undefined. */
  readonly isShown?: Uint8Array | undefined;
}

export const unarranged: Arrangement = { order: 'tree' };

/** How many documents are gone through at a step. */
const stride = 4096;

/** How many files are asked for their times at once. */
const atOnce = 64;

/** Which documents a filter leaves: those that hold every word of it in title, path, snippet or the names of their clusters. */
export function* filterDocuments(loaded: LoadedAnalysis, filter: string): Steps<Uint8Array | undefined> {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  const names = new Map<number, string>();
  const nameOf = (id: number): string => {
    const known = names.get(id);
    if (known !== undefined) return known;
    const labels: string[] = [];
    for (let at = loaded.cluster(id); at !== undefined; at = loaded.cluster(at.parent ?? Number.NaN))
      labels.push(at.label, ...at.keywords.map(({ term }) => term));
    const name = labels.join('\n').toLowerCase();
    names.set(id, name);
    return name;
  };
  const isShown = new Uint8Array(loaded.rows.length);
  for (let d = 0; d < isShown.length; d++) {
    if (d % stride === 0) yield;
    const { title, path, snippet } = loaded.rows[d]!;
    const text = `${title}\n${path}\n${snippet}`.toLowerCase();
    const name = nameOf(loaded.homeOf(d));
    if (words.every((word) => text.includes(word) || name.includes(word))) isShown[d] = 1;
  }
  return isShown;
}

/** When each document was written: its own date, or that of its file. */
export async function documentTimes(loaded: LoadedAnalysis): Promise<Float64Array> {
  const times = Float64Array.from(loaded.rows, ({ date }) => {
    const time = date === undefined ? Number.NaN : Date.parse(date);
    return Number.isNaN(time) ? -Infinity : time;
  });
  if (times.some((time) => time !== -Infinity)) return times;
  const files = loaded.files()[Symbol.iterator]();
  const ask = async (): Promise<void> => {
    for (let next = files.next(); next.done !== true; next = files.next()) {
      const [file, documents] = next.value;
      const time = await fs.stat(file).then(({ mtimeMs }) => mtimeMs, () => -Infinity); // prettier-ignore
      for (const document of documents) times[document] = time;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  return times;
}

/** Clusters in an order: the pinned first, those put aside last. */
export function arrangeClusters(
  loaded: LoadedAnalysis,
  clusters: readonly Cluster[],
  arrangement: Arrangement,
): Cluster[] {
  const { pinned, ignored } = loaded.edited;
  const placeOf = ({ id }: Cluster): number => (ignored.has(id) ? 1 : pinned.has(id) ? -1 : 0);
  const compare = comparison(loaded, clusters, arrangement);
  return [...clusters].sort((a, b) => placeOf(a) - placeOf(b) || compare(a, b));
}

function comparison(
  loaded: LoadedAnalysis,
  clusters: readonly Cluster[],
  { order, times }: Arrangement,
): (a: Cluster, b: Cluster) => number {
  switch (order) {
    case 'tree':
      return () => 0;
    case 'size':
      return (a, b) => b.size - a.size;
    case 'cohesion':
      return (a, b) => b.cohesion - a.cohesion;
    case 'name':
      return (a, b) => collator.compare(a.label, b.label);
    case 'recency': {
      const newest = new Map<number, number>();
      for (const { id } of clusters) {
        let time = -Infinity;
        for (const d of loaded.membersOf(id)) time = Math.max(time, times?.[d] ?? -Infinity);
        newest.set(id, time);
      }
      return (a, b) => (newest.get(a.id) === newest.get(b.id) ? 0 : newest.get(b.id)! - newest.get(a.id)!);
    }
  }
}

/** Documents that the filter leaves, in an order; given the clearest first. */
export function arrangeDocuments(
  loaded: LoadedAnalysis,
  documents: Int32Array,
  { order, times, isShown }: Arrangement,
): Int32Array {
  const shown = isShown === undefined ? documents : documents.filter((d) => isShown[d] === 1);
  if (order === 'name') {
    const titles = new Map(Array.from(shown, (d) => [d, loaded.rows[d]!.title.toLowerCase()]));
    return shown
      .slice()
      .sort((a, b) => (titles.get(a)! < titles.get(b)! ? -1 : titles.get(a)! > titles.get(b)! ? 1 : a - b));
  }
  if (order !== 'recency' || times === undefined) return shown;
  return shown.slice().sort((a, b) => (times[a] === times[b] ? a - b : times[b]! - times[a]!));
}

const collator = new Intl.Collator(undefined, { numeric: true });
