/** Cells along a side at the deepest level: 2 to this power. */
const depth = 16;
/** A cell of so few points is not divided further. */
const leafPoints = 4;
const cellFields = 4;

/**
 * Points of the plane in nested squares, for sums over all pairs in O(n log n). Built anew for each layout into the same
 * memory. Source: Barnes and Hut, Nature 324, 1986; van der Maaten, "Accelerating t-SNE using tree-based algorithms", JMLR 2014.
 */
export class QuadTree {
  /** Each cell's middle of mass (x, y), its number of points and its squared side, in depth-first order. */
  private cells = new Float64Array(0); // [cells × 4]
  /** The cell that comes after all that a cell holds. */
  private next = new Int32Array(0); // [cells]
  /** The first of a leaf's points in `order`, −1 for a cell that is divided. */
  private first = new Int32Array(0); // [cells]
  private count = 0;
  /** Points along the Z-order curve, so that near points are near in memory. */
  private order = new Int32Array(0);
  private spare = new Int32Array(0);
  private codes = new Uint32Array(0);
  private sorted = new Float64Array(0); // [points × 2]

  /** @param layout [points × 2], finite */
  build(layout: Float64Array): void {
    const points = layout.length / 2;
    if (this.order.length !== points) this.allocate(points);
    const side = this.encode(layout);
    this.sort();
    for (let p = 0; p < points; p++) {
      this.sorted[2 * p] = layout[2 * this.order[p]!]!;
      this.sorted[2 * p + 1] = layout[2 * this.order[p]! + 1]!;
    }
    this.count = 0;
    if (points > 0) this.divide(0, points, side, depth);
  }

  /**
   * For the points of places `from` … `to` − 1 along the curve: adds to each the force with which all others push it away,
   * Σ q² (y_i − y_j) with q = 1 / (1 + |y_i − y_j|²). A cell whose side is less than `angle` times its distance counts as one
   * point.
   *
   * @param angle at most 0.7
   * @param forces [points × 2]
   * @returns Σ q over the pairs of these points with all others
   */
  repel(from: number, to: number, angle: number, forces: Float64Array): number {
    const { cells, next, first, sorted, order, count } = this;
    const opening = 1 / (angle * angle);
    let sum = 0;
    for (let p = from; p < to; p++) {
      const x = sorted[2 * p]!;
      const y = sorted[2 * p + 1]!;
      let forceX = 0;
      let forceY = 0;
      for (let cell = 0; cell < count;) {
        const at = cell * cellFields;
        const dx = x - cells[at]!;
        const dy = y - cells[at + 1]!;
        const square = dx * dx + dy * dy;
        if (cells[at + 3]! * opening < square) {
          const q = 1 / (1 + square);
          const share = cells[at + 2]! * q;
          sum += share;
          forceX += share * q * dx;
          forceY += share * q * dy;
          cell = next[cell]!;
          continue;
        }
        const start = first[cell]!;
        cell++;
        if (start < 0) continue;
        const end = start + cells[at + 2]!;
        for (let other = start; other < end; other++) {
          if (other === p) continue;
          const ox = x - sorted[2 * other]!;
          const oy = y - sorted[2 * other + 1]!;
          const q = 1 / (1 + ox * ox + oy * oy);
          sum += q;
          forceX += q * q * ox;
          forceY += q * q * oy;
        }
      }
      const i = order[p]!;
      forces[2 * i] = forces[2 * i]! + forceX;
      forces[2 * i + 1] = forces[2 * i + 1]! + forceY;
    }
    return sum;
  }

  private allocate(points: number): void {
    this.order = new Int32Array(points);
    this.spare = new Int32Array(points);
    this.codes = new Uint32Array(points);
    this.sorted = new Float64Array(2 * points);
  }

  /** Writes each point's place on the Z-order curve; returns the side of the square that holds all. */
  private encode(layout: Float64Array): number {
    let [leastX, leastY, mostX, mostY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let at = 0; at < layout.length; at += 2) {
      leastX = Math.min(leastX, layout[at]!);
      mostX = Math.max(mostX, layout[at]!);
      leastY = Math.min(leastY, layout[at + 1]!);
      mostY = Math.max(mostY, layout[at + 1]!);
    }
    const side = Math.max(mostX - leastX, mostY - leastY);
    const scale = side > 0 ? (2 ** depth - 1) / side : 0;
    for (let i = 0; i < this.codes.length; i++) {
      const column = (layout[2 * i]! - leastX) * scale;
      const row = (layout[2 * i + 1]! - leastY) * scale;
      this.codes[i] = (spread(column) | (spread(row) << 1)) >>> 0;
    }
    return side;
  }

  /** Sorts the points by their codes; of equals the lower number comes first. Radix 2⁸. */
  private sort(): void {
    const { codes } = this;
    for (let i = 0; i < codes.length; i++) this.order[i] = i;
    const starts = new Int32Array(257);
    for (let shift = 0; shift < 32; shift += 8) {
      starts.fill(0);
      for (const code of codes) starts[((code >>> shift) & 255) + 1]!++;
      for (let digit = 0; digit < 256; digit++) starts[digit + 1]! += starts[digit]!;
      for (const i of this.order) this.spare[starts[(codes[i]! >>> shift) & 255]!++] = i;
      [this.order, this.spare] = [this.spare, this.order];
    }
  }

  /** Makes the cell of the points `from` … `to` − 1, which agree in all levels of the curve above `level`. */
  private divide(from: number, to: number, side: number, level: number): void {
    const cell = this.count++;
    this.grow();
    const isLeaf = to - from <= leafPoints || level === 0;
    let [x, y] = [0, 0];
    for (let p = from; p < to; p++) {
      x += this.sorted[2 * p]!;
      y += this.sorted[2 * p + 1]!;
    }
    this.cells[cell * cellFields] = x / (to - from);
    this.cells[cell * cellFields + 1] = y / (to - from);
    this.cells[cell * cellFields + 2] = to - from;
    // Where all points are at one place their mean may be rounded to another: such a cell never counts as one point.
    this.cells[cell * cellFields + 3] = side > 0 ? side * side : Infinity;
    this.first[cell] = isLeaf ? from : -1;
    if (!isLeaf) {
      const shift = 2 * (level - 1);
      const quarterOf = (p: number): number => (this.codes[this.order[p]!]! >>> shift) & 3;
      for (let start = from; start < to;) {
        const quarter = quarterOf(start);
        let end = start + 1;
        while (end < to && quarterOf(end) === quarter) end++;
        this.divide(start, end, side / 2, level - 1);
        start = end;
      }
    }
    this.next[cell] = this.count;
  }

  private grow(): void {
    if (this.count <= this.next.length) return;
    const size = Math.max(64, 2 * this.next.length);
    this.cells = enlarged(this.cells, new Float64Array(size * cellFields));
    this.next = enlarged(this.next, new Int32Array(size));
    this.first = enlarged(this.first, new Int32Array(size));
  }
}

function enlarged<T extends Float64Array | Int32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

/** The bits of a 16-bit number with a zero before each. */
function spread(value: number): number {
  let bits = value & 0xffff;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}
