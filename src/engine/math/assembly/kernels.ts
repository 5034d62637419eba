// SIMD kernels in AssemblyScript, compiled to dist/kernels.wasm. Pointers are byte offsets into the memory that the caller
// made; rows are padded with zeros to a multiple of 4 columns unless said otherwise. src/engine/math/kernels.ts is the door.

export * from './bottleneck';
export * from './layout';

@inline function sumLanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3);
}

@inline function addSquare(sum: v128, a: v128, b: v128): v128 {
  const difference = f32x4.sub(a, b);
  return f32x4.add(sum, f32x4.mul(difference, difference));
}

@inline function addProduct(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/** One row against many, four at a time. Sums in the same order as `squaredDistances`. */
function squaredDistancesOfRow(a: usize, b: usize, bRows: i32, rowBytes: usize, out: usize): void {
  const end = out + (<usize>bRows << 2);
  for (; out + 12 < end; out += 16) {
    const b1 = b + rowBytes, b2 = b1 + rowBytes, b3 = b2 + rowBytes;
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let k: usize = 0; k < rowBytes; k += 16) {
      const x = v128.load(a + k);
      s0 = addSquare(s0, x, v128.load(b + k));
      s1 = addSquare(s1, x, v128.load(b1 + k));
      s2 = addSquare(s2, x, v128.load(b2 + k));
      s3 = addSquare(s3, x, v128.load(b3 + k));
    }
    f32.store(out, sumLanes(s0));
    f32.store(out, sumLanes(s1), 4);
    f32.store(out, sumLanes(s2), 8);
    f32.store(out, sumLanes(s3), 12);
    b = b3 + rowBytes;
  }
  for (; out < end; out += 4) {
    let s = f32x4.splat(0);
    for (let k: usize = 0; k < rowBytes; k += 16) s = addSquare(s, v128.load(a + k), v128.load(b + k));
    f32.store(out, sumLanes(s));
    b += rowBytes;
  }
}

/** out[i * bRows + j] = |a_i − b_j|². a [aRows × d], b [bRows × d], d a multiple of 4. */
export function squaredDistances(a: usize, aRows: i32, b: usize, bRows: i32, d: i32, out: usize): void {
  const rowBytes: usize = (<usize>d) << 2;
  if (aRows == 1) {
    squaredDistancesOfRow(a, b, bRows, rowBytes, out);
    return;
  }
  for (let i = 0; i < aRows; i += 2) {
    const a0 = a + <usize>i * rowBytes;
    const hasSecond = i + 1 < aRows;
    const a1 = hasSecond ? a0 + rowBytes : a0;
    for (let j = 0; j < bRows; j += 2) {
      const b0 = b + <usize>j * rowBytes;
      const hasNext = j + 1 < bRows;
      const b1 = hasNext ? b0 + rowBytes : b0;
      let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00;
      for (let k: usize = 0; k < rowBytes; k += 16) {
        const x0 = v128.load(a0 + k), x1 = v128.load(a1 + k);
        const y0 = v128.load(b0 + k), y1 = v128.load(b1 + k);
        s00 = addSquare(s00, x0, y0);
        s01 = addSquare(s01, x0, y1);
        s10 = addSquare(s10, x1, y0);
        s11 = addSquare(s11, x1, y1);
      }
      const at = out + (<usize>(i * bRows + j) << 2);
      f32.store(at, sumLanes(s00));
      if (hasNext) f32.store(at + 4, sumLanes(s01));
      if (hasSecond) {
        const below = at + ((<usize>bRows) << 2);
        f32.store(below, sumLanes(s10));
        if (hasNext) f32.store(below + 4, sumLanes(s11));
      }
    }
  }
}

