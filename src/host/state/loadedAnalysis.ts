import path from 'node:path';
import type { Analysis, Cluster, DocumentRow } from '../../shared/analysis';
import { clusterColourIndex } from '../../shared/clusterColours';
import { finish, type Steps } from '../../shared/steps';
import { DocumentIndex } from './documentIndex';

/** The id of the rows that no cluster took. */
export const noiseCluster = -1;

/** How many rows are gone through at a step. */
const stride = 8192;

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

  /** The same, step by step. */
  static *steps(
    id: string,
    folder: string,
    analysis: Analysis,
    rows: readonly DocumentRow[],
    known?: DocumentIndex,
  ): Steps<LoadedAnalysis> {
    const { source } = analysis;
    const base = source.kind === 'folder' ? source.path : path.dirname(source.path);
    const index = known ?? (yield* DocumentIndex.of(base, rows));
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
    return new LoadedAnalysis(id, folder, analysis, rows, index, documents);
  }

  private constructor(
    readonly id: string,
    readonly folder: string,
    readonly analysis: Analysis,
    readonly rows: readonly DocumentRow[],
    readonly index: DocumentIndex,
    documents: ReadonlyMap<number, Int32Array>,
  ) {
    this.#documents = documents;
    for (const cluster of analysis.clusters) {
      this.#clusters.set(cluster.id, cluster);
      const siblings = this.#children.get(cluster.parent);
      if (siblings === undefined) this.#children.set(cluster.parent, [cluster]);
      else siblings.push(cluster);
    }
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

  /** The same documents under other names: no row changes. */
  withNames(analysis: Analysis): LoadedAnalysis {
    return new LoadedAnalysis(this.id, this.folder, analysis, this.rows, this.index, this.#documents);
  }
}
