import path from 'node:path';
import type { Analysis, Cluster, DocumentRow } from '../../shared/analysis';

/** The id of the rows that no cluster took. */
export const noiseCluster = -1;

/** An analysis with its documents in memory, and what the views look up in them. Rows are named by their index. */
export class LoadedAnalysis {
  readonly #clusters = new Map<number, Cluster>();
  readonly #children = new Map<number | null, Cluster[]>();
  /** Documents by the deepest cluster that holds them, the clearest members first. */
  readonly #documents = new Map<number, number[]>();
  readonly #byFile = new Map<string, number[]>();
  readonly #base: string;
  #byId: Map<string, number> | undefined;

  /**
   * @param id the name of its folder
   * @param folder absolute path
   */
  constructor(
    readonly id: string,
    readonly folder: string,
    readonly analysis: Analysis,
    readonly rows: readonly DocumentRow[],
  ) {
    const { source } = analysis;
    this.#base = source.kind === 'folder' ? source.path : path.dirname(source.path);
    for (const cluster of analysis.clusters) {
      this.#clusters.set(cluster.id, cluster);
      push(this.#children, cluster.parent, cluster);
    }
    rows.forEach((row, i) => {
      push(this.#documents, this.#clusters.has(row.subcluster) ? row.subcluster : row.cluster, i);
      push(this.#byFile, this.fileOf(i), i);
    });
    for (const documents of this.#documents.values())
      documents.sort((a, b) => rows[b]!.confidence - rows[a]!.confidence || a - b);
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

  /** Where a cluster, or the one that it is a part of, stands among the clusters of the cut, in the order of the tree. */
  placeOf(cluster: number): { readonly rank: number; readonly count: number } | undefined {
    let top = this.#clusters.get(cluster);
    while (top !== undefined && top.parent !== null) top = this.#clusters.get(top.parent);
    const clusters = this.childrenOf(null);
    return top && { rank: clusters.indexOf(top), count: clusters.length };
  }

  /** The documents that are in this cluster and in none of its parts. */
  documentsOf(cluster: number): readonly number[] {
    return this.#documents.get(cluster) ?? [];
  }

  /** The cluster in whose list a document stands. */
  homeOf(document: number): number {
    const { cluster, subcluster } = this.rows[document]!;
    return this.#clusters.has(subcluster) ? subcluster : cluster;
  }

  /** The absolute path of the file that holds a document. */
  fileOf(document: number): string {
    return path.join(this.#base, this.rows[document]!.path);
  }

  /** The documents of a file: one, or a row each of a table. */
  documentsInFile(file: string): readonly number[] {
    return this.#byFile.get(file) ?? [];
  }

  /** Every file with a document, by its absolute path. */
  files(): Iterable<[string, readonly number[]]> {
    return this.#byFile.entries();
  }

  /** The index of the row with an id, or −1. */
  indexOf(id: string): number {
    this.#byId ??= new Map(this.rows.map((row, i) => [row.id, i]));
    return this.#byId.get(id) ?? -1;
  }

  /** The same documents under another analysis.json: renaming touches no row. */
  withAnalysis(analysis: Analysis): LoadedAnalysis {
    return new LoadedAnalysis(this.id, this.folder, analysis, this.rows);
  }
}

function push<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