/** c = a · b. a [m × k], b [k × n], c [m × n]; m a multiple of 4, n a multiple of 8; panel: room for k × 8 floats. */
export function multiply(a: usize, b: usize, c: usize, m: i32, n: i32, k: i32, panel: usize): void {
  const aRow: usize = (<usize>k) << 2;
  const cRow: usize = (<usize>n) << 2;
  for (let j = 0; j < n; j += 8) {
    let from = b + (<usize>j << 2);
    let to = panel;
    for (let t = 0; t < k; t++) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      from += cRow;
      to += 32;
    }
    for (let i = 0; i < m; i += 4) {
      let p0 = a + <usize>i * aRow, p1 = p0 + aRow, p2 = p1 + aRow, p3 = p2 + aRow;
      let q = panel;
      let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
      for (let t = 0; t < k; t++) {
        const y0 = v128.load(q), y1 = v128.load(q, 16);
        q += 32;
        let x = v128.load32_splat(p0);
        s00 = addProduct(s00, x, y0);
        s01 = addProduct(s01, x, y1);
        x = v128.load32_splat(p1);
        s10 = addProduct(s10, x, y0);
        s11 = addProduct(s11, x, y1);
        x = v128.load32_splat(p2);
        s20 = addProduct(s20, x, y0);
        s21 = addProduct(s21, x, y1);
        x = v128.load32_splat(p3);
        s30 = addProduct(s30, x, y0);
        s31 = addProduct(s31, x, y1);
        p0 += 4; p1 += 4; p2 += 4; p3 += 4;
      }
      let at = c + <usize>i * cRow + (<usize>j << 2);
      v128.store(at, s00); v128.store(at, s01, 16); at += cRow;
      v128.store(at, s10); v128.store(at, s11, 16); at += cRow;
      v128.store(at, s20); v128.store(at, s21, 16); at += cRow;
      v128.store(at, s30); v128.store(at, s31, 16);
    }
  }
}

/**
 * out = s · x for a sparse s in compressed rows. x [columns × d] in panels of 16 columns one after the other, out [rows × d], d a
 * multiple of 16; out is overwritten. A panel stays in the cache, and a row's sums in registers.
 */
export function sparseTimesDense(offsets: usize, indices: usize, values: usize, rows: i32, x: usize, xRows: i32, d: i32, out: usize): void {
  const rowBytes: usize = (<usize>d) << 2;
  for (let column: usize = 0; column < rowBytes; column += 64) {
    const panel = x + column * <usize>xRows;
    for (let i = 0; i < rows; i++) {
      let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
      const end = load<u32>(offsets + (<usize>(i + 1) << 2));
      for (let e = load<u32>(offsets + (<usize>i << 2)); e < end; e++) {
        const value = v128.load32_splat(values + (<usize>e << 2));
        const from = panel + (<usize>load<u32>(indices + (<usize>e << 2)) << 6);
        s0 = addProduct(s0, value, v128.load(from));
        s1 = addProduct(s1, value, v128.load(from, 16));
        s2 = addProduct(s2, value, v128.load(from, 32));
        s3 = addProduct(s3, value, v128.load(from, 48));
      }
      const to = out + <usize>i * rowBytes + column;
      v128.store(to, s0);
      v128.store(to, s1, 16);
      v128.store(to, s2, 32);
      v128.store(to, s3, 48);
    }
  }
}

/** out += sᵀ · y for a sparse s in compressed rows. y [rows × d], out [columns × d] in panels as above, d a multiple of 16. */
export function sparseTransposedTimesDense(offsets: usize, indices: usize, values: usize, rows: i32, y: usize, outRows: i32, d: i32, out: usize): void {
  const rowBytes: usize = (<usize>d) << 2;
  for (let column: usize = 0; column < rowBytes; column += 64) {
    const panel = out + column * <usize>outRows;
    for (let i = 0; i < rows; i++) {
      const from = y + <usize>i * rowBytes + column;
      const y0 = v128.load(from), y1 = v128.load(from, 16), y2 = v128.load(from, 32), y3 = v128.load(from, 48);
      const end = load<u32>(offsets + (<usize>(i + 1) << 2));
      for (let e = load<u32>(offsets + (<usize>i << 2)); e < end; e++) {
        const value = v128.load32_splat(values + (<usize>e << 2));
        const to = panel + (<usize>load<u32>(indices + (<usize>e << 2)) << 6);
        v128.store(to, addProduct(v128.load(to), value, y0));
        v128.store(to, addProduct(v128.load(to, 16), value, y1), 16);
        v128.store(to, addProduct(v128.load(to, 32), value, y2), 32);
        v128.store(to, addProduct(v128.load(to, 48), value, y3), 48);
      }
    }
  }
}

