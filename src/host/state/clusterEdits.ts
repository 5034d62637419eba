import type { Edit, SplitPart } from '../../shared/edits/editLog';
import type { AnalysisStore } from './analysisStore';
import type { LoadedAnalysis } from './loadedAnalysis';

/** What a person changes in the clusters of an analysis, which is named by its id. Each can be undone, and survives a re-run. */
export class ClusterEdits {
  readonly #store: AnalysisStore;

  constructor(store: AnalysisStore) {
    this.#store = store;
  }

  /** @param by the language model that gives the name; absent where a person does */
  rename(analysis: string, cluster: number, label: string, by?: string): Promise<void> {
    return this.#edit(analysis, (loaded) => {
      const before = loaded.cluster(cluster);
      if (before?.label === label && before.namedBy === by) return undefined;
      return { kind: 'rename', cluster: loaded.refTo(cluster), label, ...(by !== undefined && { by }) };
    });
  }

  /** @param clusters what becomes part of `into` */
  merge(analysis: string, clusters: readonly number[], into: number): Promise<void> {
    return this.#edit(analysis, (loaded) => {
      const others = clusters.filter((id) => id !== into);
      if (others.length === 0) return undefined;
      return { kind: 'merge', clusters: others.map((id) => loaded.refTo(id)), into: loaded.refTo(into) };
    });
  }

  /** Puts documents into a cluster or part, where they stay. */
  move(analysis: string, documents: readonly number[], to: number): Promise<void> {
    return this.#edit(analysis, (loaded) => {
      const moved = documents.filter((document) => loaded.homeOf(document) !== to);
      if (moved.length === 0) return undefined;
      const others = new Set(moved.map((document) => loaded.rows[document]!.id));
      const ref = loaded.refTo(to);
      const anchors = ref.anchors.filter((id) => !others.has(id)); // those that are only now put there tell nothing
      return { kind: 'move', documents: [...others], to: { ...ref, anchors } };
    });
  }

  /** Puts parts in the place of a cluster. */
  split(analysis: string, cluster: number, parts: readonly Omit<SplitPart, 'id'>[]): Promise<void> {
    return this.#edit(analysis, (loaded) => ({
      kind: 'split',
      cluster: loaded.refTo(cluster),
      parts: parts.map((part, i) => ({ ...part, id: loaded.edited.nextId + i })),
    }));
  }

  /** Keeps clusters at the top of the list, or no longer. */
  async pin(analysis: string, clusters: readonly number[], isPinned: boolean): Promise<void> {
    for (const cluster of clusters)
      await this.#edit(analysis, (loaded) => {
        if (loaded.edited.pinned.has(cluster) === isPinned) return undefined;
        return { kind: 'pin', cluster: loaded.refTo(cluster), isPinned };
      });
  }

  /** Puts clusters aside, at the end of the list and without tags, or takes them back. */
  async ignore(analysis: string, clusters: readonly number[], isIgnored: boolean): Promise<void> {
    for (const cluster of clusters)
      await this.#edit(analysis, (loaded) => {
        if (loaded.edited.ignored.has(cluster) === isIgnored) return undefined;
        return { kind: 'ignore', cluster: loaded.refTo(cluster), isIgnored };
      });
  }

  /** What is edited must be a cluster of the analysis when its turn comes. */
  #edit(analysis: string, make: (loaded: LoadedAnalysis) => Edit | undefined): Promise<void> {
    return this.#store.edit(analysis, make);
  }
}
