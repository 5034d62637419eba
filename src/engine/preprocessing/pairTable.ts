/**
 * Counts of pairs of non-negative integers, in one hash table of typed arrays (open addressing, linear probing). A pair
 * (a, b) is the number a · width + b, exact below 2⁵³.
 */
export class PairTable {
  private keys: Float64Array;
  private counts: Uint32Array;
  private mask: number;
  size = 0;

  constructor(
    private readonly width: number,
    capacity = 1 << 16,
  ) {
    this.keys = new Float64Array(capacity).fill(-1);
    this.counts = new Uint32Array(capacity);
    this.mask = capacity - 1;
  }

  private slotOf(key: number): number {
    // The halves of the key are mixed by Knuth's multiplicative hashing.
    const high = Math.floor(key / 4294967296);
    let hash = Math.imul((key >>> 0) ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
    hash ^= hash >>> 15;
    let slot = hash & this.mask;
    while (this.keys[slot] !== key && this.keys[slot] !== -1) slot = (slot + 1) & this.mask;
    return slot;
  }

  add(a: number, b: number, count = 1): void {
    const key = a * this.width + b;
    let slot = this.slotOf(key);
    if (this.keys[slot] === -1) {
      if (this.size * 2 >= this.keys.length) {
        this.rebuild(this.keys.length * 2, 0);
        slot = this.slotOf(key);
      }
      this.keys[slot] = key;
      this.size++;
    }
    this.counts[slot] = this.counts[slot]! + count;
  }

  /** 0 for a pair that was never added. */
  get(a: number, b: number): number {
    return this.counts[this.slotOf(a * this.width + b)]!;
  }

  /** Forgets the pairs that were counted at most `limit` times: memory stays bounded (lossy counting). */
  prune(limit: number): void {
    this.rebuild(this.keys.length, limit);
  }

  private rebuild(capacity: number, limit: number): void {
    const { keys, counts } = this;
    this.keys = new Float64Array(capacity).fill(-1);
    this.counts = new Uint32Array(capacity);
    this.mask = capacity - 1;
    this.size = 0;
    for (let slot = 0; slot < keys.length; slot++) {
      if (keys[slot] === -1 || counts[slot]! <= limit) continue;
      const to = this.slotOf(keys[slot]!);
      this.keys[to] = keys[slot]!;
      this.counts[to] = counts[slot]!;
      this.size++;
    }
  }

  /** Every pair that was counted at least so often, with its count, in no promised order. */
  *entries(least = 1): Generator<readonly [a: number, b: number, count: number]> {
    for (let slot = 0; slot < this.keys.length; slot++) {
      const key = this.keys[slot]!;
      if (key !== -1 && this.counts[slot]! >= least)
        yield [Math.floor(key / this.width), key % this.width, this.counts[slot]!];
    }
  }
}
