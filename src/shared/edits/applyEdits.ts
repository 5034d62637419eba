import type { Analysis, Cluster, DocumentRow, Keyword } from '../analysis';
import { clusterColourIndex, paletteSize } from '../clusterColours';
import type { Steps } from '../steps';
import { Decisions } from './decisions';
import type { ClusterRef, Edit, MadeEdit, SplitPart } from './editLog';

/** An analysis as a person's edits leave it. */
export interface EditedAnalysis {
  readonly analysis: Analysis;
  /** Rows that no edit touches are the objects they were. */
  readonly rows: readonly DocumentRow[];
  readonly pinned: ReadonlySet<number>;
  readonly ignored: ReadonlySet<number>;
  /** The least id that no cluster has or had. */
  readonly nextId: number;
  /** Edits that could not be made: what they are about is not there any more. */
  readonly leftOut: readonly Edit[];
  /** What a re-run has to keep to. */
  readonly decisions: Decisions;
}

/** How many documents are gone through at a step. */
const stride = 8192;

const keywordCount = 10;

/**
 * Replays edits on an analysis as the engine wrote it. Measures of the analysis stay those of the engine's clusters; the
 * cohesion of clusters that were merged is the mean of theirs by size.
 *
 * @param indexOf the index of the row with an id, or −1
 */
export function* applyEdits(
  analysis: Analysis,
  rows: readonly DocumentRow[],
  edits: readonly MadeEdit[],
  indexOf: (id: string) => number,
): Steps<EditedAnalysis> {
  if (edits.length === 0) return unedited(analysis, rows);
  const state = new EditState(analysis, rows, indexOf);
  const leftOut: Edit[] = [];
  for (const made of edits) {
    if (!state.apply(made, made.base === analysis.created)) leftOut.push(made.edit);
    yield;
  }
  return { ...(yield* state.result()), leftOut };
}

export function unedited(analysis: Analysis, rows: readonly DocumentRow[]): EditedAnalysis {
  const nextId = Math.max(-1, ...analysis.clusters.map(({ id }) => id)) + 1;
  return {
    analysis,
    rows,
    pinned: new Set(),
    ignored: new Set(),
    nextId,
    leftOut: [],
    decisions: new Decisions(analysis.edits?.apart),
  };
}

class EditState {
  readonly #analysis: Analysis;
  readonly #rows: readonly DocumentRow[];
  readonly #indexOf: (id: string) => number;
  /** In the order in which they are shown. */
  #clusters: Cluster[];
  readonly #idsBefore: ReadonlySet<number>;
  readonly #byId: Map<number, Cluster>;
  /** [documents] The deepest cluster of each, or −1 for noise. */
  readonly #home: Int32Array;
  readonly #pinned = new Set<number>();
  readonly #ignored = new Set<number>();
  /** Clusters whose members are not those they had. */
  readonly #touched = new Set<number>();
  readonly #decisions: Decisions;
  #nextId: number;