/**
 * out = w · x for sparse weights w in compressed rows, float64 as the sums are. x [columns × d] float32, out [rows × d] float64, d a
 * multiple of 8; out is overwritten.
 */
export function weightedSums(offsets: usize, indices: usize, weights: usize, rows: i32, x: usize, d: i32, out: usize): void {
  const xBytes: usize = (<usize>d) << 2;
  for (let i = 0; i < rows; i++) {
    const first = load<u32>(offsets + (<usize>i << 2)), end = load<u32>(offsets + (<usize>(i + 1) << 2));
    for (let column: usize = 0; column < xBytes; column += 32) {
      let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
      for (let e = first; e < end; e++) {
        const weight = v128.load64_splat(weights + (<usize>e << 3));
        const from = x + <usize>load<u32>(indices + (<usize>e << 2)) * xBytes + column;
        s0 = f64x2.add(s0, f64x2.mul(weight, f64x2.promote_low_f32x4(v128.load64_zero(from))));
        s1 = f64x2.add(s1, f64x2.mul(weight, f64x2.promote_low_f32x4(v128.load64_zero(from, 8))));
        s2 = f64x2.add(s2, f64x2.mul(weight, f64x2.promote_low_f32x4(v128.load64_zero(from, 16))));
        s3 = f64x2.add(s3, f64x2.mul(weight, f64x2.promote_low_f32x4(v128.load64_zero(from, 24))));
      }
      const to = out + ((<usize>i * xBytes + column) << 1);
      v128.store(to, s0);
      v128.store(to, s1, 16);
      v128.store(to, s2, 32);
      v128.store(to, s3, 48);
    }
  }
}

/**
 * The centroid that maximises x · c − |c|² / 2 for each row of x, that is, the nearest one. Centroids are transposed in
 * blocks of 8: block b holds c[(b * d + t) * 8 + lane]; `half` holds |c|² / 2, padded with 3e38.
 * labels [n] i32, best [n] f32 (the maximum), next [n] f32 (the maximum of the others). x [n × d], d as it is. Of equals the
 * lowest number wins.
 */
export function nearestCentroids(x: usize, n: i32, d: i32, centroids: usize, blocks: i32, half: usize, labels: usize, best: usize, next: usize): void {
  const rowBytes: usize = (<usize>d) << 2;
  const firstLanes = i32x4(0, 1, 2, 3), lastLanes = i32x4(4, 5, 6, 7);
  for (let i = 0; i < n; i += 2) {
    const p0 = x + <usize>i * rowBytes;
    const hasSecond = i + 1 < n;
    const p1 = hasSecond ? p0 + rowBytes : p0;
    let m0 = f32x4.splat(-3.4e38), m1 = m0, n0 = m0, n1 = m0;
    let l0 = i32x4.splat(0), l1 = l0;
    let q = centroids;
    for (let b = 0; b < blocks; b++) {
      let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00;
      let a0 = p0, a1 = p1;
      for (let t = 0; t < d; t++) {
        const y0 = v128.load(q), y1 = v128.load(q, 16);
        q += 32;
        let v = v128.load32_splat(a0);
        s00 = addProduct(s00, v, y0);
        s01 = addProduct(s01, v, y1);
        v = v128.load32_splat(a1);
        s10 = addProduct(s10, v, y0);
        s11 = addProduct(s11, v, y1);
        a0 += 4; a1 += 4;
      }
      const h0 = v128.load(half + (<usize>b << 5)), h1 = v128.load(half + (<usize>b << 5), 16);
      const i0 = i32x4.add(firstLanes, i32x4.splat(b << 3)), i1 = i32x4.add(lastLanes, i32x4.splat(b << 3));
      let s = f32x4.sub(s00, h0), g = f32x4.gt(s, m0);
      n0 = f32x4.max(n0, f32x4.min(s, m0));
      m0 = v128.bitselect(s, m0, g); l0 = v128.bitselect(i0, l0, g);
      s = f32x4.sub(s01, h1); g = f32x4.gt(s, m0);
      n0 = f32x4.max(n0, f32x4.min(s, m0));
      m0 = v128.bitselect(s, m0, g); l0 = v128.bitselect(i1, l0, g);
      s = f32x4.sub(s10, h0); g = f32x4.gt(s, m1);
      n1 = f32x4.max(n1, f32x4.min(s, m1));
      m1 = v128.bitselect(s, m1, g); l1 = v128.bitselect(i0, l1, g);
      s = f32x4.sub(s11, h1); g = f32x4.gt(s, m1);
      n1 = f32x4.max(n1, f32x4.min(s, m1));
      m1 = v128.bitselect(s, m1, g); l1 = v128.bitselect(i1, l1, g);
    }
    const at = <usize>i << 2;
    storeBest(m0, l0, n0, labels + at, best + at, next + at);
    if (hasSecond) storeBest(m1, l1, n1, labels + at + 4, best + at + 4, next + at + 4);
  }
}

