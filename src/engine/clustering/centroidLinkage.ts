import type { Matrix } from '../math/matrix';
import type { Breather } from '../runContext';
import { Centroids } from './centroids';
import type { Merges } from './dendrogram';

/**
 * Ward's linkage by the nearest-neighbour chain on centroids: the growth of the variance on merging clusters of a and b
 * rows is a·b/(a + b) times the squared distance of their centroids. O(n²·columns) time, O(n·columns) memory.
 * Source: Müllner, "Modern hierarchical, agglomerative clustering algorithms", 2011.
 *
 * @returns n − 1 merges of representatives (rows), unsorted, with squared heights
 */
export async function wardThroughCentroids(
  x: Matrix,
  report: (done: number) => void,
  breathe: Breather,
): Promise<Merges> {
  const n = x.rows;
  const merges = emptyMerges(n);
  const centroids = new Centroids(x);
  let chain = new Int32Array(n);
  let tip = 0;
  let first = 0; // no slot below it is in use
  for (let merge = 0; merge < n - 1; merge++) {
    if (tip === 0) {
      while (centroids.size[first] === 0) first++;
      chain[0] = first;
      tip = 1;
    }
    let slot: number;
    let neighbour: number;
    let least: number;
    for (;;) {
      slot = chain[tip - 1]!;
      const previous = tip > 1 ? chain[tip - 2]! : -1;
      const squared = centroids.squaredFrom(slot);
      const { size } = centroids;
      const own = size[slot]!;
      neighbour = previous;
      least = previous < 0 ? Infinity : (squared[previous]! * 2 * (own * size[previous]!)) / (own + size[previous]!);
      for (let other = first; other < size.length; other++) {
        const otherSize = size[other]!;
        if (otherSize === 0 || other === slot) continue;
        const distance = (squared[other]! * 2 * (own * otherSize)) / (own + otherSize);
        if (distance < least) {
          least = distance;
          neighbour = other;
        }
      }
      if (breathe.due()) {
        report(merge);
        await breathe();
      }
      if (neighbour === previous) break;
      chain[tip++] = neighbour;
    }
    tip -= 2;
    const gone = Math.min(slot, neighbour);
    const kept = Math.max(slot, neighbour);
    write(merges, merge, centroids.leaf[gone]!, centroids.leaf[kept]!, least);
    centroids.merge(gone, kept, centroids.size[kept]! / (centroids.size[gone]! + centroids.size[kept]!));
    const newSlot = centroids.packed();
    if (newSlot === undefined) continue;
    chain = chain.map((old, place) => (place < tip ? newSlot[old]! : 0));
    first = 0;
  }
  return merges;
}

/**
 * Centroid and median linkage: always the closest pair, through each slot's nearest among the slots after it, looked up
 * again only where it may have changed. O(n²·columns) time in practice, O(n·columns) memory. Heights may fall.
 * Source: the "generic algorithm" of Müllner 2011, on centroids instead of a matrix of distances.
 *
 * @returns n − 1 merges of representatives (rows) in order, with squared heights
 */
export async function closestCentroids(
  x: Matrix,
  method: 'centroid' | 'median',
  report: (done: number) => void,
  breathe: Breather,
): Promise<Merges> {
  const n = x.rows;
  const merges = emptyMerges(n);
  const centroids = new Centroids(x);
  const candidates = new Candidates(centroids);
  for (let slot = 0; slot < n - 1; slot++) {
    candidates.lookUp(slot, centroids.squaredFrom(slot));
    if (breathe.due()) await breathe();
  }
  for (let merge = 0; merge < n - 1; merge++) {
    let gone = candidates.closest();
    while (!candidates.isExact(gone)) {
      candidates.lookUp(gone, centroids.squaredFrom(gone));
      if (breathe.due()) await breathe();
      gone = candidates.closest();
    }
    const kept = candidates.neighbour[gone]!;
    const { size, leaf } = centroids;
    write(merges, merge, leaf[gone]!, leaf[kept]!, candidates.squared[gone]!);
    centroids.merge(gone, kept, method === 'median' ? 0.5 : size[kept]! / (size[gone]! + size[kept]!));
    candidates.afterMerge(gone, kept, centroids.squaredFrom(kept));
    const newSlot = centroids.packed();
    if (newSlot !== undefined) candidates.move(newSlot);
    if (breathe.due()) {
      report(merge);
      await breathe();
    }
  }
  return merges;
}

/** The nearest later slot of each slot, or a lower bound of its distance. */
class Candidates {
  neighbour: Int32Array;
  squared: Float64Array;
  #isExact: Uint8Array;

  constructor(private readonly centroids: Centroids) {
    this.neighbour = new Int32Array(centroids.slots).fill(-1);
    this.squared = new Float64Array(centroids.slots).fill(Infinity);
    this.#isExact = new Uint8Array(centroids.slots);
  }

  isExact(slot: number): boolean {
    return this.#isExact[slot] === 1;
  }

  /** The slot whose candidate is nearest; of equals the first. */
  closest(): number {
    let best = -1;
    let least = Infinity;
    const { squared } = this;
    for (let slot = 0; slot < squared.length; slot++)
      if (squared[slot]! < least) {
        least = squared[slot]!;
        best = slot;
      }
    return best;
  }

  lookUp(slot: number, squared: Float32Array): void {
    const { size } = this.centroids;
    let best = -1;
    let least = Infinity;
    for (let other = slot + 1; other < size.length; other++)
      if (size[other] !== 0 && squared[other]! < least) {
        least = squared[other]!;
        best = other;
      }
    this.#set(slot, best, least);
  }

  /** @param squared distances of `kept`'s new centroid */
  afterMerge(gone: number, kept: number, squared: Float32Array): void {
    const { size } = this.centroids;
    this.#set(gone, -1, Infinity);
    for (let slot = 0; slot < kept; slot++) {
      if (size[slot] === 0) continue;
      if (squared[slot]! < this.squared[slot]!) this.#set(slot, kept, squared[slot]!);
      else if (this.neighbour[slot] === gone || this.neighbour[slot] === kept) {
        this.neighbour[slot] = kept;
        this.#isExact[slot] = 0; // its distance grew: what is noted is a lower bound now
      }
    }
    this.lookUp(kept, squared);
  }

  move(newSlot: Int32Array): void {
    const old = { neighbour: this.neighbour, squared: this.squared, isExact: this.#isExact };
    const { slots } = this.centroids;
    this.neighbour = new Int32Array(slots).fill(-1);
    this.squared = new Float64Array(slots).fill(Infinity);
    this.#isExact = new Uint8Array(slots);
    newSlot.forEach((slot, from) => {
      if (slot < 0) return;
      const neighbour = old.neighbour[from]!;
      this.neighbour[slot] = neighbour < 0 ? -1 : newSlot[neighbour]!;
      this.squared[slot] = old.squared[from]!;
      this.#isExact[slot] = old.isExact[from]!;
    });
  }

  #set(slot: number, neighbour: number, squared: number): void {
    this.neighbour[slot] = neighbour;
    this.squared[slot] = squared;
    this.#isExact[slot] = neighbour < 0 ? 0 : 1;
  }
}

function emptyMerges(n: number): Merges {
  return { left: new Int32Array(n - 1), right: new Int32Array(n - 1), heights: new Float64Array(n - 1) };
}

function write({ left, right, heights }: Merges, merge: number, a: number, b: number, height: number): void {
  left[merge] = a;
  right[merge] = b;
  heights[merge] = height;
}
