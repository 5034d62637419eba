import type { ComparedAnalysis } from '../../src/shared/comparison';
import { notThere, type PageComparison } from '../../src/shared/viewProtocol';
import { t } from '../strings';

export type Side = 'first' | 'second';

/** A cluster of one of the two analyses, or its smaller ones together. */
export interface Bar {
  readonly key: string;
  readonly side: Side;
  readonly ids: readonly number[];
  readonly label: string;
  /** How many of its documents both analyses hold. */
  readonly documents: number;
  /** The cluster of the shown analysis that it is or that matches it, which lends it its colour; null for none. */
  readonly shownCluster: number | null;
}

/** The documents that go from one bar to another. */
export interface Band {
  readonly key: string;
  readonly from: Bar;
  readonly to: Bar;
  readonly documents: number;
  /** How many of them go to the cluster that matches theirs. */
  readonly staying: number;
}

export interface Flow {
  readonly first: readonly Bar[];
  readonly second: readonly Bar[];
  /** The widest first. */
  readonly bands: readonly Band[];
  /** Of the documents that both hold. */
  readonly staying: number;
}

/** More clusters than these are shown as one: bars need a pixel each, and names a line. */
const mostBars = 60;

/** Bars and bands of a comparison. */
export function flowOf({ figures, shown }: PageComparison): Flow {
  const { flows, matches } = figures;
  const secondOf = new Map(matches.map((match) => [match.first, match.second]));
  const firstOf = new Map(matches.map((match) => [match.second, match.first]));
  const matchOf = { first: secondOf, second: firstOf };
  const barsOf = (side: Side): Bar[] => {
    const sizes = new Map<number, number>();
    for (const flow of flows) {
      const id = side === 'first' ? flow.from : flow.to;
      sizes.set(id, (sizes.get(id) ?? 0) + flow.documents);
    }
    const order = [...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const kept = order.length > mostBars ? order.slice(0, mostBars - 1) : order;
    const bars = kept.map(([id, documents]): Bar => {
      const shownCluster = side === shown ? id : (matchOf[side].get(id) ?? null);
      return { key: `${side} ${id}`, side, ids: [id], label: labelOf(figures[side], id), documents, shownCluster };
    });
    const rest = order.slice(kept.length);
    if (rest.length === 0) return bars;
    const documents = rest.reduce((sum, [, size]) => sum + size, 0);
    const label = t('{0} smaller clusters', rest.length);
    return [...bars, { key: `${side} rest`, side, ids: rest.map(([id]) => id), label, documents, shownCluster: null }];
  };
  const [first, second] = [barsOf('first'), barsOf('second')];
  const barOf = (bars: readonly Bar[]): Map<number, Bar> =>
    new Map(bars.flatMap((bar) => bar.ids.map((id) => [id, bar] as const)));
  const [fromBar, toBar] = [barOf(first), barOf(second)];
  const bands = new Map<string, Band>();
  let staying = 0;
  for (const { from, to, documents } of flows) {
    const [source, target] = [fromBar.get(from)!, toBar.get(to)!];
    const key = `${source.key} → ${target.key}`;
    const stays = secondOf.get(from) === to ? documents : 0;
    const before = bands.get(key) ?? { key, from: source, to: target, documents: 0, staying: 0 };
    bands.set(key, { ...before, documents: before.documents + documents, staying: before.staying + stays });
    staying += stays;
  }
  return { first, second, bands: [...bands.values()].sort((a, b) => b.documents - a.documents), staying };
}

function labelOf({ clusters }: ComparedAnalysis, id: number): string {
  return clusters.find((cluster) => cluster.id === id)?.label ?? t('Without a cluster');
}

/** The documents of a bar or a band, of those that the shown analysis has. */
export function documentsOf(
  subject: Bar | Band,
  { shown, otherCluster }: PageComparison,
  cluster: Int32Array,
): Int32Array {
  const clusterIn = (side: Side, d: number): number => (side === shown ? cluster[d]! : otherCluster[d]!);
  const bars = 'from' in subject ? [subject.from, subject.to] : [subject];
  const wanted = bars.map(({ side, ids }) => ({ side, ids: new Set(ids) }));
  const documents: number[] = [];
  for (let d = 0; d < cluster.length; d++)
    if (otherCluster[d] !== notThere && wanted.every(({ side, ids }) => ids.has(clusterIn(side, d)))) documents.push(d);
  return Int32Array.from(documents);
}

/** A bar or band in words. */
export function describe(subject: Bar | Band): string {
  if (!('from' in subject)) return t('{0}, {1} documents', subject.label, subject.documents);
  const { from, to, documents, staying } = subject;
  const what = staying === documents ? t('stay') : staying === 0 ? t('moved') : t('{0} moved', documents - staying);
  return t('{0} documents from {1} to {2}: {3}', documents, from.label, to.label, what);
}

/** What the list of its documents is called. */
export function titleOf(subject: Bar | Band): string {
  return 'from' in subject ? `${subject.from.label} → ${subject.to.label}` : subject.label;
}
