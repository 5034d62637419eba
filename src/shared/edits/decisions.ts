/**
 * What edits say of which documents belong together: the must-links and cannot-links (Wagstaff, Cardie, Rogers, Schrödl, "Constrained k-means
 * clustering with background knowledge", ICML 2001) of whole clusters as a person leaves them. A later edit goes before an earlier one.
 */
export class Decisions {
  /** Documents that were moved. */
  readonly documents = new Set<number>();
  /** Clusters all of whose documents belong together: what was merged, and each part of what was split. */
  readonly whole = new Set<number>();
  /** Clusters that documents were moved to or out of. */
  readonly touched = new Set<number>();
  /** Clusters that a later edit did away with the separation of. */
  readonly contradicted: (readonly [number, number])[] = [];
  /** The cluster that each entry of the log named or marked. */
  readonly #marked = new Map<number, number>();
  #apart: readonly (readonly [number, number])[];

  /** @param apart pairs of clusters that earlier edits have taken apart */
  constructor(apart: readonly (readonly [number, number])[] = []) {
    this.#apart = apart;
  }

  /** Pairs of clusters that may not come together. */
  get apart(): readonly (readonly [number, number])[] {
    return this.#apart;
  }

  /** Entries that named or marked a cluster which is not there any more. */
  spent(isThere: (cluster: number) => boolean): number[] {
    return Array.from(this.#marked).filter(([, cluster]) => !isThere(cluster)).map(([entry]) => entry); // prettier-ignore
  }

  marked(entry: number, cluster: number): void {
    this.#marked.set(entry, cluster);
  }

  /** @param from −1 where it was in no cluster */
  moved(document: number, from: number, to: number): void {
    this.documents.add(document);
    this.touched.add(to);
    if (from < 0) return;
    this.touched.add(from);
    this.#part(from, to);
  }

  merged(clusters: Iterable<number>, into: number): void {
    const from = new Set(clusters);
    from.delete(into);
    this.#forget(from);
    this.whole.add(into);
    this.#rename((cluster) => [from.has(cluster) ? into : cluster]);
  }

  split(clusters: Iterable<number>, parts: readonly number[]): void {
    const from = new Set(clusters);
    this.#forget(from);
    this.#rename((cluster) => (from.has(cluster) ? parts : [cluster]));
    for (const [i, part] of parts.entries()) {
      this.whole.add(part);
      for (const other of parts.slice(0, i)) this.#part(other, part);
    }
  }

  #forget(clusters: Iterable<number>): void {
    for (const cluster of clusters) {
      this.whole.delete(cluster);
      this.touched.delete(cluster);
    }
  }

  #part(a: number, b: number): void {
    const isKnown = this.#apart.some(([c, d]) => (a === c && b === d) || (a === d && b === c));
    if (a !== b && !isKnown) this.#apart = [...this.#apart, [a, b]];
  }

  #rename(now: (cluster: number) => readonly number[]): void {
    const before = this.#apart;
    this.#apart = [];
    for (const [a, b] of before)
      for (const x of now(a))
        for (const y of now(b))
          if (x === y) this.contradicted.push([a, b]);
          else this.#part(x, y);
  }
}