  constructor(analysis: Analysis, rows: readonly DocumentRow[], indexOf: (id: string) => number) {
    this.#analysis = analysis;
    this.#rows = rows;
    this.#indexOf = indexOf;
    const cut = analysis.clusters.filter(({ parent }) => parent === null).map(({ id }) => id);
    // Colours are those before the edits: one cluster fewer must not change those of the others.
    this.#clusters = analysis.clusters.map((cluster) =>
      cluster.parent === null
        ? { ...cluster, colour: cluster.colour ?? clusterColourIndex(cut.indexOf(cluster.id), cut.length) }
        : { ...cluster },
    );
    this.#byId = new Map(this.#clusters.map((cluster) => [cluster.id, cluster]));
    this.#idsBefore = new Set(this.#byId.keys());
    this.#home = Int32Array.from(rows, (row) => this.#homeBefore(row));
    this.#nextId = unedited(analysis, rows).nextId;
    this.#decisions = new Decisions(analysis.edits?.apart);
  }

  /** @returns false where what the edit is about is not there */
  apply({ edit, entry }: MadeEdit, isOwn: boolean): boolean {
    switch (edit.kind) {
      case 'rename':
        return this.#with(edit.cluster, isOwn, (cluster) => {
          this.#decisions.marked(entry, cluster.id);
          cluster.label = edit.label;
          delete cluster.namedBy;
          if (edit.by !== undefined) cluster.namedBy = edit.by;
        });
      case 'pin':
        return this.#with(edit.cluster, isOwn, ({ id }) => {
          this.#decisions.marked(entry, id);
          mark(this.#pinned, id, edit.isPinned);
        });
      case 'ignore':
        return this.#with(edit.cluster, isOwn, ({ id }) => {
          this.#decisions.marked(entry, id);
          mark(this.#ignored, id, edit.isIgnored);
        });
      case 'move':
        return this.#with(edit.to, isOwn, (to) => {
          for (const id of edit.documents) this.#move(this.#indexOf(id), to.id);
        });
      case 'merge':
        return this.#with(edit.into, isOwn, (into) => {
          for (const ref of edit.clusters) this.#with(ref, isOwn, (cluster) => this.#merge(cluster, into));
        });
      case 'split':
        return this.#with(edit.cluster, isOwn, (cluster) => this.#split(cluster, edit.parts));
    }
  }

  *result(): Steps<Omit<EditedAnalysis, 'leftOut'>> {
    const size = new Map<number, number>();
    const topOf = new Map(this.#clusters.map((cluster) => [cluster.id, this.#topOf(cluster)]));
    const home = this.#home;
    for (let d = 0; d < home.length; d++) {
      if (d % stride === 0) yield;
      for (let at = this.#byId.get(home[d]!); at !== undefined; at = this.#byId.get(at.parent ?? Number.NaN))
        size.set(at.id, (size.get(at.id) ?? 0) + 1);
    }
    const clearest = this.#clearestOfTouched();
    const rows = Array<DocumentRow>(home.length);
    for (let d = 0; d < home.length; d++) {
      if (d % stride === 0) yield;
      const row = this.#rows[d]!;
      const top = topOf.get(home[d]!);
      const { id, label } = top ?? { id: row.cluster, label: row.cluster_label };
      const isSame = row.cluster === id && row.cluster_label === label && this.#homeBefore(row) === home[d];
      rows[d] = isSame ? row : { ...row, cluster: id, cluster_label: label, subcluster: home[d]! };
    }
    const clusters = this.#clusters
      .filter(({ id }) => (size.get(id) ?? 0) > 0)
      .map((cluster) => ({
        ...cluster,
        size: size.get(cluster.id)!,
        medoid: clearest.get(cluster.id) ?? cluster.medoid,
      }));
    return {
      ...{ analysis: { ...this.#analysis, clusters }, rows, nextId: this.#nextId },
      ...{ pinned: this.#pinned, ignored: this.#ignored, decisions: this.#decisions },
    };
  }

  #homeBefore(row: DocumentRow): number {
    return this.#idsBefore.has(row.subcluster) ? row.subcluster : row.cluster;
  }

  #with(ref: ClusterRef, isOwn: boolean, change: (cluster: Cluster) => void): boolean {
    const cluster = (isOwn ? this.#byId.get(ref.id) : undefined) ?? this.#anchored(ref);
    if (cluster === undefined) return false;
    change(cluster);
    return true;
  }

  /** The cluster of the same depth that holds most of the anchors, where that is more than half of those still there. */
  #anchored({ anchors, isPart }: ClusterRef): Cluster | undefined {
    const counts = new Map<Cluster, number>();
    let there = 0;
    for (const id of anchors) {
      const document = this.#indexOf(id);
      if (document < 0) continue;
      there++;
      const home = this.#byId.get(this.#home[document]!);
      const cluster = home && (isPart ? home : this.#topOf(home));
      if (cluster !== undefined) counts.set(cluster, (counts.get(cluster) ?? 0) + 1);
    }
    const [best] = [...counts].sort((a, b) => b[1] - a[1]);
    return best !== undefined && best[1] > there / 2 ? best[0] : undefined;
  }

  #topOf(cluster: Cluster): Cluster {
    let at = cluster;
    for (let parent = this.#byId.get(at.parent ?? Number.NaN); parent !== undefined;) {
      at = parent;
      parent = this.#byId.get(at.parent ?? Number.NaN);
    }
    return at;
  }

  #move(document: number, cluster: number): void {
    const before = this.#home[document];
    if (before === undefined || before === cluster) return;
    this.#decisions.moved(document, before, cluster);
    this.#put(document, cluster);
  }

  #put(document: number, cluster: number): void {
    const before = this.#home[document];
    if (before === undefined || before === cluster) return;
    this.#touched.add(before).add(cluster);
    this.#home[document] = cluster;
  }

  #merge(cluster: Cluster, into: Cluster): void {
    if (this.#isWithin(into, cluster) || this.#isWithin(cluster, into)) {
      if (cluster !== into && this.#isWithin(cluster, into)) this.#dissolve(cluster, into);
      return;
    }
    const total = cluster.size + into.size || 1;
    into.keywords = mixedKeywords(cluster, into);
    into.cohesion = (cluster.cohesion * cluster.size + into.cohesion * into.size) / total;
    into.size = total;
    if (cluster.parent === null && into.parent === null) {
      for (const part of this.#clusters) if (part.parent === cluster.id) part.parent = into.id;
      this.#decisions.merged([cluster.id], into.id);
      this.#moveAll(new Set([cluster.id]), into.id);
      this.#remove(new Set([cluster.id]));
    } else this.#dissolve(cluster, into);
  }

  /** All documents of a cluster and its parts go to another, which keeps no parts of it. */
  #dissolve(cluster: Cluster, into: Cluster): void {
    const within = new Set(this.#clusters.filter((each) => this.#isWithin(each, cluster)).map(({ id }) => id));
    this.#decisions.merged(within, into.id);
    this.#moveAll(within, into.id);
    this.#remove(within);
  }

  #split(cluster: Cluster, parts: readonly SplitPart[]): void {
    const within = new Set(this.#clusters.filter((each) => this.#isWithin(each, cluster)).map(({ id }) => id));
    const made = parts.map(({ id, label, keywords, medoid, cohesion, documents }) => {
      const members = documents.map(this.#indexOf).filter((d) => d >= 0 && within.has(this.#home[d]!));
      const isFree = id >= this.#nextId;
      const part: Cluster = { id: isFree ? id : this.#nextId, parent: cluster.parent, size: members.length, label, keywords, medoid, cohesion }; // prettier-ignore
      this.#nextId = Math.max(this.#nextId, part.id) + 1;
      return { part, members };
    });
    const largest = made.reduce<(typeof made)[number] | undefined>(
      (best, each) => (best !== undefined && best.members.length >= each.members.length ? best : each),
      undefined,
    );
    if (largest === undefined || largest.members.length === 0) return;
    this.#decisions.split(within, made.map(({ part }) => part.id)); // prettier-ignore
    if (cluster.parent === null) this.#colourParts(cluster, largest.part, made.map(({ part }) => part)); // prettier-ignore
    const at = this.#clusters.indexOf(cluster);
    this.#clusters.splice(at, 0, ...made.map(({ part }) => part));
    for (const { part, members } of made) {
      this.#byId.set(part.id, part);
      for (const d of members) this.#put(d, part.id);
    }
    this.#moveAll(within, largest.part.id); // what came to the cluster since
    this.#remove(within);
  }

  /** The largest part has the cluster's colour, each other the nearest that no cluster has. */
  #colourParts({ colour = 0 }: Cluster, largest: Cluster, parts: readonly Cluster[]): void {
    const taken = new Set(this.#clusters.map((each) => each.colour));
    for (const part of parts) {
      let found = colour;
      if (part !== largest)
        for (let step = 1; step < paletteSize && taken.has(found); step++)
          found = (colour + (step % 2 === 1 ? 1 : -1) * Math.ceil(step / 2) + paletteSize) % paletteSize;
      part.colour = found;
      taken.add(found);
    }
  }

  #moveAll(from: ReadonlySet<number>, to: number): void {
    for (let d = 0; d < this.#home.length; d++) if (from.has(this.#home[d]!)) this.#home[d] = to;
  }

  #remove(ids: ReadonlySet<number>): void {
    this.#clusters = this.#clusters.filter(({ id }) => !ids.has(id));
    for (const id of ids) {
      this.#byId.delete(id);
      this.#pinned.delete(id);
      this.#ignored.delete(id);
    }
  }

  #isWithin(cluster: Cluster, other: Cluster): boolean {
    for (let at: Cluster | undefined = cluster; at !== undefined; at = this.#byId.get(at.parent ?? Number.NaN))
      if (at === other) return true;
    return false;
  }

  /** The clearest member of each cluster whose most typical document was moved away. */
  #clearestOfTouched(): Map<number, string> {
    const lost = new Map<number, Cluster>();
    for (const id of this.#touched) {
      for (let at = this.#byId.get(id); at !== undefined; at = this.#byId.get(at.parent ?? Number.NaN)) {
        const medoid = this.#byId.get(this.#home[this.#indexOf(at.medoid)] ?? Number.NaN);
        if (medoid === undefined || !this.#isWithin(medoid, at)) lost.set(at.id, at);
      }
    }
    const best = new Map<number, number>();
    if (lost.size === 0) return new Map();
    for (let d = 0; d < this.#home.length; d++)
      for (let at = this.#byId.get(this.#home[d]!); at !== undefined; at = this.#byId.get(at.parent ?? Number.NaN)) {
        if (!lost.has(at.id)) continue;
        const before = best.get(at.id);
        if (before === undefined || this.#rows[d]!.confidence > this.#rows[before]!.confidence) best.set(at.id, d);
      }
    return new Map(Array.from(best, ([id, d]) => [id, this.#rows[d]!.id]));
  }
}

function mark(set: Set<number>, id: number, isIn: boolean): void {
  if (isIn) set.add(id);
  else set.delete(id);
}

/** Keywords of two clusters, weighted by how many documents each has. */
function mixedKeywords(a: Cluster, b: Cluster): Keyword[] {
  const total = a.size + b.size || 1;
  const weights = new Map<string, number>();
  for (const { size, keywords } of [a, b])
    for (const { term, weight } of keywords) weights.set(term, (weights.get(term) ?? 0) + (weight * size) / total);
  return Array.from(weights, ([term, weight]) => ({ term, weight }))
    .sort((x, y) => y.weight - x.weight)
    .slice(0, keywordCount);
}
