import path from 'node:path';
import type { Analysis, Cluster, DocumentRow } from '../../shared/analysis';
import { clusterColourIndex } from '../../shared/clusterColours';
import { applyEdits, type EditedAnalysis } from '../../shared/edits/applyEdits';
import {
  type ClusterRef,
  type EditEntry,
  type EditHistory,
  editHistory,
  editsToReplay,
} from '../../shared/edits/editLog';
import { finish, type Steps } from '../../shared/steps';
import { DocumentIndex } from './documentIndex';

/** The id of the rows that no cluster took. */
export const noiseCluster = -1;

/** How many rows are gone through at a step. */
const stride = 2048;

/** So many documents of a cluster tell which one is meant after a re-run. */
const anchorCount = 50;

/** An analysis as the engine wrote it. */
interface Written {
  readonly analysis: Analysis;
  readonly rows: readonly DocumentRow[];
}

/** An analysis with its documents in memory, and what the views look up in them. Rows are named by their index. */
export class LoadedAnalysis {
  readonly #clusters = new Map<number, Cluster>();
  readonly #children = new Map<number | null, Cluster[]>();
  /** Documents by the deepest cluster that holds them, the clearest members first. */
  readonly #documents: ReadonlyMap<number, Int32Array>;

  /**
   * @param id the name of its folder
   * @param folder absolute path
   */
  static of(id: string, folder: string, analysis: Analysis, rows: readonly DocumentRow[]): LoadedAnalysis {
    return finish(LoadedAnalysis.steps(id, folder, analysis, rows));
  }

  /**
   * The same, step by step.
   *
   * @param analysis as the engine wrote it, and so `written`
   * @param entries what a person has changed in it
   * @param known the index of the same rows, where there is one already
   */
  static *steps(
    id: string,
    folder: string,
    analysis: Analysis,
    written: readonly DocumentRow[],
    entries: readonly EditEntry[] = [],
    known?: DocumentIndex,
  ): Steps<LoadedAnalysis> {
    const { source } = analysis;
    const base = source.kind === 'folder' ? source.path : path.dirname(source.path);
    const index = known ?? (yield* DocumentIndex.of(base, written));
    const history = editHistory(entries, analysis);
    const edits = editsToReplay(history, analysis);
    const edited = yield* applyEdits(analysis, written, edits, (document) => index.indexOf(document));
    const loaded = yield* LoadedAnalysis.#edited(id, folder, edited, { analysis, rows: written }, history, index);
    return loaded;
  }

  static *#edited(
    id: string,
    folder: string,
    edited: EditedAnalysis,
    written: Written,
    history: EditHistory,
    index: DocumentIndex,
  ): Steps<LoadedAnalysis> {
    const { analysis, rows } = edited;
    const ids = new Set(analysis.clusters.map((cluster) => cluster.id));
    const lists = new Map<number, number[]>();
    for (let i = 0; i < rows.length; i++) {
      if (i % stride === 0) yield;
      const { subcluster, cluster } = rows[i]!;
      const home = ids.has(subcluster) ? subcluster : cluster;
      const list = lists.get(home);
      if (list === undefined) lists.set(home, [i]);
      else list.push(i);
    }
    const documents = new Map<number, Int32Array>();
    for (const [home, list] of lists) {
      documents.set(home, index.sortClearestFirst(Int32Array.from(list)));
      yield;
    }
    return new LoadedAnalysis(id, folder, edited, written, history, index, documents);
  }

  private constructor(
    readonly id: string,
    readonly folder: string,
    readonly edited: EditedAnalysis,
    /** What the edits were made in. */
    readonly written: Written,
    readonly history: EditHistory,
    readonly index: DocumentIndex,
    documents: ReadonlyMap<number, Int32Array>,
  ) {
    this.#documents = documents;
    for (const cluster of edited.analysis.clusters) {
      this.#clusters.set(cluster.id, cluster);
      const siblings = this.#children.get(cluster.parent);
      if (siblings === undefined) this.#children.set(cluster.parent, [cluster]);
      else siblings.push(cluster);
    }
  }

  /** As the person's edits leave it. */
  get analysis(): Analysis {
    return this.edited.analysis;
  }

  /** As the person's edits leave them. */
  get rows(): readonly DocumentRow[] {
    return this.edited.rows;
  }

  get name(): string {
    return this.analysis.name;
  }

  /** The parts of a cluster, or the clusters of the cut. */
  childrenOf(parent: number | null): readonly Cluster[] {
    return this.#children.get(parent) ?? [];
  }

  cluster(id: number): Cluster | undefined {
    return this.#clusters.get(id);
  }

  /** The place in the palette of a cluster, or of the one that it is a part of. */
  colourOf(cluster: number): number | undefined {
    let top = this.#clusters.get(cluster);
    while (top !== undefined && top.parent !== null) top = this.#clusters.get(top.parent);
    const clusters = this.childrenOf(null);
    return top && (top.colour ?? clusterColourIndex(clusters.indexOf(top), clusters.length));
  }

  /** The documents that are in this cluster and in none of its parts. */
  documentsOf(cluster: number): Int32Array {
    return this.#documents.get(cluster) ?? new Int32Array();
  }

  /** The cluster in whose list a document stands. */
  homeOf(document: number): number {
    const { cluster, subcluster } = this.rows[document]!;
    return this.#clusters.has(subcluster) ? subcluster : cluster;
  }

  /** The absolute path of the file that holds a document. */
  fileOf(document: number): string {
    return this.index.fileOf(this.rows[document]!);
  }

  /** The documents of a file: one, or a row each of a table. */
  documentsInFile(file: string): readonly number[] {
    return this.index.inFile(file);
  }

  /** Every file with a document, by its absolute path. */
  files(): Iterable<[string, readonly number[]]> {
    return this.index.files();
  }

  /** The index of the row with an id, or −1. */
  indexOf(id: string): number {
    return this.index.indexOf(id);
  }

  /** All documents of a cluster and its parts, the clearest members first. */
  membersOf(cluster: number): Int32Array {
    const lists = [this.documentsOf(cluster)];
    for (const pending = [...this.childrenOf(cluster)]; pending.length > 0;) {
      const { id } = pending.pop()!;
      lists.push(this.documentsOf(id));
      pending.push(...this.childrenOf(id));
    }
    const members = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const list of lists) {
      members.set(list, at);
      at += list.length;
    }
    return lists.length === 1 ? members : this.index.sortClearestFirst(members);
  }

  /** Names a cluster for an edit, so that it is found again after a re-run. */
  refTo(cluster: number): ClusterRef {
    const anchors = Array.from(this.membersOf(cluster).subarray(0, anchorCount), (d) => this.rows[d]!.id);
    return { id: cluster, isPart: (this.cluster(cluster)?.parent ?? null) !== null, anchors };
  }

  /** The same under another name. */
  renamed(name: string): LoadedAnalysis {
    const edited = { ...this.edited, analysis: { ...this.analysis, name } };
    const written = { ...this.written, analysis: { ...this.written.analysis, name } };
    return new LoadedAnalysis(this.id, this.folder, edited, written, this.history, this.index, this.#documents);
  }

  /** The same with other edits. */
  withEdits(entries: readonly EditEntry[]): Steps<LoadedAnalysis> {
    const { analysis, rows } = this.written;
    return LoadedAnalysis.steps(this.id, this.folder, analysis, rows, entries, this.index);
  }
}