/** The best of four lanes and where it is; next to it the best of the other lanes and of what each lane has had beside its best. */
function storeBest(m: v128, l: v128, n: v128, label: usize, best: usize, next: usize): void {
  let value = f32x4.extract_lane(m, 0);
  let index = i32x4.extract_lane(l, 0);
  let second = max(max(f32x4.extract_lane(n, 0), f32x4.extract_lane(n, 1)), max(f32x4.extract_lane(n, 2), f32x4.extract_lane(n, 3)));
  let v = f32x4.extract_lane(m, 1);
  let i = i32x4.extract_lane(l, 1);
  second = max(second, min(v, value));
  if (v > value || (v == value && i < index)) { value = v; index = i; }
  v = f32x4.extract_lane(m, 2); i = i32x4.extract_lane(l, 2);
  second = max(second, min(v, value));
  if (v > value || (v == value && i < index)) { value = v; index = i; }
  v = f32x4.extract_lane(m, 3); i = i32x4.extract_lane(l, 3);
  second = max(second, min(v, value));
  if (v > value || (v == value && i < index)) { value = v; index = i; }
  store<i32>(label, index);
  store<f32>(best, value);
  store<f32>(next, second);
}

/**
 * gram += xᵀ · x in float64, the upper triangle in pairs of columns (entries left of the diagonal are not meaningful).
 * x [rows × d] float32, d even; rows a multiple of 4. gram [d × d] float64; panel: room for 4 × d float64.
 */
export function addGram(x: usize, rows: i32, d: i32, gram: usize, panel: usize): void {
  const wide: usize = (<usize>d) << 3;
  for (let i = 0; i < rows; i += 4) {
    const from = x + (<usize>(i * d) << 2);
    for (let t = 0; t < 4 * d; t += 2)
      v128.store(panel + (<usize>t << 3), f64x2.promote_low_f32x4(v128.load64_zero(from + (<usize>t << 2))));
    for (let r = 0; r < d; r++) {
      const at = panel + (<usize>r << 3);
      const a0 = v128.load64_splat(at), a1 = v128.load64_splat(at + wide);
      const a2 = v128.load64_splat(at + 2 * wide), a3 = v128.load64_splat(at + 3 * wide);
      const to = gram + <usize>r * wide;
      for (let c: usize = (<usize>(r & ~1)) << 3; c < wide; c += 16) {
        const p = panel + c;
        let sum = f64x2.add(v128.load(to + c), f64x2.mul(a0, v128.load(p)));
        sum = f64x2.add(sum, f64x2.mul(a1, v128.load(p + wide)));
        sum = f64x2.add(sum, f64x2.mul(a2, v128.load(p + 2 * wide)));
        v128.store(to + c, f64x2.add(sum, f64x2.mul(a3, v128.load(p + 3 * wide))));
      }
    }
  }
}
export { minPlus } from './minPlus';
export { offerBlockDistances, offerBlockProducts, offerCandidateDistances, offerCandidateProducts, offerDistances, offerProducts } from './neighbours';
export { learnPairs } from './skipGram';
