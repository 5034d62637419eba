/** From two UTF-16 code units to a number: a hash table of typed arrays, many times as fast as a Map of strings. */
export class CodePairIndex {
  private keys = new Int32Array(1 << 14);
  private values = new Int32Array(1 << 14).fill(-1);
  private size = 0;

  private slotOf(key: number): number {
    const mask = this.keys.length - 1;
    let hash = Math.imul(key, 0x9e3779b1);
    hash ^= hash >>> 15;
    let slot = hash & mask;
    while (this.values[slot] !== -1 && this.keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  /** −1 where there is none. */
  get(first: number, second: number): number {
    return this.values[this.slotOf((first << 16) | second)]!;
  }

  set(first: number, second: number, value: number): void {
    if (this.size * 2 >= this.keys.length) this.grow();
    const key = (first << 16) | second;
    const slot = this.slotOf(key);
    if (this.values[slot] === -1) this.size++;
    this.keys[slot] = key;
    this.values[slot] = value;
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Int32Array(keys.length * 2);
    this.values = new Int32Array(keys.length * 2).fill(-1);
    for (let slot = 0; slot < keys.length; slot++) {
      if (values[slot] === -1) continue;
      const to = this.slotOf(keys[slot]!);
      this.keys[to] = keys[slot]!;
      this.values[to] = values[slot]!;
    }
  }
}
