/** A list of 32-bit integers that grows by doubling: token streams of unknown length. */
export class IntList {
  private values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Int32Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index]!;
  }

  set(index: number, value: number): void {
    this.values[index] = value;
  }

  increment(index: number): void {
    this.values[index] = this.values[index]! + 1;
  }

  /** The values themselves, until the next push. */
  view(): Int32Array {
    return this.values.subarray(0, this.length);
  }
}
