import type { SourceDocument } from './document';

/** Gives each document an id of its own: the second 'a' becomes 'a~2', the third 'a~3'. */
export class UniqueIds {
  /** How many ids had to be changed. */
  changed = 0;
  private readonly seen = new Map<string, number>();

  claim(document: SourceDocument): SourceDocument {
    const { id } = document;
    let count = this.seen.get(id);
    if (count === undefined) {
      this.seen.set(id, 1);
      return document;
    }
    let candidate: string;
    do candidate = `${id}~${++count}`;
    while (this.seen.has(candidate));
    this.seen.set(id, count);
    this.seen.set(candidate, 1);
    this.changed++;
    return { ...document, id: candidate };
  }
}
